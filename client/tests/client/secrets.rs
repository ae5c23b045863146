//! Neither the access token nor a key's value is in any text that the client makes.

use cometapi_keys::{AccessToken, BaseUrl, Client, Options, Update};

use crate::memory::{Memory, RECORD, TOKEN, accepted, id, now};

fn assert_clean(what: &str, text: &str) {
    assert!(!text.contains("canary"), "{what}: {text}");
}

#[test]
fn debug_of_every_type_is_clean() {
    let memory = Memory::answering(200, &[], &accepted(RECORD));
    let client = memory.client("https://api.cometapi.com");
    assert_clean("Client", &format!("{client:?}"));
    assert!(format!("{client:?}").contains("token: AccessToken(***), headers: []"), "{client:?}");
    assert_clean("generated Client", &format!("{:?}", client.generated()));
    assert_clean("AccessToken", &format!("{:?}", AccessToken::new(TOKEN).unwrap()));
    let options = format!("{:?}", Options::default().header("x-secret", "canary").unwrap());
    assert_clean("Options", &options);
    assert_eq!(options, "Options { connect_timeout: 10s, timeout: 30s, confirm: ReadBack, .. }");
    let record = now(client.get(id())).unwrap();
    assert_eq!(record.key.expose(), "canary-key-value-99");
    assert_clean("ApiKey", &format!("{record:?}"));
    assert_eq!(format!("{:?}", record.key), "KeySecret(***)");
    assert_clean("Update", &format!("{:?}", Update::of(&record)));
    for request in memory.sent.lock().unwrap().iter() {
        assert_clean("request", &format!("{request:?}"));
    }
}

#[test]
fn errors_and_their_sources_are_clean() {
    // Of a refusal the message is the server's own, so it is not among these.
    let echoes =
        [RECORD.to_owned(), TOKEN.to_owned(), format!("{{\"success\":true,\"message\":\"\",\"data\":\"{TOKEN}\"}}")];
    for status in [200, 204, 301, 401, 403, 404, 418, 429, 500, 502] {
        for body in &echoes {
            let headers = [("location", "https://canary.example/canary"), ("set-cookie", "canary=canary")];
            let memory = Memory::answering(status, &headers, body.as_bytes());
            let error = now(memory.client("https://api.cometapi.com").get(id())).unwrap_err();
            let mut text = format!("{error} {error:?} {error:#?}");
            let mut source = std::error::Error::source(&error);
            while let Some(inner) = source {
                text.push_str(&format!("{inner} {inner:?}"));
                source = inner.source();
            }
            assert_clean(&status.to_string(), &text);
        }
    }
}

#[test]
fn what_is_refused_before_sending_is_not_shown() {
    let errors = [
        AccessToken::new("canary token").unwrap_err(),
        AccessToken::new("Bearer canary").unwrap_err(),
        BaseUrl::new("https://user:canary@h").unwrap_err(),
        BaseUrl::new("https://h?token=canary").unwrap_err(),
        Options::default().header("x-secret", "canary\n").unwrap_err(),
        Options::default().header("Authorization", "Bearer canary").unwrap_err(),
        Options::default().header("content-length", "0").unwrap_err(),
    ];
    for error in errors {
        assert_clean("invalid input", &format!("{error} {error:?}"));
    }
}

/// Nothing listens there: the error of a real connection that fails.
#[test]
fn a_failed_connection_is_clean() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = BaseUrl::new(&format!("http://{address}/canary")).unwrap();
    let client = Client::new(&url, AccessToken::new(TOKEN).unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(client.get(id())).unwrap_err();
    assert_eq!(error.kind(), cometapi_keys::Kind::Transport);
    assert_clean("transport", &format!("{error} {error:?} {:?}", std::error::Error::source(&error)));
}

/// A server may word a refusal with what it was sent.
#[test]
fn a_refusal_that_repeats_the_token_does_not_show_it_and_a_long_one_is_cut() {
    for status in [200, 404] {
        let body = format!(r#"{{"success":false,"message":"bad token {TOKEN}, {TOKEN}!"}}"#);
        let memory = Memory::answering(status, &[], body.as_bytes());
        let error = now(memory.client("https://api.cometapi.com").get(id())).unwrap_err();
        assert_eq!(error.to_string(), "get was refused: bad token ***, ***!");
        assert_clean("refusal", &format!("{error:?}"));
    }
    // A further header may be a secret too, and the one may stand in the other.
    let of_gateway = format!("gateway-{TOKEN}");
    let body = format!(r#"{{"success":false,"message":"{of_gateway} of 2: {TOKEN}"}}"#);
    let options = Options::default().transport(Memory::answering(200, &[], body.as_bytes()));
    let options = options.header("New-Api-User", "2").unwrap().header("x-gateway", &of_gateway).unwrap();
    let url = BaseUrl::new("https://api.cometapi.com").unwrap();
    let client = Client::with_options(&url, AccessToken::new(TOKEN).unwrap(), options).unwrap();
    assert_eq!(now(client.get(id())).unwrap_err().to_string(), "get was refused: *** of 2: ***");
    for (length, shown) in [(1000, 1000), (1001, 1001), (100_000, 1001)] {
        let body = format!(r#"{{"success":false,"message":"{}"}}"#, "é".repeat(length));
        let memory = Memory::answering(200, &[], body.as_bytes());
        let error = now(memory.client("https://api.cometapi.com").get(id())).unwrap_err();
        let cometapi_keys::Error::Refused { message, .. } = &error else { panic!("{error}") };
        assert_eq!((message.chars().count(), message.ends_with('…')), (shown, length > 1000));
    }
}
