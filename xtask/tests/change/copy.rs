//! A copy of this repository, committed, with the suite of this one.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

pub(crate) const DOCUMENT: &str = "openapi/cometapi-keys.yaml";
pub(crate) const SCORE: &str = "contract-tests/score.json";

/// One copy at a time: they share the folder in which the client is documented, and the score measures time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The suite of this repository, built once.
static SUITE: LazyLock<PathBuf> = LazyLock::new(|| {
    let arguments = ["build", "--quiet", "--package", "contract-tests", "--bin", "contract-tests"];
    let format = "--message-format=json-render-diagnostics";
    let output = Command::new(env!("CARGO")).args(arguments).arg(format).current_dir(repository()).output().unwrap();
    let messages = String::from_utf8(output.stdout).unwrap();
    let messages = messages.lines().rev().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut executables = messages.filter_map(|message| Some(PathBuf::from(message.get("executable")?.as_str()?)));
    executables.next().unwrap()
});

pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// A copy of this repository.
pub(crate) struct Copy {
    folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) said: String,
}

impl Copy {
    /// What is here, whether committed or not, as one commit.
    pub(crate) fn new() -> Self {
        let alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let copy = Self { folder: tempfile::tempdir().unwrap(), _alone: alone };
        let arguments = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
        let listed = Command::new("git").args(arguments).current_dir(repository()).output().unwrap();
        let listed = String::from_utf8(listed.stdout).unwrap();
        for file in listed.split('\0').filter(|file| repository().join(file).is_file()) {
            std::fs::create_dir_all(copy.path(file).parent().unwrap()).unwrap();
            std::fs::copy(repository().join(file), copy.path(file)).unwrap();
        }
        copy.git(&["init", "--quiet"]);
        copy.commit();
        copy
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap()
    }

    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no {from}");
        std::fs::write(self.path(file), text.replacen(from, to, 1)).unwrap();
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let output =
            Command::new("git").args(identity).args(arguments).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "a change"]);
    }

    /// What is not as it was committed.
    pub(crate) fn changed(&self) -> Vec<String> {
        self.git(&["status", "--porcelain", "--untracked-files=all"]).lines().map(|line| line[3..].to_owned()).collect()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        // Where this repository's own build does not see it.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("copies");
        command.args(arguments).current_dir(self.folder.path()).env("CARGO_TARGET_DIR", target);
        command
    }

    /// Runs xtask with the suite of this repository.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).env("XTASK_SUITE", &*SUITE))
    }

    /// Runs xtask where cargo does nothing but fail.
    pub(crate) fn run_without_cargo(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).env_remove("XTASK_SUITE").env("CARGO", "false"))
    }

    /// Says of the committed score that it is of this copy's suite: what is tested here is not the score.
    pub(crate) fn own_the_score(&self) {
        let report = self.gate(&[]);
        let score = stage(&report, "score");
        if score["state"] == "failed" {
            let lines: Vec<&str> = score["details"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            let content = |prefix: &str| lines.iter().find_map(|line| line.strip_prefix(prefix)).unwrap().to_owned();
            self.edit(SCORE, &content("the score is of "), &content("content is "));
        }
    }

    /// The JSON report of the gate.
    pub(crate) fn gate(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["gate", "--json", "-"], arguments].concat());
        let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.said));
        assert_eq!(run.code.map(i64::from), report["exit_code"].as_i64());
        report
    }
}

impl Run {
    fn of(command: &mut Command) -> Self {
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let run = Self { code: output.status.code(), out: text(output.stdout), said: text(output.stderr) };
        assert!(!run.said.contains("panicked"), "{}", run.said);
        run
    }
}

/// A stage of a report.
pub(crate) fn stage<'a>(report: &'a Value, name: &str) -> &'a Value {
    let stages = report["stages"].as_array().unwrap();
    stages.iter().find(|stage| stage["stage"] == name).unwrap_or_else(|| panic!("no {name}"))
}
