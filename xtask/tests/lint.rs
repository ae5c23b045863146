//! `cargo xtask lint` as a user runs it: exit codes, and outputs that cannot be written.

#[cfg(test)]
mod tests {
    use std::process::{Command, Output, Stdio};

    fn lint(document: &str, out: Stdio) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(["lint", document]).stdout(out).output().unwrap()
    }

    fn folder_with(name: &str, text: &str) -> (tempfile::TempDir, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        (folder, path.display().to_string())
    }

    #[test]
    fn a_clean_document_ends_with_0_one_with_errors_and_one_unreadable_with_2() {
        let maintained = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("lint").output().unwrap();
        assert_eq!(maintained.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&maintained.stdout), "openapi/cometapi-keys.yaml: no errors, no warnings\n");

        let (_folder, broken) = folder_with("broken.yaml", "openapi: 3.0.3\ninfo: {title: t}\npaths: {}\n");
        let output = lint(&broken, Stdio::piped());
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            said.contains("broken.yaml:2  #/info\n  this Info Object has no `version`\n  fix: add `version`\n"),
            "{said}"
        );

        for (document, says) in [("/nowhere.yaml", "cannot be read"), ("/dev/null", "is empty")] {
            let output = lint(document, Stdio::piped());
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
            assert!(said.contains(says) && said.contains("fix: ") && !said.contains("panicked"), "{said}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_a_clear_error_and_ends_with_7() {
        let (_folder, document) = folder_with("a.yaml", "[]");
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = lint(&document, full.into());
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(7), "{said}");
        assert!(said.contains("cannot write to standard output") && !said.contains("panicked"), "{said}");
    }
}
