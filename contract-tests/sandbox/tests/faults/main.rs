//! Every fault shows, and every control does what it says: small conversations over HTTP, with the documented server and
//! with the one that has it.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it should be")]

mod control_places;
mod conversation;
mod conversations;
mod fault_places;
mod raw_client;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sandbox::{Control, Family, Fault, Sandbox};

use crate::conversation::{held, list};
use crate::raw_client::{answer, sent};

type Answers = Vec<(&'static str, String)>;

/// What the documented server answers in each of these conversations.
fn documented<'a>(conversations: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, Answers> {
    let names: BTreeSet<&str> = conversations.collect();
    let names: Vec<&str> = names.into_iter().collect();
    let all = for_each(&names, |name| (*name, held(Sandbox::builder(), &conversations::named(name))));
    all.into_iter().collect()
}

/// Does this for all of them, several at once: most of the time is spent waiting.
fn for_each<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = work(one);
                    done.lock().expect("no other thread fails").push(result);
                }
            });
        }
    });
    done.into_inner().expect("no thread fails")
}

/// The step at which two conversations begin to differ.
fn first_difference(one: &Answers, other: &Answers) -> Option<&'static str> {
    one.iter().zip(other).find(|(one, other)| one != other).map(|((name, _), _)| *name)
}

/// What is not so about a fault that ought to show at this step first.
fn not_shown(documented: &Answers, fault: &'static Fault, conversation: &str, step: &str) -> Option<String> {
    // Whether two requests are under way together is the machine's to decide: they may be tried again.
    let tries = if fault.family == Family::Concurrency { 4 } else { 1 };
    let mut seen = None;
    for _ in 0..tries {
        let answers = held(Sandbox::builder().fault(fault), &conversations::named(conversation));
        seen = first_difference(documented, &answers);
        if seen == Some(step) {
            return None;
        }
    }
    Some(format!("{} in {conversation}: at {seen:?} instead of {step}", fault.name))
}

#[test]
fn every_fault_shows_where_it_should_and_not_before() {
    let places = fault_places::PLACES;
    let placed: Vec<&str> = places.iter().map(|(fault, ..)| *fault).collect();
    let faults: Vec<&str> = Fault::ALL.iter().map(|fault| fault.name).collect();
    assert_eq!(placed, faults, "a place for each fault, in their order");

    let before = documented(places.iter().map(|(_, conversation, _)| *conversation));
    for (fault, conversation, step) in places {
        let steps = before[conversation].iter().filter(|(name, _)| name == step);
        assert_eq!(steps.count(), 1, "{fault}: {conversation} has one step {step}");
    }
    let failures = for_each(places, |(name, conversation, step)| {
        let fault = Fault::named(name).expect("it was compared with the names");
        not_shown(&before[conversation], fault, conversation, step)
    });
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(failures.is_empty(), "{failures:#?}");

    // None of them leaves anything in a sandbox that was started without.
    let after = documented(before.keys().copied());
    assert_eq!(before, after);
}

#[test]
fn every_control_does_what_it_says() {
    let places = control_places::PLACES;
    let before = documented(places.iter().map(|(_, conversation, ..)| *conversation));
    let failures = for_each(places, |(name, conversation, step, part)| {
        let control = Control::named(name).expect("there is such a control");
        let answers = held(Sandbox::builder().control(control), &conversations::named(conversation));
        let at =
            |answers: &Answers| answers.iter().find(|(name, _)| name == step).map(|(_, answer)| answer.contains(part));
        let (documented, here) = (at(&before[conversation]), at(&answers));
        (documented != Some(false) || here != Some(true))
            .then(|| format!("{name}: {documented:?}, {here:?}; {answers:#?}"))
    });
    let failures: Vec<String> = failures.into_iter().flatten().collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));

    let placed: BTreeSet<&str> = places.iter().map(|(name, ..)| *name).collect();
    let unplaced: Vec<&str> =
        Control::ALL.iter().map(|control| control.name).filter(|name| !placed.contains(name)).collect();
    assert_eq!(unplaced, ["slow-answers"], "it has a test of its own");
}

#[test]
fn slow_answers_take_longer_every_third_time() {
    let control = Control::named("slow-answers").expect("there is such a control");
    let sandbox = Sandbox::builder().control(control).start().expect("a sandbox starts");
    for number in 1..=6 {
        let start = Instant::now();
        assert!(answer(sent(sandbox.address(), &list(""))).starts_with("HTTP/1.1 200"));
        if number % 3 == 0 {
            assert!(start.elapsed() >= Duration::from_millis(30), "request {number} took {:?}", start.elapsed());
        }
    }
}

#[test]
fn too_many_requests_are_over_after_a_second() {
    let control = Control::named("too-many-requests-at-first").expect("there is such a control");
    let answers = held(Sandbox::builder().control(control), &conversations::named("the first second"));
    let (_, last) = answers.last().expect("there are steps");
    assert!(last.contains("\"total\":3"), "{last}");
}

#[test]
fn no_secret_is_logged_though_an_answer_holds_one() {
    for name in ["token-in-message", "token-in-header", "key-in-message", "foreign-key-in-refusal"] {
        let fault = Fault::named(name).expect("there is such a fault");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&lines);
        let write = move |line: &str| log.lock().expect("no other thread fails").push(line.to_owned());
        for conversation in ["accounts", "tokens"] {
            held(Sandbox::builder().fault(fault).log_to(write.clone()), &conversations::named(conversation));
        }
        let lines = lines.lock().expect("no other thread fails").join("\n");
        assert!(lines.contains("PUT /api/token/ by alice: 200"), "{lines}");
        for secret in [conversation::ALICE, conversation::BOB, &conversation::ALICE[..12], &conversation::value(2)] {
            assert!(!lines.contains(secret), "{name}");
        }
    }
}

#[test]
fn names_and_sentences_are_as_they_should_be() {
    let faults = Fault::ALL.iter().map(|fault| (fault.name, fault.says));
    let all: Vec<(&str, &str)> =
        faults.chain(Control::ALL.iter().map(|control| (control.name, control.says))).collect();
    let names: BTreeSet<&str> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), all.len(), "every name is there once");
    let sentences: BTreeSet<&str> = all.iter().map(|(_, says)| *says).collect();
    assert_eq!(sentences.len(), all.len(), "every sentence is there once");
    for (name, says) in all {
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'), "{name}");
        assert!(says.ends_with('.') && !says.contains(". "), "one sentence: {says}");
    }
    for fault in Fault::ALL {
        assert_eq!(Fault::named(fault.name).map(|found| found.says), Some(fault.says));
    }
    assert!(Fault::named("no-such-fault").is_none() && Control::named("ids-as-text").is_none());
}

#[test]
fn every_family_has_faults() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fault in Fault::ALL {
        *counts.entry(fault.family.name()).or_default() += 1;
    }
    assert_eq!(counts.len(), Family::ALL.len());
    assert!(counts.values().all(|&count| count >= 6), "{counts:?}");
    assert!(Fault::ALL.len() >= 75 && Control::ALL.len() >= 14, "{} and {}", Fault::ALL.len(), Control::ALL.len());
}
