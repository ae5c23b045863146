//! What the client makes of answers: the table of kinds, and the places of malformed ones.

use cometapi_keys::{AccessToken, BaseUrl, Client, Error, Kind, Options, Sending, Transport};

use crate::memory::{Memory, RECORD, accepted, id, now};

const URL: &str = "https://api.cometapi.com";
const REFUSAL: &str = r#"{"message":"record not found","success":false}"#;

fn get(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Result<cometapi_keys::ApiKey, Error> {
    let client: Client = Memory::answering(status, headers, body).client(URL);
    now(client.get(id()))
}

#[test]
fn status_and_body_decide_the_kind() {
    let cases: [(u16, &str, Kind, bool); 19] = [
        (200, REFUSAL, Kind::Refused, false),
        (200, r#"{"data":7,"message":"no","success":false}"#, Kind::Refused, false),
        (201, REFUSAL, Kind::Refused, false),
        (404, REFUSAL, Kind::Refused, false),
        (200, "", Kind::Malformed, false),
        (200, "<html></html>", Kind::Malformed, false),
        (200, r#"{"success":true}"#, Kind::Malformed, false),
        (200, r#"{"success":"true","message":""}"#, Kind::Malformed, false),
        (204, "", Kind::UnexpectedStatus, false),
        (404, "not found", Kind::UnexpectedStatus, false),
        (403, "", Kind::UnexpectedStatus, false),
        (401, REFUSAL, Kind::Unauthorized, false),
        (401, "", Kind::Unauthorized, false),
        (301, "", Kind::Redirect, false),
        (307, "", Kind::Redirect, false),
        (304, "", Kind::UnexpectedStatus, false),
        (429, "", Kind::Throttled, true),
        (500, REFUSAL, Kind::ServerFault, true),
        (502, "<html></html>", Kind::ServerFault, true),
    ];
    for (status, body, kind, retryable) in cases {
        let error = get(status, &[], body.as_bytes()).unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (kind, retryable), "{status} {body}: {error}");
        assert!(error.to_string().contains("get"), "{error}");
    }
}

#[test]
fn a_write_is_never_retryable() {
    for status in [429, 500, 503] {
        let client = Memory::answering(status, &[], b"").client(URL);
        assert!(!now(client.delete(id())).unwrap_err().is_retryable());
        assert!(!now(client.create_as_is(&cometapi_keys::CreateApiKey::default())).unwrap_err().is_retryable());
        assert!(!now(client.update_as_is(&cometapi_keys::UpdateApiKey::of(id()))).unwrap_err().is_retryable());
    }
}

#[test]
fn of_a_write_without_an_answer_nobody_knows_whether_it_was_done() {
    let client = Memory::answering(500, &[], b"").client(URL);
    let read = now(client.get(id())).unwrap_err();
    assert_eq!(read.to_string(), "get failed on the server (status 500 Internal Server Error)");
    let write = now(client.delete(id())).unwrap_err();
    let said = "delete failed on the server (status 500 Internal Server Error): it may have been done or not";
    assert_eq!(write.to_string(), said);
}

/// A transport whose requests cannot be built.
struct Unbuildable;

impl Transport for Unbuildable {
    fn send(&self, _: reqwest::Request) -> Sending<'_> {
        let error = reqwest::Client::new().get("no URL").build().unwrap_err();
        Box::pin(std::future::ready(Err(error)))
    }
}

#[test]
fn what_cannot_be_built_is_not_to_be_sent_again() {
    let options = Options::default().transport(Unbuildable);
    let client = Client::with_options(&BaseUrl::new(URL).unwrap(), AccessToken::new("t").unwrap(), options).unwrap();
    let error = now(client.get(id())).unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (Kind::InvalidInput, false), "{error}");
}

/// As people pass them between tasks and box them.
#[test]
fn an_error_goes_anywhere() {
    fn goes_anywhere<T: std::error::Error + Send + Sync + 'static>() {}
    goes_anywhere::<Error>();
}

#[test]
fn retry_after_in_seconds_is_told() {
    for (value, expected) in
        [("20", Some(20)), (" 0 ", Some(0)), ("18446744073709551615", Some(86_400)), ("soon", None), ("-1", None)]
    {
        let Err(Error::Throttled { retry_after, .. }) = get(429, &[("Retry-After", value)], b"") else {
            panic!("429 is throttled")
        };
        assert_eq!(retry_after.map(|wait| wait.as_secs()), expected, "{value}");
    }
}

#[test]
fn what_is_told_to_people_is_on_one_line_and_acts_on_no_terminal() {
    let said = |status: u16, headers: &[(&str, &str)], body: &str| {
        get(status, headers, body.as_bytes()).unwrap_err().to_string()
    };
    assert_eq!(said(429, &[("Retry-After", "20")], ""), "get was throttled, to be sent again in 20 s");
    assert_eq!(said(429, &[], ""), "get was throttled");
    let cases = [
        (r"a\nb", r"a\u{a}b"),
        (r"\u001b[2J", r"\u{1b}[2J"),
        (r"\u202e", r"\u{202e}"),
        (r"\u200b", r"\u{200b}"),
        (r"\u2066", r"\u{2066}"),
        ("名字 é", "名字 é"),
    ];
    for (sent, shown) in cases {
        let body = format!(r#"{{"success":false,"message":"{sent}"}}"#);
        assert_eq!(said(200, &[], &body), format!("get was refused: {shown}"));
    }
}

#[test]
fn a_malformed_answer_names_the_place_and_shows_no_value() {
    let record = |from: &str, to: &str| accepted(&RECORD.replacen(from, to, 1));
    let cases: [(Vec<u8>, &str, &str); 16] = [
        (record(r#""status":1"#, r#""status":"one""#), "data.status", "expected an integer of 32 bits"),
        (record(r#""allow_ips":null,"#, ""), "data", "the member `allow_ips` is missing"),
        (record(r#""allow_ips":null"#, r#""allow_ips":[]"#), "data.allow_ips", "expected a string"),
        (
            record(r#""user_id":5678"#, r#""user_id":"canary-key-value-99""#),
            "data.user_id",
            "expected an integer of 64 bits",
        ),
        (
            record(r#""user_id":5678"#, r#""user_id":9223372036854775808"#),
            "data.user_id",
            "expected an integer of 64 bits",
        ),
        (record(r#""user_id":5678"#, r#""user_id":5678.0"#), "data.user_id", "expected an integer of 64 bits"),
        (record(r#""key":"canary-key-value-99""#, r#""key":["canary-key-value-99"]"#), "data.key", "expected a string"),
        (accepted("null"), "data", "expected an object"),
        (br#"{"success":true,"message":""}"#.to_vec(), ".", "the member `data` is missing"),
        (br#"{"success":true,"data":{}}"#.to_vec(), ".", "the member `message` is missing"),
        (br#"{"success":1,"message":""}"#.to_vec(), "success", "expected a boolean"),
        // The names of unknown members are the server's to choose: no place tells them.
        (br#"{"success":true,"canary-name":nul}"#.to_vec(), ".", "it is not JSON at line 1, column"),
        (br#"{"success":true,"canary-name":"#.to_vec(), ".", "it ends too early"),
        (br#"{"success":false,"message":null,"data":7}"#.to_vec(), "message", "expected a string"),
        (br#"{"success":true,"success":true,"message":""}"#.to_vec(), ".", "the member `success` is there twice"),
        ([accepted(RECORD), b"trailing".to_vec()].concat(), ".", "it is not JSON at line 1, column"),
    ];
    for (body, place, why) in cases {
        let length = body.len();
        let error = get(200, &[], &body).unwrap_err();
        let Error::Malformed { path, problem, length: told, .. } = &error else { panic!("{error}") };
        assert_eq!((path.as_str(), *told), (place, length), "{error}");
        assert!(problem.starts_with(why), "{error}");
        assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    }
}

#[test]
fn a_status_that_nobody_knows_parses() {
    let body = accepted(&RECORD.replacen(r#""status":1"#, r#""status":9"#, 1));
    assert_eq!(get(200, &[], &body).unwrap().status, cometapi_keys::KeyStatus::Unknown(9));
}

#[test]
fn members_in_any_order_and_unknown_ones_are_read() {
    let body =
        format!(r#"{{"data":{},"extra":[1],"message":"","success":true}}"#, RECORD.replace('{', r#"{"new":{},"#));
    assert_eq!(get(200, &[], body.as_bytes()).unwrap().id, id());
}

#[test]
fn a_page_is_read_with_all_its_keys() {
    let page =
        format!(r#"{{"page":2,"page_size":20,"total":23,"items":[{RECORD},{}]}}"#, RECORD.replacen("1234", "1235", 1));
    let memory = Memory::answering(200, &[], &accepted(&page));
    let page = now(memory.client(URL).list(Some(2), None)).unwrap();
    assert_eq!((page.page, page.page_size, page.total), (2, 20, 23));
    assert_eq!(page.items.iter().map(|key| key.id.get()).collect::<Vec<_>>(), [1234, 1235]);
}

#[test]
fn an_answer_as_long_as_is_read_is_not_said_to_be_longer() {
    let whole = [br#"{"success":true,"message":""#.as_slice(), &vec![b'a'; 16 * 1024 * 1024 - 27]].concat();
    assert_eq!(whole.len(), 16 * 1024 * 1024);
    let error = get(200, &[], &whole).unwrap_err();
    assert!(matches!(&error, Error::Malformed { problem, .. } if problem == "it ends too early"), "{error}");
}

#[test]
fn an_endless_answer_is_cut() {
    let endless = [br#"{"success":true,"message":""#.as_slice(), &vec![b'a'; 17 * 1024 * 1024]].concat();
    let error = get(200, &[], &endless).unwrap_err();
    let Error::Malformed { problem, length, .. } = &error else { panic!("{error}") };
    assert_eq!(
        (problem.as_str(), *length),
        ("it is longer than 16777216 bytes, which is all that is read", 16 * 1024 * 1024)
    );
}

#[test]
fn create_and_delete_read_no_data() {
    for body in [br#"{"success":true,"message":""}"#.to_vec(), accepted("{}"), accepted("null")] {
        let client = Memory::answering(200, &[], &body).client(URL);
        now(client.delete(id())).unwrap();
        now(client.create_as_is(&cometapi_keys::CreateApiKey::default())).unwrap();
    }
}
