//! The score, for a terminal.

use crate::door::door;
use std::collections::BTreeMap;

use sandbox::Family;

use super::survivors::Survivors;
use super::tried::{Noticed, Tried, Turnout};

/// What is wrong with a score.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Faults that survived without a reason.
    pub(super) survived: Vec<&'static str>,
    /// Controls that raised an alarm.
    pub(super) alarmed: Vec<&'static str>,
    /// Faults that were noticed although a reason says that nobody can.
    pub(super) stale: Vec<&'static str>,
    /// Runs that did not come to their end.
    pub(super) unfinished: Vec<&'static str>,
}

impl Wrong {
    pub(super) fn of(tried: &[Tried], survivors: &Survivors) -> Self {
        let mut wrong = Self::default();
        for Tried { subject, turnout, .. } in tried {
            let name = subject.name();
            let (is_none, is_open) = (survivors.equivalent(name).is_some(), survivors.open(name).is_some());
            match (subject.family(), turnout) {
                ("control", Turnout::Noticed(_)) => wrong.alarmed.push(name),
                (_, Turnout::Unfinished(_)) => wrong.unfinished.push(name),
                ("control", Turnout::Unnoticed) => {}
                (_, Turnout::Unnoticed) if !is_none && !is_open => wrong.survived.push(name),
                (_, Turnout::Noticed(_)) if is_none => wrong.stale.push(name),
                _ => {}
            }
        }
        wrong
    }
}

/// The faults of a family, counted.
#[derive(Clone, Copy, Default)]
struct Counts {
    faults: usize,
    killed: usize,
    /// Those that can be noticed, and those of them that were.
    noticeable: usize,
    noticed: usize,
}

impl Counts {
    fn line(self, family: &str) -> String {
        let Self { faults, killed, noticeable, noticed } = self;
        let score =
            (noticed * 100).checked_div(noticeable).map_or_else(|| "-".to_owned(), |score| format!("{score} %"));
        format!("{family:<12} {faults:>6} {killed:>6} {:>8}  {score:>5}\n", faults - killed)
    }
}

/// The table by family, then whatever a reader has to know by name.
pub(super) fn table(tried: &[Tried], survivors: &Survivors, seed: u64) -> String {
    let mut text = format!("{:<12} {:>6} {:>6} {:>8}  {:>5}\n", "family", "faults", "killed", "survived", "score");
    let mut families: BTreeMap<&str, Counts> = BTreeMap::new();
    for Tried { subject, turnout, .. } in tried {
        let (is_noticed, is_noticeable) =
            (matches!(turnout, Turnout::Noticed(_)), survivors.equivalent(subject.name()).is_none());
        let family = subject.family();
        for family in [Some(family), (family != "control").then_some("all")].into_iter().flatten() {
            let counts = families.entry(family).or_default();
            counts.faults += 1;
            counts.killed += usize::from(is_noticed);
            counts.noticeable += usize::from(is_noticeable);
            counts.noticed += usize::from(is_noticed && is_noticeable);
        }
    }
    for family in Family::ALL.iter().map(|family| family.name()).chain(["all"]) {
        if let Some(counts) = families.get(family) {
            text.push_str(&counts.line(family));
        }
    }
    if let Some(controls) = families.get("control") {
        let (servers, alarms) = (controls.faults, controls.killed);
        text.push_str(&format!("\ncontrols: {servers} legal servers, {alarms} false alarms\n"));
    }
    text.push_str(&by_name(tried, survivors, seed));
    text
}

