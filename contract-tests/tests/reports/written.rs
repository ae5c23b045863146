//! Where the command writes the reports.

use std::path::Path;
use std::process::Command;

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Judges a small recording, which departs in one place.
fn verify(arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_contract-tests"))
        .args(["verify", "--recording", "recordings/new-api-2026-07/lifecycle.har"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn any_number_of_reports_is_written_but_one_a_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (json, xml, md, html, more) = (path("r.json"), path("r.xml"), path("r.md"), path("r.html"), path("more.html"));
    let files = ["--json", &json, "--junit", &xml, "--markdown", &md, "--html", &html, "--html", &more];
    let run = verify(&files);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("proof and advice:"), "{}", run.stdout);
    for (file, begins) in
        [(&json, "{"), (&xml, "<?xml"), (&md, "## "), (&html, "<!DOCTYPE html>"), (&more, "<!DOCTYPE html>")]
    {
        assert!(std::fs::read_to_string(file).unwrap().starts_with(begins), "{file}");
    }
    for (flag, begins) in [("--json", "{"), ("--junit", "<?xml"), ("--markdown", "## "), ("--html", "<!DOCTYPE html>")]
    {
        let run = verify(&[flag, "-"]);
        assert!(run.stdout.starts_with(begins), "{flag} {}", run.stdout);
        assert!(!run.stdout.contains("proof and advice:"), "{flag}: two reports on standard output");
    }
    let run = verify(&["--json", "-", "--html", "-"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("--json and --html both write to standard output"), "{}", run.stderr);
    let run = verify(&["--junit", &xml, "--junit", &xml]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_report_is_as_readable_as_any_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (report, other) = (folder.path().join("r.html"), folder.path().join("other"));
    verify(&["--html", report.to_str().unwrap()]);
    std::fs::write(&other, "").unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&report), mode(&other));
}
