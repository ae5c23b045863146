//! `cargo xtask score` as people use it: real runs against sandboxes with one fault each.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::process::Command;

use contract_tests::score::Subject;

fn score(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_contract-tests")).arg("score").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn faults_are_killed_and_the_server_without_one_is_not_accused() {
    let known = ["ids-as-text", "name-of-51-accepted", "status-twice"];
    let arguments: Vec<&str> = known.iter().flat_map(|name| ["--fault", name]).chain(["--json", "-"]).collect();
    let (code, stdout, stderr) = score(&arguments);
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let tried = report["runs"][0]["tried"].as_array().unwrap();
    assert_eq!(tried.len(), known.len() + 1);
    for one in tried {
        assert_eq!(one["noticed"], one["name"] != "nothing", "{one}");
        assert_eq!(one["finished"], true, "{one}");
    }
}

#[test]
fn all_are_listed_and_none_tried() {
    let (code, stdout, _) = score(&["--list"]);
    assert_eq!((code, stdout.lines().count()), (Some(0), Subject::all().len()));
    for subject in Subject::all() {
        let line = stdout.lines().find(|line| line.split_whitespace().nth(1) == Some(subject.name())).unwrap();
        assert!(line.starts_with(subject.family()) && line.ends_with(subject.says()), "{line}");
    }
    let (_, _, stderr) = score(&["--fault", "name-cut-at-50-byte"]);
    assert!(stderr.contains("nearest are name-cut-at-50-bytes, "), "{stderr}");
}

#[test]
fn what_does_not_exist_is_said() {
    for (arguments, why) in [
        (["--fault", "no-such-fault"], "there is no fault or control \"no-such-fault\""),
        (["--family", "no-such-family"], "there is no family \"no-such-family\""),
        (["--seed", "many"], "a seed is a number of 64 bits"),
    ] {
        let (code, stdout, stderr) = score(&arguments);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{stderr}");
        assert!(stderr.contains(why), "{stderr}");
    }
}
