//! The release.

use crate::copy::{Copy, DOCUMENT, stage};

#[test]
fn what_may_not_be_released_is_refused_and_nothing_is_written() {
    let copy = Copy::new();
    let refused = |version: &str, code: i32, why: &str| {
        let before = copy.changed();
        let run = copy.run(&["release", version]);
        assert_eq!(run.code, Some(code), "{version} {}{}", run.out, run.said);
        assert!(run.said.contains(why), "{version}: {}", run.said);
        assert_eq!(copy.changed(), before, "{version}");
    };
    for bad in ["1", "0.2", "v0.2.0", "0.2.0+linux", "latest", "0.02.0"] {
        refused(bad, 2, "invalid value");
    }
    refused("0.1.0", 2, "0.1.0 does not come after 0.1.0");
    refused("0.0.9", 2, "0.0.9 does not come after 0.1.0");
    copy.git(&["tag", "v0.3.0"]);
    refused("0.3.0", 2, "there is a tag v0.3.0 already");

    copy.edit(DOCUMENT, "      maxLength: 50\n", "      maxLength: 40\n");
    refused("0.2.0", 2, "the working tree has changes that are not committed\n  M openapi/cometapi-keys.yaml");
    copy.commit();
    refused("0.1.1", 1, "0.1.1 is too low; major: after 0.1.0 at least 0.2.0");
    // The generated client is stale now, and the score may be.
    let run = copy.run(&["release", "0.2.0"]);
    assert!([Some(3), Some(4)].contains(&run.code), "{}{}", run.out, run.said);
    assert!(run.out.contains("✗ generated") && run.said.contains("the gate does not pass"), "{}{}", run.out, run.said);
    assert_eq!(copy.changed(), Vec::<String>::new());

    std::fs::remove_dir_all(copy.path(".git")).unwrap();
    let run = copy.run(&["release", "0.2.0"]);
    assert_eq!(run.code, Some(2), "{}", run.said);
    assert!(run.said.contains("a release needs a clone"), "{}", run.said);
}

#[test]
fn a_version_is_frozen_or_everything_is_undone() {
    let copy = Copy::new();
    copy.edit(DOCUMENT, "      maxLength: 50\n", "      maxLength: 40\n");
    assert_eq!(copy.run(&["generate"]).code, Some(0));
    copy.own_the_score();
    // Cargo takes no other version of this crate than this, which nobody sees before the versions are set.
    let (workspace, exact) = (
        "cometapi-keys-openapi.workspace = true",
        "cometapi-keys-openapi = { path = \"../openapi\", version = \"=0.1.0\" }",
    );
    copy.edit("xtask/Cargo.toml", workspace, exact);
    copy.commit();
    let run = copy.run(&["release", "0.2.0"]);
    assert_eq!(run.code, Some(7), "{}{}", run.out, run.said);
    assert!(run.said.contains("cargo does not take the versions"), "{}", run.said);
    assert!(run.said.contains("everything that was written is undone"), "{}", run.said);
    assert_eq!(copy.changed(), Vec::<String>::new());

    copy.edit("xtask/Cargo.toml", exact, workspace);
    copy.commit();
    let run = copy.run(&["release", "0.2.0"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.said);
    let expected = [
        "CHANGELOG.md",
        "Cargo.lock",
        "Cargo.toml",
        "client/src/generated.rs",
        "openapi/cometapi-keys.yaml",
        "openapi/released/SHA256SUMS",
        "openapi/released/0.2.0.api.txt",
        "openapi/released/0.2.0.yaml",
    ];
    let (mut changed, mut expected) = (copy.changed(), expected.map(str::to_owned).to_vec());
    changed.sort();
    expected.sort();
    assert_eq!(changed, expected);
    assert_eq!(copy.read("openapi/released/0.2.0.yaml"), copy.read(DOCUMENT));
    assert!(copy.read(DOCUMENT).contains("version: 0.2.0") && copy.read("Cargo.toml").contains("version = \"0.2.0\""));
    assert!(copy.read("Cargo.lock").contains("name = \"cometapi-keys\"\nversion = \"0.2.0\""));
    let history = copy.read("CHANGELOG.md");
    let section = history.split("\n## ").nth(1).unwrap();
    assert!(section.starts_with("0.2.0 - 20") && section.contains("Since 0.1.0: major."), "{history}");
    assert!(section.contains("`maxLength: 50 became 40`"), "{history}");
    assert!(section.contains("By the recordings: the new document describes the recorded servers worse."), "{history}");
    assert!(history.contains("\n## 0.1.0 - "), "{history}");

    // What was released passes, and the score is still that of this suite.
    let report = copy.gate(&["--require", "score"]);
    assert_eq!(report["exit_code"], 0, "{report:#}");
    assert_eq!(stage(&report, "compat")["says"], "since 0.2.0: 0 breaking, 0 warnings, 0 compatible");
    let mut check = std::process::Command::new("sha256sum");
    check.args(["--check", "--quiet", "SHA256SUMS"]).current_dir(copy.path("openapi/released"));
    assert!(check.status().unwrap().success());
}
