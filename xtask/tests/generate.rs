//! `cargo xtask generate`, as people run it, in a workspace of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::path::{Path, PathBuf};
use std::process::Command;

struct Workspace(tempfile::TempDir);

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Workspace {
    /// The document and the generated code of this repository, and nothing else: no client that could compile.
    fn new() -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let workspace = Self(tempfile::tempdir().unwrap());
        for file in ["openapi/cometapi-keys.yaml", "client/src/generated.rs"] {
            std::fs::create_dir_all(workspace.path(file).parent().unwrap()).unwrap();
            std::fs::copy(repository.join(file), workspace.path(file)).unwrap();
        }
        workspace
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(self.path(file), text.replacen(from, to, 1)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        let output = command.args(arguments).current_dir(self.0.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }
}

const DOCUMENT: &str = "openapi/cometapi-keys.yaml";
const GENERATED: &str = "client/src/generated.rs";

#[test]
fn the_committed_code_is_fresh_and_stays_byte_for_byte() {
    let workspace = Workspace::new();
    let before = workspace.read(GENERATED);
    let run = workspace.run(&["generate", "--check"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "client/src/generated.rs is fresh\n"), "{}", run.stderr);
    std::fs::remove_file(workspace.path(GENERATED)).unwrap();
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    assert_eq!(workspace.read(GENERATED), before);
}

#[test]
fn stale_code_is_told_with_a_short_difference_and_the_command_to_run() {
    let workspace = Workspace::new();
    workspace.edit(DOCUMENT, "maxLength: 50", "maxLength: 40");
    let before = workspace.read(GENERATED);
    let run = workspace.run(&["generate", "--check"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stdout.contains("-pub(crate) const LONGEST_NAME: usize = 50;"), "{}", run.stdout);
    assert!(run.stdout.contains("+pub(crate) const LONGEST_NAME: usize = 40;"), "{}", run.stdout);
    assert!(run.stdout.contains("run `cargo xtask generate`") && run.stdout.lines().count() < 50, "{}", run.stdout);
    assert_eq!(workspace.read(GENERATED), before, "--check wrote");
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    assert_eq!(workspace.run(&["generate", "--check"]).code, Some(0));
}

#[test]
fn missing_code_is_stale() {
    let workspace = Workspace::new();
    std::fs::remove_file(workspace.path(GENERATED)).unwrap();
    let run = workspace.run(&["generate", "--check"]);
    assert_eq!(run.code, Some(3));
    assert!(run.stdout.contains("client/src/generated.rs is missing"), "{}", run.stdout);
}

#[test]
fn a_client_that_does_not_compile_is_no_obstacle() {
    let workspace = Workspace::new();
    std::fs::write(workspace.path(GENERATED), "this is not Rust").unwrap();
    std::fs::write(workspace.path("client/src/lib.rs"), "nor is this").unwrap();
    assert_eq!(workspace.run(&["generate", "--check"]).code, Some(3));
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    assert!(workspace.read(GENERATED).contains("pub struct ApiKey {"));
}

#[test]
fn a_document_that_cannot_be_used_changes_nothing_and_is_told_with_its_place() {
    let cases = [
        ("maxLength: 50", "maxLenght: 50", "did you mean `maxLength`?"),
        ("operationId: get_api_key\n      summary", "operationId: list_api_keys\n      summary", "list_api_keys"),
        ("#/components/schemas/KeyName", "#/components/schemas/KeyNames", "KeyNames"),
        ("openapi: 3.0.3", "openapi: 3.1.0", "3.1.0"),
        ("paths:", "paths: [", "cometapi-keys.yaml:"),
        (
            "    AllowIps:\n      type: string\n      nullable: true",
            "    AllowIps:\n      type: string",
            "expected type string",
        ),
        ("format: password", "format: uuid", "crate::KeySecret"),
        ("      maxLength: 50\n", "", "#/components/schemas/KeyName/maxLength"),
        (
            "          description: The name to show.",
            "          nullable: true\n          description: The name to show.",
            "#/components/schemas/ApiKey/properties/name: nullable",
        ),
        (
            "        '401':\n          $ref: '#/components/responses/Unauthorized'\n    put:",
            "        '201':\n          description: Made.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Refusal'\n    put:",
            "#/paths/~1api~1token~1/post/responses/201",
        ),
    ];
    for (from, to, message) in cases {
        let workspace = Workspace::new();
        workspace.edit(DOCUMENT, from, to);
        let before = workspace.read(GENERATED);
        let run = workspace.run(&["generate"]);
        assert_eq!(run.code, Some(2), "{to}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(message), "{to}: {}", run.stderr);
        assert_eq!(workspace.read(GENERATED), before, "{to}");
    }
}

/// The examples agree, so that nothing but the client's own layer objects.
#[test]
fn what_is_no_longer_nullable_is_told() {
    let workspace = Workspace::new();
    workspace.edit(DOCUMENT, "      nullable: true\n", "");
    let text = workspace.read(DOCUMENT).replace("allow_ips: null", "allow_ips: ''");
    std::fs::write(workspace.path(DOCUMENT), text).unwrap();
    assert_eq!(workspace.run(&["lint"]).code, Some(0));
    let run = workspace.run(&["generate", "--check"]);
    assert_eq!(run.code, Some(2), "{}{}", run.stdout, run.stderr);
    assert!(run.stderr.contains("#/components/schemas/AllowIps: not nullable"), "{}", run.stderr);
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_standard_output_is_told() {
    let workspace = Workspace::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["generate", "--check"]).current_dir(workspace.0.path()).stdout(full);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{told}");
    assert!(told.contains("standard output") && !told.contains("panicked"), "{told}");
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

#[test]
fn what_cannot_be_written_is_told_and_leaves_nothing_behind() {
    let workspace = Workspace::new();
    std::fs::remove_dir_all(workspace.path("client")).unwrap();
    std::fs::write(workspace.path("client"), "a file where a folder should be").unwrap();
    let run = workspace.run(&["generate"]);
    assert_eq!(run.code, Some(7), "{}", run.stdout);
    assert!(run.stderr.contains("client/src/generated.rs"), "{}", run.stderr);
    let elsewhere = tempfile::tempdir().unwrap();
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("generate").current_dir(elsewhere.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("run it within a clone of the repository"));
}

#[test]
fn alone_it_prints_the_jobs() {
    let run = Workspace::new().run(&[]);
    assert_eq!(run.code, Some(0));
    for job in ["verify", "lint", "generate"] {
        assert!(run.stdout.contains(&format!("cargo xtask {job}")), "{}", run.stdout);
    }
}
