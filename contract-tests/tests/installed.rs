//! The binary alone, in an empty folder of a machine that has nothing else of this repository.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::RwLock;

/// A process that is started while a binary is being copied holds the copy open for a moment, and then nothing can run it.
static COPYING: RwLock<()> = RwLock::new(());

/// The binary, copied to a place of its own.
struct Installed {
    place: tempfile::TempDir,
    binary: PathBuf,
}

impl Installed {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let binary = place.path().join("bin").join("contract-tests");
        std::fs::create_dir(binary.parent().unwrap()).unwrap();
        let alone = COPYING.write().unwrap();
        std::fs::copy(env!("CARGO_BIN_EXE_contract-tests"), &binary).unwrap();
        drop(alone);
        std::fs::create_dir(place.path().join("home")).unwrap();
        std::fs::create_dir(place.path().join("empty")).unwrap();
        Self { place, binary }
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.args(words).env_clear().env("HOME", self.folder("home")).current_dir(self.folder("empty"));
        command.stdin(Stdio::null());
        command
    }

    /// Its exit code, and all it says.
    fn said(&self, words: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
        let mut command = self.command(words);
        command.envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let output = started(&mut command).wait_with_output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        // Other jobs than its own are the repository's.
        let own = ["verify", "rules", "serve", "cleanup", "score"].map(|job| format!("cargo xtask {job}"));
        assert!(!own.iter().any(|command| text.iter().any(|text| text.contains(command))), "{text:?}");
        (output.status.code().unwrap(), text.concat())
    }
}

fn started(command: &mut Command) -> Child {
    let _nothing_is_copied = COPYING.read().unwrap();
    command.spawn().unwrap()
}

/// A server of another process, killed at the end.
struct Served(Child, Vec<String>);

impl Served {
    fn start(installed: &Installed, words: &[&str]) -> Self {
        let words = [&["serve"], words].concat();
        let mut child = started(installed.command(&words).stdout(Stdio::piped()));
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap) {
            lines.push(line.trim().to_owned());
            if line.starts_with("curl ") {
                break;
            }
        }
        Self(child, lines)
    }

    fn said(&self, label: &str) -> &str {
        self.1.iter().find_map(|line| line.strip_prefix(label)).unwrap().trim()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn it_judges_the_recordings_that_it_was_built_with() {
    let installed = Installed::new();
    let (code, said) = installed.said(&["verify"], &[]);
    assert_eq!(code, 0, "{said}");
    for line in ["new-api-2026-07  recorded  2026-11-23", "new-api-2025-04  recorded  2026-11-23"] {
        assert!(said.contains(line), "{said}");
    }
    let (code, said) = installed.said(&["verify", "--deployment", "new-api-2025-04", "--no-divergences"], &[]);
    assert_eq!(code, 1);
    assert!(said.contains("contract-tests verify --recording contract-tests/recordings/new-api-2025-04/"), "{said}");
    // Nor does anything offline need the certificates of the machine: a small image has none.
    let none = [("SSL_CERT_FILE", "/no/such/file"), ("SSL_CERT_DIR", "/no/such/folder")];
    assert_eq!(installed.said(&["verify"], &none).0, 0);
    let (code, said) = installed.said(&["rules", "update.status.answered-as-sent"], &[]);
    assert_eq!(code, 0);
    assert!(said.contains("PUT /api/token/ {"), "{said}");
    let (code, said) = installed.said(&["rules"], &[]);
    assert_eq!(code, 0);
    assert!(said.contains("contract-tests rules ID"), "{said}");
    let (code, said) = installed.said(&["rules", "no-such-rule"], &[]);
    assert_eq!(code, 2);
    assert!(said.contains("all of them: contract-tests rules"), "{said}");
    let (code, said) = installed.said(&["verify", "--junit", "-"], &[]);
    assert_eq!(code, 0);
    assert!(said.contains("<testsuites name=\"contract-tests verify\""), "{said}");
    let (code, said) = installed.said(&["serve", "--explain", "--profile", "new-api-2026-07"], &[]);
    assert_eq!(code, 0);
    assert!(said.contains("What no recording covers"), "{said}");
    assert!(files(&installed.folder("empty")).is_empty());
}

#[test]
fn it_explores_and_goes_by_its_own_name() {
    let installed = Installed::new();
    let (code, said) = installed.said(&["--help"], &[]);
    assert_eq!(code, 0);
    assert!(said.contains("Usage: contract-tests <COMMAND>"), "{said}");
    let (code, said) = installed.said(&["score", "--fault", "status-ignored"], &[]);
    assert_eq!(code, 0, "{said}");
    let words = ["verify", "--target", "sandbox", "--profile", "new-api-2025-04", "--cases", "60"];
    let (code, said) = installed.said(&words, &[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("contract-tests verify --target sandbox --profile new-api-2025-04 --rule"), "{said}");
    let kept = installed.folder("home").join(".local/state/cometapi-keys/explored/new-api-2025-04");
    assert!(kept.is_file(), "{said}");
    assert!(files(&installed.folder("empty")).is_empty());
}

#[test]
fn it_verifies_a_live_server_and_cleans_up() {
    let installed = Installed::new();
    let served = Served::start(&installed, &["--fault", "status-ignored"]);
    let variables = [("COMETAPI_BASE_URL", served.said("base URL")), ("COMETAPI_ACCESS_TOKEN", served.said("alice"))];
    let (code, said) = installed.said(&["verify", "--target", "live"], &variables);
    assert_eq!(code, 0, "{said}");
    let (code, said) = installed.said(&["verify", "--target", "live", "--allow-writes", "--rate", "1000"], &variables);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("contract-tests verify --target live --base-url"), "{said}");
    let (code, said) = installed.said(&["cleanup"], &variables);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("0 keys were put away"), "{said}");
    assert!(files(&installed.folder("empty")).is_empty());
}
