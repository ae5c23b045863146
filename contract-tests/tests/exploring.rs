//! Runs against the sandbox: what is documented is confirmed, and a recorded server is what its recordings say.

use contract_tests::explorer::{Explored, Options, explore};
use contract_tests::wire::AccountToken;
use sandbox::{Profile, Sandbox};

fn explored(profile: &Profile, options: &Options) -> Explored {
    let sandbox = Sandbox::builder().profile(profile).start().unwrap();
    let account = |account: &sandbox::Account| AccountToken {
        name: account.name.clone(),
        token: account.access_token.clone(),
        user_id: Some(account.user_id),
    };
    explore(&sandbox.base_url(), sandbox.accounts().iter().map(account).collect(), options).unwrap()
}

#[test]
fn documented() {
    let explored = explored(&Profile::DOCUMENTED, &Options { ..Options::default_budget() });
    let rules = openapi::rules::Rules::maintained().unwrap();
    let confirmed = explored.confirmed();
    let missing: Vec<_> = rules
        .iter()
        .filter(|r| r.reach != openapi::rules::Reach::Document && !confirmed.contains(&r.id.as_str()))
        .map(|r| r.id.clone())
        .collect();
    println!(
        "{} cases {} requests {:?} running {:?} share {:.2} notes {:?} left {:?}",
        explored.cases,
        explored.requests,
        explored.duration,
        explored.running,
        explored.judging_share(),
        explored.notes,
        explored.left_behind
    );
    for found in &explored.found {
        println!(
            "{} {} case {} {:?}\n{}  {} / {}\n  {}\n {}",
            found.rule,
            found.driver,
            found.number,
            found.recurrence,
            found.case,
            found.finding.expected,
            found.finding.seen,
            found.finding.request,
            found.finding.response
        );
    }
    println!("missing {missing:?}");
}

#[test]
fn tables() {
    let plan = contract_tests::drivers::Plan::maintained(&openapi::Source::maintained().unwrap()).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for n in 0..plan.tables() {
        *counts.entry(plan.case(0, n).driver).or_insert(0) += 1;
    }
    println!("{} {counts:?}", plan.tables());
}