fn by_name(tried: &[Tried], survivors: &Survivors, seed: u64) -> String {
    let mut text = String::new();
    for Tried { subject, turnout, .. } in tried {
        let (name, says, reason) = (subject.name(), subject.says(), survivors.equivalent(subject.name()));
        let open = survivors.open(name).map(|why| format!("  known  {why}\n")).unwrap_or_default();
        let again = format!("{} score --fault {name} --seed {seed:#x}", door());
        match (subject.family(), turnout, reason) {
            ("control", Turnout::Noticed(noticed), _) => {
                text.push_str(&format!("\n✗ false alarm  {name}: {says}\n"));
                for Noticed { rule, expected, seen, place } in noticed {
                    text.push_str(&format!("  {rule}, at {place}\n    expected {expected}\n    seen     {seen}\n"));
                }
                text.push_str(&format!("  again  {again}\n"));
            }
            ("control", Turnout::Unnoticed, _) | (_, Turnout::Noticed(_), None) => {}
            (_, Turnout::Unfinished(why), _) => {
                text.push_str(&format!("\n✗ not finished  {name}: {why}\n  again  {again}\n"));
            }
            (family, Turnout::Unnoticed, None) => {
                text.push_str(&format!("\n✗ survived  {name} ({family}): {says}\n{open}  again  {again}\n"));
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sandbox::{Control, Fault};

    use super::{Wrong, table};
    use crate::score::{Noticed, Subject, Survivors, Tried, Turnout};

    fn tried(subject: Subject, turnout: Turnout) -> Tried {
        Tried { subject, turnout, requests: 1, duration: Duration::ZERO }
    }

    fn noticed() -> Turnout {
        let text = String::new;
        Turnout::Noticed(vec![Noticed { rule: "any.a-rule", expected: text(), seen: text(), place: text() }])
    }

    #[test]
    fn what_is_wrong_is_named_and_counted() {
        let survivors = Survivors::parse(
            "[equivalent]\ngroup-matched-by-start = \"why\"\nnetworks-rewritten = \"why\"\n\
             [open]\nupdate-seen-half = \"why\"",
        );
        let survivors = survivors.unwrap();
        let fault = |name: &str| Subject::Fault(Fault::named(name).unwrap());
        let control = Subject::Control(&Control::ALL[0]);
        let all = [
            tried(fault("ids-as-text"), noticed()),
            tried(fault("status-twice"), Turnout::Unnoticed),
            tried(fault("networks-rewritten"), Turnout::Unnoticed),
            tried(fault("group-matched-by-start"), noticed()),
            tried(fault("update-seen-half"), Turnout::Unnoticed),
            tried(fault("answer-never-comes"), Turnout::Unfinished("time was up".to_owned())),
            tried(control, noticed()),
        ];
        let wrong = Wrong {
            survived: vec!["status-twice"],
            alarmed: vec![Control::ALL[0].name],
            stale: vec!["group-matched-by-start"],
            unfinished: vec!["answer-never-comes"],
        };
        assert_eq!(Wrong::of(&all, &survivors), wrong);
        let text = table(&all, &survivors, 1);
        // A fault that is none does not count, whether or not it was noticed.
        assert!(text.contains("\nall               6      2        4   25 %\n"), "{text}");
        for name in ["✗ survived  status-twice", "✗ false alarm", "✗ stale  group", "✗ not finished  answer", "known  "]
        {
            assert!(text.contains(name), "{name}: {text}");
        }
    }

    /// The README is true as long as `cargo xtask score` finds nothing wrong.
    #[test]
    fn the_readme_shows_the_score_of_the_maintained_survivors() {
        let survivors = Survivors::maintained().unwrap();
        let turnout = |subject: Subject| match subject {
            Subject::Fault(Fault { name, .. }) if survivors.equivalent(name).or(survivors.open(name)).is_none() => {
                noticed()
            }
            _ => Turnout::Unnoticed,
        };
        let all: Vec<Tried> = Subject::all().into_iter().map(|subject| tried(subject, turnout(subject))).collect();
        assert_eq!(Wrong::of(&all, &survivors), Wrong::default());
        let text = table(&all, &survivors, 1);
        let shown = text.split("\n\n").take(2).collect::<Vec<_>>().join("\n\n");
        assert!(include_str!("../../../README.md").contains(&shown), "README.md does not show\n{shown}");
    }

    #[test]
    fn nothing_is_wrong_with_a_whole_score() {
        let survivors = Survivors::maintained().unwrap();
        let all = [
            tried(Subject::Nothing, Turnout::Unnoticed),
            tried(Subject::Fault(Fault::ALL[0]), noticed()),
            tried(Subject::Control(&Control::ALL[0]), Turnout::Unnoticed),
        ];
        assert_eq!(Wrong::of(&all, &survivors), Wrong::default());
        let text = table(&all, &survivors, 1);
        assert!(
            text.contains("100 %") && text.contains("2 legal servers, 0 false alarms") && !text.contains('✗'),
            "{text}"
        );
    }
}
