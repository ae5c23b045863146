//! The score, for a terminal.

use std::collections::BTreeMap;

use sandbox::Family;

use super::survivors::Survivors;
use super::tried::{Tried, Turnout};

/// What is wrong with a score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Faults that survived without a reason.
    pub(super) survived: Vec<&'static str>,
    /// Controls that raised an alarm.
    pub(super) alarmed: Vec<&'static str>,
    /// Faults that were noticed although a reason says that nobody can.
    pub(super) stale: Vec<&'static str>,
}

impl Wrong {
    pub(super) fn of(tried: &[Tried], survivors: &Survivors) -> Self {
        let mut wrong = Self::default();
        for Tried { subject, turnout, .. } in tried {
            let (name, is_noticed) = (subject.name(), *turnout != Turnout::Unnoticed);
            match (subject.family(), is_noticed, survivors.reason(name).is_some()) {
                ("control", true, _) => wrong.alarmed.push(name),
                ("control", false, _) | (_, true, false) | (_, false, true) => {}
                (_, false, false) => wrong.survived.push(name),
                (_, true, true) => wrong.stale.push(name),
            }
        }
        wrong
    }
}

/// The table by family, then whatever a reader has to know by name.
pub(super) fn table(tried: &[Tried], survivors: &Survivors, seed: u64) -> String {
    let mut text = format!("{:<12} {:>6} {:>6} {:>8}  {:>5}\n", "family", "faults", "killed", "survived", "score");
    let mut families: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for Tried { subject, turnout, .. } in tried {
        let (faults, killed, open) = families.entry(subject.family()).or_default();
        *faults += 1;
        *killed += usize::from(*turnout != Turnout::Unnoticed);
        *open += usize::from(survivors.reason(subject.name()).is_some());
    }
    let mut all = (0, 0, 0);
    for family in Family::ALL {
        if let Some(&(faults, killed, open)) = families.get(family.name()) {
            text.push_str(&line(family.name(), faults, killed, open));
            all = (all.0 + faults, all.1 + killed, all.2 + open);
        }
    }
    text.push_str(&line("all", all.0, all.1, all.2));
    if let Some((controls, alarmed, _)) = families.get("control") {
        text.push_str(&format!("\ncontrols: {controls} legal servers, {alarmed} false alarms\n"));
    }
    text.push_str(&by_name(tried, survivors, seed));
    text
}

/// The score counts the faults that can be noticed.
fn line(family: &str, faults: usize, killed: usize, open: usize) -> String {
    let can_be = faults.saturating_sub(open);
    let score = if can_be == 0 { 100.0 } else { 100.0 * killed.min(can_be) as f64 / can_be as f64 };
    format!("{family:<12} {faults:>6} {killed:>6} {:>8} {score:>5.0}%\n", faults - killed)
}

fn by_name(tried: &[Tried], survivors: &Survivors, seed: u64) -> String {
    let mut text = String::new();
    for Tried { subject, turnout, .. } in tried {
        let (name, says, reason) = (subject.name(), subject.says(), survivors.reason(subject.name()));
        let again = format!("cargo xtask score --fault {name} --seed {seed:#x}");
        match (subject.family(), turnout, reason) {
            ("control", Turnout::Noticed(rules), _) => {
                text.push_str(&format!(
                    "\n✗ false alarm  {name}: {says}\n  contradicted {}\n  again  {again}\n",
                    rules.join(", ")
                ));
            }
            ("control", Turnout::Unnoticed, _) | (_, Turnout::Noticed(_), None) => {}
            (family, Turnout::Unnoticed, None) => {
                text.push_str(&format!("\n✗ survived  {name} ({family}): {says}\n  again  {again}\n"));
            }
            (family, Turnout::Unnoticed, Some(reason)) => {
                text.push_str(&format!("\n≠ survived  {name} ({family}): {says}\n  reason {reason}\n"));
            }
            (_, Turnout::Noticed(_), Some(_)) => text.push_str(&format!(
                "\n✗ stale  {name} is noticed, although {} says that nobody can\n  take its line out\n",
                super::SURVIVORS_FILE
            )),
        }
    }
    text
}
