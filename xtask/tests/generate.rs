//! `cargo xtask generate` as a person runs it: in a folder with a document and a client of its own.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const DOCUMENT: &str = include_str!("../../openapi/cometapi-keys.yaml");
const COMMITTED: &str = include_str!("../../client/src/generated.rs");
const GENERATED: &str = "client/src/generated.rs";

/// A workspace with this document and, if any, this generated file.
fn workspace(document: &str, generated: Option<&str>) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("openapi")).unwrap();
    std::fs::create_dir_all(folder.path().join("client/src")).unwrap();
    std::fs::write(folder.path().join("openapi/cometapi-keys.yaml"), document).unwrap();
    if let Some(text) = generated {
        std::fs::write(folder.path().join(GENERATED), text).unwrap();
    }
    folder
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("generate").args(arguments).current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String) {
    ended(&command(folder, arguments).output().unwrap())
}

/// Exit code and both outputs. No way to end is a panic.
fn ended(output: &Output) -> (i32, String) {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains("panicked"), "{text}");
    (output.status.code().unwrap(), text)
}

/// The document with one change, which must be one.
fn changed(from: &str, to: &str) -> String {
    let document = DOCUMENT.replacen(from, to, 1);
    assert_ne!(document, DOCUMENT);
    document
}

fn text(folder: &TempDir) -> String {
    std::fs::read_to_string(folder.path().join(GENERATED)).unwrap()
}

#[test]
fn the_committed_file_is_fresh() {
    let folder = workspace(DOCUMENT, Some(COMMITTED));
    assert_eq!(run(folder.path(), &["--check"]), (0, format!("{GENERATED} is fresh\n")));
    assert_eq!(text(&folder), COMMITTED);
}

#[test]
fn generating_gives_the_committed_bytes_whatever_was_there() {
    for before in [None, Some("this is no Rust {"), Some("")] {
        let folder = workspace(DOCUMENT, before);
        assert_eq!(run(folder.path(), &[]), (0, format!("{GENERATED} is written\n")));
        assert_eq!(text(&folder), COMMITTED);
        let left: Vec<_> = std::fs::read_dir(folder.path().join("client/src")).unwrap().collect();
        assert_eq!(left.len(), 1, "nothing else is left behind: {left:?}");
        assert_eq!(run(folder.path(), &["--check"]).0, 0);
    }
}

#[test]
fn a_changed_document_makes_the_file_stale() {
    let document =
        changed("        used_quota:\n          type: integer", "        used_quota:\n          type: string");
    let document = document.replace("example: 0\n", "example: '0'\n").replace("used_quota: 0\n", "used_quota: '0'\n");
    let document = document.replace(
        "          format: int64\n          description: The quota that",
        "          description: The quota that",
    );
    let folder = workspace(&document, Some(COMMITTED));
    let (code, told) = run(folder.path(), &["--check"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.starts_with("client/src/generated.rs is stale:\n"), "{told}");
    assert!(
        told.contains("-        pub used_quota: i64,")
            && told.contains("+        pub used_quota: ::std::string::String,"),
        "{told}"
    );
    assert!(told.trim_end().lines().last().unwrap().contains("run `cargo xtask generate`"), "{told}");
    assert_eq!(text(&folder), COMMITTED, "a check writes nothing");
}

#[test]
fn a_long_difference_is_cut() {
    let folder = workspace(DOCUMENT, Some("// nothing\n"));
    let (code, told) = run(folder.path(), &["--check"]);
    assert_eq!((code, told.lines().count()), (3, 1 + 40 + 1 + 1), "{told}");
    assert!(told.contains("more lines\n"), "{told}");
}

#[test]
fn an_edit_of_the_file_by_hand_is_stale() {
    let edited = COMMITTED.replacen("pub used_quota: i64", "pub used_quota: u64", 1);
    let folder = workspace(DOCUMENT, Some(&edited));
    assert_eq!(run(folder.path(), &["--check"]).0, 3);
}

#[test]
fn a_missing_file_is_stale() {
    let folder = workspace(DOCUMENT, None);
    let (code, told) = run(folder.path(), &["--check"]);
    assert_eq!(code, 3, "{told}");
    assert!(told.contains("is missing") && told.contains("`cargo xtask generate`"), "{told}");
    assert!(!folder.path().join(GENERATED).exists());
}

#[test]
fn a_wrong_document_is_told_with_the_place_and_nothing_is_written() {
    let two_answers = changed(
        "        '401':\n          $ref: '#/components/responses/Unauthorized'\n    put:",
        "        '201':\n          description: Made.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Refusal'\n    put:",
    );
    let cases = [
        ("openapi: [".to_owned(), "openapi/cometapi-keys.yaml:2:1"),
        (String::new(), "openapi/cometapi-keys.yaml"),
        ("- 1\n- 2\n".to_owned(), "openapi/cometapi-keys.yaml"),
        (changed("openapi: 3.0.3", "openapi: 3.1.0"), "openapi/cometapi-keys.yaml:6"),
        (changed("#/components/schemas/KeyName", "#/components/schemas/Nowhere"), "/components/schemas/"),
        // The generator panics on this one.
        (two_answers, "/paths/~1api~1token~1/post/responses/201"),
        // What the hand-written layer relies on.
        (changed("format: password", "format: byte"), "crate::KeySecret"),
        (changed("      nullable: true\n", "").replace("allow_ips: null", "allow_ips: ''"), "nullable"),
    ];
    for (document, place) in cases {
        for arguments in [&[][..], &["--check"]] {
            let folder = workspace(&document, Some(COMMITTED));
            let (code, told) = run(folder.path(), arguments);
            assert_eq!(code, 2, "{told}");
            assert!(told.contains(place), "{place}: {told}");
            assert_eq!(text(&folder), COMMITTED);
        }
    }
}

#[test]
fn without_a_workspace_the_folder_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let (code, told) = run(folder.path(), &[]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("openapi/cometapi-keys.yaml") && told.contains("clone"), "{told}");
}

#[test]
fn a_path_that_cannot_be_written_is_told() {
    let blocked = workspace(DOCUMENT, None);
    std::fs::remove_dir(blocked.path().join("client/src")).unwrap();
    std::fs::write(blocked.path().join("client/src"), "a file").unwrap();
    let folder = workspace(DOCUMENT, None);
    std::fs::create_dir(folder.path().join(GENERATED)).unwrap();
    for folder in [&blocked, &folder] {
        let (code, told) = run(folder.path(), &[]);
        assert_eq!(code, 7, "{told}");
        assert!(told.contains(GENERATED), "{told}");
    }
    assert_eq!(std::fs::read_to_string(blocked.path().join("client/src")).unwrap(), "a file");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_standard_output_is_told() {
    let folder = workspace(DOCUMENT, Some(COMMITTED));
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = command(folder.path(), &["--check"]).stdout(full).output().unwrap();
    let (code, told) = ended(&output);
    assert_eq!(code, 7, "{told}");
    assert!(told.contains("standard output"), "{told}");
}

/// Else generating would need the generated code to compile.
#[test]
fn xtask_does_not_depend_on_the_client() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--package", "xtask", "--edges", "normal,build", "--prefix", "none"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    let crates: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(crates.contains(&"cometapi-keys-openapi") && crates.contains(&"progenitor-impl"), "{tree}");
    assert!(!crates.iter().any(|name| matches!(*name, "cometapi-keys" | "contract-tests")), "{tree}");
}
