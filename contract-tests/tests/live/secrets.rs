//! Nobody's secrets in anything that a run says or keeps.

use sandbox::Sandbox;

use crate::observed::Observed;
use crate::process::{live, said};

#[test]
fn reports_and_ledgers_hold_no_token_no_key_and_no_name_of_others() {
    let server = Observed::start(Sandbox::builder());
    let state = tempfile::tempdir().unwrap();
    let files = ["report.json", "report.xml", "report.md", "report.html"].map(|name| state.path().join(name));
    let names = files.each_ref().map(|path| path.to_str().unwrap());
    let ledger = state.path().join("ledger.jsonl");
    let words = [
        "--allow-writes",
        "--rate",
        "500",
        "--probe-models",
        "--details",
        "--ledger",
        ledger.to_str().unwrap(),
        "--json",
        names[0],
        "--junit",
        names[1],
        "--markdown",
        names[2],
        "--html",
        names[3],
    ];
    let run = said(live(&server, 2, state.path(), &words));
    assert_eq!(run.code, 0, "{run:?}");
    let mut secrets = vec![server.token(0), server.token(1)];
    for record in &server.foreign {
        secrets.extend(["name", "allow_ips"].map(|field| record[field].as_str().unwrap().to_owned()));
    }
    for account in server.sandbox.accounts() {
        secrets.extend(server.sandbox.keys(account.user_id).into_iter().map(|key| key.key));
    }
    let mut texts = vec![run.stdout, run.stderr];
    texts.extend(files.iter().chain([&ledger]).map(|path| std::fs::read_to_string(path).unwrap()));
    for text in &texts {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} is in {}", &text[..text.len().min(300)]);
        }
    }
}
