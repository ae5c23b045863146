//! `cargo xtask verify`: recordings or a server in, verdicts out.

use std::path::Path;

use openapi::Exit;
use openapi::divergences::{DIVERGENCES_FILE, Divergences, MAINTAINED};
use openapi::rules::{Reach, Rules};

use crate::arguments::{TargetName, Verify};
use crate::failure::Failure;
use crate::har::ReadOptions;
use crate::live;
use crate::live_arguments::Live;
use crate::output;
use crate::propose::Proposal;
use crate::recorded_target::{Recording, Yardstick};
use crate::recordings::{self, RecordingFile};
use crate::redaction::mask_lookalikes;
use crate::report::{Detail, Overall, Report, TargetKind, TargetReport};
use crate::sandbox_target;
use crate::since::{Changes, Earlier};

/// Judges what the arguments name, writes the reports, and says how the run ends.
///
/// # Errors
///
/// When no verdict could be given: see [`Failure`].
pub fn verify(arguments: &Verify) -> Result<Exit, Failure> {
    output::check(&arguments.reports)?;
    check_target(arguments)?;
    if arguments.target == Some(TargetName::Live) && arguments.live.dry_run {
        return live::dry_run(arguments);
    }
    let earlier = arguments.since.as_deref().map(Earlier::read).transpose()?;
    let yardstick = yardstick(arguments)?;
    let proposal = Proposal::wanted(arguments, &yardstick.rules)?;
    let report = Report { targets: targets(arguments, &yardstick)? };
    let changes = earlier.map(|earlier| earlier.compare(&report, &yardstick.rules));
    let mut closing = changes.as_ref().map_or_else(String::new, Changes::text);
    if let Some(proposal) = proposal {
        let ledger = (&yardstick.divergences, &yardstick.rules);
        closing.push_str(&proposal.write(&report, ledger, arguments)?);
    }
    let taken = arguments.propose_divergences.as_deref() == Some(Path::new("-"));
    output::write(&report, &arguments.reports, detail(arguments), (&closing, taken))?;
    Ok(exit(&report, arguments.strict, changes.as_ref()))
}

/// Refuses what the target does not have.
fn check_target(arguments: &Verify) -> Result<(), Failure> {
    let Live { allow_writes, dry_run, disposable_account, unlimited, probe_models, .. } = arguments.live;
    let is_live = arguments.target == Some(TargetName::Live);
    let for_live = [
        ("--allow-writes", allow_writes),
        ("--dry-run", dry_run),
        ("--disposable-account", disposable_account),
        ("--unlimited", unlimited),
        ("--probe-models", probe_models),
        ("--ledger", arguments.live.ledger.is_some()),
        ("--expect-user-id", arguments.live.expect_user_id.is_some()),
    ];
    let of_sandbox = arguments.target == Some(TargetName::Sandbox);
    let for_others = [
        ("--profile", is_live && arguments.profile.is_some()),
        ("--base-url", of_sandbox && arguments.base_url.is_some()),
        ("--deployment", of_sandbox && arguments.deployment.is_some()),
    ];
    if let Some((name, _)) = for_live.iter().find(|(_, is_given)| *is_given && !is_live) {
        return Err(Failure::usage(format!("{name} is about a live server\n  give --target live --base-url URL, too")));
    }
    match for_others.iter().find(|(_, is_given)| *is_given) {
        Some((name, _)) => Err(Failure::usage(format!("{name} says nothing about this target\n  leave it out"))),
        None => Ok(()),
    }
}

fn targets(arguments: &Verify, yardstick: &Yardstick) -> Result<Vec<TargetReport>, Failure> {
    match arguments.target {
        Some(TargetName::Sandbox) => Ok(vec![sandbox_target::judge(arguments, yardstick)?]),
        Some(TargetName::Live) => Ok(vec![live::judge(arguments, yardstick)?]),
        None => {
            let options = ReadOptions { base_url: base_url(arguments.base_url.as_deref())? };
            let recordings = recordings_of(arguments, &yardstick.divergences)?;
            judge(&recordings, yardstick, &options)
        }
    }
}

/// Every recording on a thread of its own: they have nothing in common, and a reader waits for the last.
///
/// # Errors
///
/// When one of them cannot be read, or holds a secret although we keep it.
pub fn judge(
    recordings: &[Recording],
    yardstick: &Yardstick,
    options: &ReadOptions,
) -> Result<Vec<TargetReport>, Failure> {
    std::thread::scope(|scope| {
        let judging = recordings.iter().map(|recording| scope.spawn(|| recording.judge(yardstick, options)));
        let judging: Vec<_> = judging.collect();
        let crashed =
            |_| Failure::could_not_run("judging ended unexpectedly: please report it with the recording's shape");
        judging.into_iter().map(|thread| thread.join().map_err(crashed)?).collect()
    })
}

