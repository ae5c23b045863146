//! Our own recordings.

use super::*;

#[test]
fn every_exchange_of_both_deployments_is_read_without_a_note() {
    for (name, files, exchanges) in [(OLD, 13, 524), (NEW, 14, 542)] {
        let inputs = deployment(name);
        assert_eq!(inputs.len(), files);
        let trace = read(&inputs, &ReadOptions::default()).unwrap();
        assert_eq!(trace.exchanges.len(), exchanges, "{name}");
        assert_eq!(trace.skipped, 0);
        assert_eq!(trace.clear_secrets, 0);
        assert_eq!(trace.notes, [""; 0]);
        assert!(trace.exchanges.is_sorted_by_key(|exchange| exchange.started));
    }
}

#[test]
fn a_file_says_where_it_comes_from_and_who_sent() {
    let trace = read_one(recording(NEW, "authorisation.har"));
    assert_eq!(trace.provenance.server.as_deref(), Some("new-api main of 2026-07-24"));
    assert_eq!(trace.provenance.recorded_on.as_deref(), Some("2026-11-23"));
    assert_eq!(trace.provenance.origins.len(), 1);
    assert_eq!(&*trace.provenance.files[0], "contract-tests/recordings/new-api-2026-07/authorisation.har");
    let accounts: Vec<_> =
        trace.accounts.iter().map(|account| (account.name.as_str(), account.user_id, account.listed)).collect();
    assert_eq!(accounts, [("alice", Some(2), true), ("bob", Some(3), true)]);
    let count = |credential| trace.exchanges.iter().filter(|e| e.sender.credential == credential).count();
    assert_eq!(count(Credential::Account(1)), 5);
    assert_eq!(count(Credential::Missing), 6);
    assert_eq!(count(Credential::Wrong), 7);
    assert_eq!(count(Credential::Unknown), 0);
    assert_eq!(trace.exchanges.iter().filter(|e| e.sender.bearer).count(), 2);
}

#[test]
fn model_requests_are_sent_by_keys() {
    let trace = read_one(recording(OLD, "model-requests.har"));
    let keys: Vec<usize> = trace
        .exchanges
        .iter()
        .filter(|exchange| exchange.operation == Operation::Models)
        .map(|exchange| match exchange.sender.credential {
            Credential::Key(key) => key,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(keys.len(), 13);
    assert_eq!(keys.iter().max(), Some(&9));
}

#[test]
fn parallel_exchanges_are_sorted_and_keep_their_place_in_the_file() {
    for name in [OLD, NEW] {
        let trace = read_one(recording(name, "parallel.har"));
        let entries: Vec<usize> = trace.exchanges.iter().map(|exchange| exchange.location.entry).collect();
        assert!(!entries.is_sorted(), "{entries:?}");
        assert!(trace.exchanges.is_sorted_by_key(|exchange| exchange.started));
        assert!(trace.exchanges.windows(2).any(|pair| pair[1].started < pair[0].ended));
    }
}

#[test]
fn a_gap_stands_before_the_exchange_that_follows_it() {
    for name in [OLD, NEW] {
        let trace = read_one(recording(name, "bad-requests.har"));
        let gaps: Vec<&str> = trace.exchanges.iter().filter_map(|e| e.gap_before.as_deref()).collect();
        assert_eq!(gaps, ["an update of the same key and its read-back, whose body was not UTF-8, are left out"]);
    }
}

#[test]
fn base64_bodies_are_decoded() {
    let mut decoded = 0;
    for input in deployment(NEW) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&*input.name);
        let file: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        for exchange in &read_one(input).exchanges {
            if file["log"]["entries"][exchange.location.entry]["response"]["content"]["encoding"] == "base64" {
                decoded += 1;
                let json: Value = serde_json::from_slice(body(exchange)).unwrap();
                assert!(json.is_object());
            }
        }
    }
    assert!(decoded > 0);
}

#[test]
fn only_the_named_server_counts_and_its_path_is_taken_off() {
    let options = |url: &str| ReadOptions { base_url: Some(url.parse().unwrap()) };
    let input = recording(NEW, "lifecycle.har");
    let trace = read(std::slice::from_ref(&input), &options("https://api.cometapi.com")).unwrap();
    assert_eq!((trace.exchanges.len(), trace.skipped), (0, 13));
    let origin = read_one(input.clone()).provenance.origins[0].to_string();
    let trace = read(&[input], &options(&origin)).unwrap();
    assert_eq!((trace.exchanges.len(), trace.skipped), (13, 0));

    let mut below = entry();
    below["request"]["url"] = json!("https://gateway.example/comet/api/token/7?p=1");
    let bytes = har(&json!([below])).to_string().into_bytes();
    let input = HarInput::bytes("below.har", bytes);
    let trace = read(std::slice::from_ref(&input), &options("https://gateway.example/comet/")).unwrap();
    assert_eq!(trace.exchanges[0].request.path, "/api/token/7");
    let trace = read_one(input);
    assert_eq!(trace.skipped, 1);
    assert_eq!(
        trace.notes,
        ["a request for this API lies below another path and is skipped; name its base URL to have it judged \
          (below.har#/log/entries/0)"]
    );
}
