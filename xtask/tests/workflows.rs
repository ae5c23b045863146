//! The workflows, held to what nobody would see them do: whom they trust with what.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use openapi::Source;
    use serde_json::{Value, json};

    /// Every workflow by its name.
    fn workflows() -> Vec<(String, Source)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(".github/workflows");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut read: Vec<_> = files
            .map(|file| {
                let name = file.file_stem().unwrap().to_string_lossy().into_owned();
                (name.clone(), Source::parse(&name, std::fs::read_to_string(file).unwrap()).unwrap())
            })
            .collect();
        read.sort_by(|one, other| one.0.cmp(&other.0));
        read
    }

    fn workflow(name: &str) -> Value {
        workflows().into_iter().find(|(found, _)| found == name).unwrap().1.value
    }

    fn steps(workflow: &Value) -> Vec<&Value> {
        let jobs = workflow["jobs"].as_object().unwrap().values();
        jobs.flat_map(|job| job["steps"].as_array().unwrap()).collect()
    }

    #[test]
    fn every_action_is_pinned_by_a_commit_whose_version_stands_beside_it() {
        let mut pinned = 0;
        for (name, source) in workflows() {
            for line in source.text.lines().filter_map(|line| line.split_once("uses: ").map(|(_, used)| used)) {
                let (action, version) = line.split_once(" # v").unwrap_or_else(|| panic!("{name}: {line}"));
                let (_, commit) = action.split_once('@').unwrap();
                assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {line}");
                assert_eq!(version.split('.').count(), 3, "{name}: {line}");
                pinned += 1;
            }
        }
        assert!(pinned >= 8);
    }

    #[test]
    fn nothing_may_be_written_but_by_the_job_that_proposes_and_that_runs_none_of_our_code() {
        assert_eq!(
            workflows().iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["gate", "live", "regenerate"]
        );
        for (name, source) in workflows() {
            assert_eq!(source.value["permissions"], json!({"contents": "read"}), "{name}");
            for (job, described) in source.value["jobs"].as_object().unwrap() {
                assert!(described["timeout-minutes"].as_u64().is_some(), "{name} {job}");
                let writes = described.get("permissions").is_some();
                assert_eq!(writes, job == "propose", "{name} {job}");
                let runs_cargo = described["steps"].to_string().contains("cargo");
                assert!(!(writes && runs_cargo), "{name} {job}");
                for step in described["steps"].as_array().unwrap() {
                    let checks_out = step["uses"].as_str().is_some_and(|used| used.starts_with("actions/checkout@"));
                    let keeps = step.pointer("/with/persist-credentials") != Some(&json!(false));
                    assert!(!checks_out || writes || !keeps, "{name} {job} leaves its token to what it runs");
                }
            }
        }
    }

    #[test]
    fn nothing_that_others_write_is_pasted_into_a_script() {
        for (name, source) in workflows() {
            for script in steps(&source.value).into_iter().filter_map(|step| step["run"].as_str()) {
                assert!(!script.contains("${{"), "{name}: {script}");
            }
        }
    }

    #[test]
    fn the_live_run_is_scheduled_off_by_default_alone_and_cleans_up_whatever_happens() {
        let live = workflow("live");
        assert_eq!(live["on"].as_object().unwrap().keys().collect::<Vec<_>>(), ["schedule"]);
        assert_eq!(live["concurrency"], json!({"group": "live", "cancel-in-progress": false}));
        let job = &live["jobs"]["live"];
        assert_eq!(job["environment"], "live");
        assert_eq!(job["if"], "github.event_name == 'schedule' && vars.LIVE == 'on'");
        let steps = steps(&live);
        let position = |text: &str| steps.iter().position(|step| step.to_string().contains(text)).unwrap();
        let (verify, cleanup) = (position("--target live"), position("cargo xtask cleanup"));
        assert!(verify < cleanup);
        assert_eq!(steps[cleanup]["if"], "always()");
        let upload = position("actions/upload-artifact");
        assert_eq!((&steps[upload]["if"], &steps[upload]["with"]["path"]), (&json!("always()"), &json!("live")));
        let ledger = "--ledger live/ledger.jsonl";
        assert!([verify, cleanup].iter().all(|&step| steps[step]["run"].as_str().unwrap().contains(ledger)));
        // The token is there for those two alone, and in no other workflow.
        for (index, step) in steps.iter().enumerate() {
            assert_eq!(step.to_string().contains("secrets."), [verify, cleanup].contains(&index), "{step:#}");
        }
        for name in ["gate", "regenerate"] {
            let text = workflow(name).to_string();
            assert!(!text.contains("secrets.") && !text.contains("pull_request_target"), "{name}");
        }
    }

    #[test]
    fn the_gate_runs_on_push_and_pull_request_and_fills_the_summary() {
        let gate = workflow("gate");
        let on: Vec<&String> = gate["on"].as_object().unwrap().keys().collect();
        assert_eq!(on, ["pull_request", "push"]);
        let text = gate["jobs"]["gate"].to_string();
        assert!(
            text.contains("cargo xtask gate") && text.contains("cat gate.md >> \\\"$GITHUB_STEP_SUMMARY\\\""),
            "{text}"
        );
        assert!(gate["jobs"]["score"].to_string().contains("cargo xtask score"));
    }
}