fn yardstick(arguments: &Verify) -> Result<Yardstick, Failure> {
    let maintained = Yardstick::maintained()?;
    let divergences = match &arguments.divergences {
        _ if arguments.no_divergences => Divergences::default(),
        Some(file) => ledger(&file.to_string_lossy(), &ledger_text(file)?, arguments, &maintained.rules)?,
        None => ledger(DIVERGENCES_FILE, MAINTAINED, arguments, &maintained.rules)?,
    };
    let selected = selected(&maintained.rules, &arguments.rules)?;
    Ok(Yardstick { selected, divergences, ..maintained })
}

fn ledger(name: &str, text: &str, arguments: &Verify, rules: &Rules) -> Result<Divergences, Failure> {
    let parse = match arguments.propose_divergences {
        Some(_) => Divergences::parse_to_update,
        None => Divergences::parse,
    };
    parse(name, text, rules).map_err(Failure::usage)
}

/// The rules asked for. A rule on the document alone is not decided here.
fn selected(rules: &Rules, asked: &[String]) -> Result<Vec<String>, Failure> {
    let selected = rules.select(asked)?;
    if selected.iter().all(|id| rules.get(id).is_some_and(|rule| rule.reach == Reach::Document)) {
        let text =
            format!("{} speaks of the document alone\n  run `cargo xtask lint`, which decides it", selected.join(", "));
        return Err(Failure::usage(text));
    }
    Ok(selected.into_iter().map(str::to_owned).collect())
}

fn ledger_text(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|error| {
        let name = file.to_string_lossy();
        Failure::usage(format!(
            "cannot read {name}: {error}\n  name a ledger like {DIVERGENCES_FILE}: --divergences FILE"
        ))
    })
}

fn base_url(text: Option<&str>) -> Result<Option<url::Url>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let parsed = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    parsed.map(Some).ok_or_else(|| {
        let text = mask_lookalikes(text);
        Failure::usage(format!(
            "--base-url {text:?} is no URL of a server\n  give scheme and host: https://api.cometapi.com"
        ))
    })
}

fn recordings_of(arguments: &Verify, ledger: &Divergences) -> Result<Vec<Recording>, Failure> {
    let deployment = arguments.deployment.clone();
    if !arguments.recordings.is_empty() {
        let files = arguments.recordings.iter().map(|file| RecordingFile::from(file.as_path())).collect();
        return Ok(vec![Recording { deployment, files, kept: false }]);
    }
    let all = recordings::ours()?;
    let names: Vec<&str> = all.iter().map(|deployment| deployment.name.as_str()).collect();
    ledger.lists_are_of(&names).map_err(Failure::usage)?;
    if let Some(asked) = &deployment
        && !names.contains(&asked.as_str())
    {
        let text = format!("no recordings of deployment `{asked}`\n  there are recordings of {}", names.join(", "));
        return Err(Failure::usage(text));
    }
    let wanted = |name: &str| deployment.as_deref().is_none_or(|asked| asked == name);
    Ok(all
        .into_iter()
        .filter(|recorded| wanted(&recorded.name))
        .map(|recorded| Recording { deployment: Some(recorded.name), files: recorded.files, kept: true })
        .collect())
}

/// What the terminal shows in full: what is asked for, and always what is news.
fn detail(arguments: &Verify) -> Detail {
    match (arguments.reports.details, arguments.rules.is_empty()) {
        (true, _) => Detail::Everything,
        (false, false) => Detail::Rules,
        (false, true) => Detail::News,
    }
}

/// How the run ends. Since an earlier report, what it had contradicted already breaks nothing.
fn exit(report: &Report, strict: bool, changes: Option<&Changes>) -> Exit {
    Exit::gravest(report.targets.iter().enumerate().map(|(index, target)| {
        if target.target.kind == TargetKind::Live && !target.left_behind.is_empty() {
            return Exit::LeftBehind;
        }
        let breaks = changes.is_none_or(|changes| changes.breaks(index));
        let evidence_is_missing = !target.stale_divergences.is_empty()
            || !target.lost_evidence.is_empty()
            || strict && target.verdicts.not_verified > 0;
        match target.verdict {
            Overall::Broken if breaks => Exit::Broken,
            Overall::NotVerified => Exit::NotVerified,
            _ if evidence_is_missing => Exit::NotVerified,
            Overall::Broken | Overall::Held => Exit::Held,
        }
    }))
}
