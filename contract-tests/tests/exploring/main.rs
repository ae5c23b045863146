//! Runs: the sandbox as it is documented bears every rule out, recorded servers are what their recordings say and a little
//! more, what is broken is found and made small, and no server, however broken, keeps a run from ending.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

mod broken_servers;
mod profiles;
mod same_steps;
mod shrinking;
mod tiny_server;

use contract_tests::explorer::{Explored, Options, explore};
use contract_tests::wire::AccountToken;
use sandbox::{Profile, Sandbox};

/// How many cases are drawn beside the tables: more where the environment asks for them.
fn drawn() -> u64 {
    std::env::var("COMETAPI_DRAWN_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

/// The accounts of a sandbox.
fn accounts(sandbox: &Sandbox) -> Vec<AccountToken> {
    let account = |account: &sandbox::Account| AccountToken {
        name: account.name.clone(),
        token: account.access_token.clone(),
        user_id: Some(account.user_id),
    };
    sandbox.accounts().iter().map(account).collect()
}

/// A run against a sandbox of a profile, which leaves no key behind.
fn explored(profile: &Profile, options: &Options) -> Explored {
    let sandbox = Sandbox::builder().profile(profile).start().unwrap();
    let explored = explore(&sandbox.base_url(), accounts(&sandbox), options).unwrap();
    for account in sandbox.accounts() {
        let left: Vec<String> = sandbox.keys(account.user_id).into_iter().map(|key| key.name).collect();
        assert_eq!(left, [""; 0], "{} has keys left", account.name);
    }
    assert_eq!(explored.left_behind, [0; 0]);
    explored
}
