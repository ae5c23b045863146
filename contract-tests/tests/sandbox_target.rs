//! `verify --target sandbox` as people run it: wrong usage, reports, findings.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::process::{Command, Output};

use serde_json::Value;

/// Code, standard output, standard error.
fn verify(arguments: &[&str]) -> (i32, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let command = |binary: &str| {
        Command::new(binary).args(["verify", "--target", "sandbox"]).args(arguments).current_dir(folder.path()).output()
    };
    let Output { status, stdout, stderr } = command(env!("CARGO_BIN_EXE_contract-tests")).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn what_cannot_be_run_is_refused_with_what_can() {
    for (arguments, words) in [
        (&["--profile", "nobody"][..], &["no profile", "nobody", "documented, new-api-2026-07, new-api-2025-04"][..]),
        (&["--seed", "many"], &["--seed", "24301, or 0x5eed"]),
        (&["--time-limit", "0"], &["--time-limit", "nothing can be done"]),
        (&["--time-limit", "soon"], &["--time-limit", "no number of seconds"]),
        (&["--cases", "0"], &["--cases"]),
        (&["--connections", "0"], &["--connections", "from 1 to 256"]),
        (&["--rule", "no.such.rule"], &["no.such.rule"]),
        (&["--recording", "a.har"], &["--recording"]),
        (&["--explored", "."], &["name another file for the kept cases"]),
    ] {
        let (code, stdout, stderr) = verify(arguments);
        assert_eq!(code, 2, "{arguments:?}: {stdout}{stderr}");
        assert!(words.iter().all(|word| stderr.contains(word)), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_finding_says_its_seed_its_case_its_steps_and_how_to_see_it_again() {
    let rule = "create.allow_ips.other-text-refused";
    let arguments =
        ["--profile", "new-api-2026-07", "--rule", rule, "--seed", "7", "--json", "-", "--time-limit", "60"];
    let (code, stdout, stderr) = verify(&arguments);
    assert_eq!(code, 1, "{stderr}");
    assert!(!stdout.contains("sandbox-access-token"), "a token is shown");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let target = report.pointer("/targets/0").unwrap_or(&report);
    assert_eq!(target.pointer("/target/kind").unwrap(), "sandbox");
    assert_eq!(target.pointer("/target/deployment").unwrap(), "new-api-2026-07");
    assert_eq!(target["seed"], 7);
    let finding = target.pointer("/rules/0/findings/0").unwrap();
    let case = &finding["case"];
    assert_eq!(case["recurrence"], "shrunk");
    assert_eq!(case["steps"].as_array().unwrap().len(), 1, "{case}");
    assert!(case["curls"][0].as_str().unwrap().contains("$COMETAPI_ACCESS_TOKEN"));
    let again = finding["again"].as_str().unwrap();
    let expected =
        format!("--target sandbox --profile new-api-2026-07 --rule {rule} --seed 0x7 --case {}", case["number"]);
    assert!(again.ends_with(&expected), "{again}");
    // The command that it names shows it again, alone.
    let number = case["number"].to_string();
    let again = ["--profile", "new-api-2026-07", "--rule", rule, "--seed", "0x7", "--case", number.as_str()];
    let (code, stdout, _) = verify(&again);
    assert_eq!(code, 1, "{stdout}");
    assert!(stdout.contains(&format!("{number} of driver allow-lists, seed 0x7 (shrunk, 1 step)")), "{stdout}");
}

/// Known departures of the recorded server hold; what is piped is quiet.
#[test]
fn known_departures_of_a_profile_are_known() {
    let (code, stdout, stderr) = verify(&["--profile", "new-api-2026-07", "--rule", "update.status", "--cases", "120"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("held,") && stdout.contains("known departure"), "{stdout}");
    assert_eq!(stderr, "");
    let (code, ..) =
        verify(&["--profile", "new-api-2026-07", "--rule", "update.status", "--cases", "120", "--no-divergences"]);
    assert_eq!(code, 1);
}
