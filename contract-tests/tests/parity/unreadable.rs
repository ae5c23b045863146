//! What cannot be replayed is said, and why.

use contract_tests::parity::Recorded;

use crate::recorded::ours;

fn refused(text: &str) -> String {
    let file = tempfile::Builder::new().suffix(".har").tempfile().unwrap();
    std::fs::write(file.path(), text).unwrap();
    Recorded::read(&[file.path().into()]).err().unwrap().to_string()
}

#[test]
fn a_deployment_without_recordings_is_named_with_those_that_have_some() {
    let failure = Recorded::named(&ours(), "documented").err().unwrap().to_string();
    assert_eq!(failure, "no recordings of documented; there are those of new-api-2026-07, new-api-2025-04");
}

#[test]
fn a_recording_without_accounts_is_refused() {
    let failure = refused(r#"{"log":{"entries":[]}}"#);
    assert!(failure.contains("missing field `_contract`"), "{failure}");
}

#[test]
fn a_secret_in_clear_is_no_placeholder_to_be_sent() {
    let token = "aB3dE5fG7hI9jK1lM3nO5pQ7";
    let text = format!(
        r#"{{"log":{{"_contract":{{"accounts":{{"alice":{{"user_id":2,"access_token":"{token}"}}}}}},"entries":[{{
            "startedDateTime":"2026-11-23T05:57:11Z","time":5,
            "request":{{"method":"GET","url":"http://127.0.0.1/api/token/","headers":[
                {{"name":"Authorization","value":"{token}"}}]}},
            "response":{{"status":200,"headers":[],"content":{{"text":"{{}}"}}}}}}]}}}}"#
    );
    let failure = refused(&text);
    assert!(failure.contains("holds a secret in clear") && !failure.contains(token), "{failure}");
}
