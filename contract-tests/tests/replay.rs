//! Recordings replayed over real HTTP: what was recorded is answered, anything else is told what was expected.

#![expect(clippy::unwrap_used, reason = "in a test a panic is how it fails")]

use std::path::Path;
use std::sync::Arc;
use std::sync::OnceLock;

use contract_tests::exchange::{Answer, Exchange};
use contract_tests::har::{HarInput, ReadOptions, read};
use contract_tests::replay::ReplayServer;
use serde_json::{Value, json};

fn exchanges(deployment: &str, file: &str) -> Vec<Arc<Exchange>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(deployment).join(file);
    read(&[HarInput::file(path)], &ReadOptions::default()).unwrap().exchanges
}

/// One for all tests, because making one reads the machine's certificates. It keeps no connection, because each test has
/// a runtime of its own.
fn client() -> &'static reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        builder.pool_max_idle_per_host(0).build().unwrap()
    })
}

/// Sends a recorded request as it was, but for what `change` does to it.
async fn send(
    server: &ReplayServer,
    exchange: &Exchange,
    change: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder,
) -> reqwest::Result<reqwest::Response> {
    let request = &exchange.request;
    let method = request.method.parse().unwrap();
    let mut builder = client().request(method, format!("{}{}", server.base_url(), request.path));
    if !request.query.is_empty() {
        builder = builder.query(&request.query);
    }
    for name in ["authorization", "content-type"] {
        if let Some(value) = request.headers.get(name) {
            builder = builder.header(name, value);
        }
    }
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    change(builder).send().await
}

async fn as_recorded(server: &ReplayServer, exchange: &Exchange) {
    let recorded = exchange.answer.response().unwrap();
    let answer = send(server, exchange, |request| request).await.unwrap();
    assert_eq!(answer.status().as_u16(), recorded.status, "{}: {:?}", exchange.location, server.failures());
    assert_eq!(
        answer.headers().get("content-type").map(|value| value.to_str().unwrap()),
        recorded.headers.get("content-type")
    );
    assert_eq!(answer.bytes().await.unwrap(), recorded.body);
}

async fn refused(answer: reqwest::Result<reqwest::Response>, status: u16) -> Value {
    let answer = answer.unwrap();
    assert_eq!(answer.status().as_u16(), status);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

#[tokio::test]
async fn every_recording_can_be_replayed_from_beginning_to_end() {
    for deployment in ["new-api-2025-04", "new-api-2026-07"] {
        for file in ["lifecycle.har", "authorisation.har", "bad-requests.har", "languages.har"] {
            let exchanges = exchanges(deployment, file);
            let server = ReplayServer::start(exchanges.clone()).unwrap();
            assert_eq!(server.remaining(), exchanges.len());
            for exchange in &exchanges {
                as_recorded(&server, exchange).await;
            }
            assert_eq!(server.remaining(), 0);
            assert_eq!(server.failures(), []);
        }
    }
}

#[tokio::test]
async fn a_request_out_of_order_is_told_what_was_expected_and_changes_nothing() {
    let exchanges = exchanges("new-api-2026-07", "lifecycle.har");
    let server = ReplayServer::start(exchanges.clone()).unwrap();
    let told = refused(send(&server, &exchanges[1], |request| request).await, 409).await;
    assert_eq!(told["replay"], "unmatched");
    assert_eq!(told["differs"], json!(["method", "query", "body"]));
    assert_eq!((&told["position"], &told["of"]), (&json!(0), &json!(13)));
    assert_eq!(
        told["expected"],
        json!({
            "method": "GET",
            "path": "/api/token/",
            "query": [["p", "1"], ["page_size", "20"]],
            "body": null,
            "authorization": "REDACTED-access-token-alice-0000"
        })
    );
    assert_eq!(told["received"]["method"], "POST");
    assert_eq!(told["received"]["body"]["name"], "ci-deploy");
    assert_eq!(server.remaining(), 13);
    as_recorded(&server, &exchanges[0]).await;
    assert_eq!(server.failures().len(), 1);
    assert!(server.failures()[0].to_string().starts_with("exchange 1 of 13: method, query, body differ"));
}

#[tokio::test]
async fn another_body_or_path_does_not_match_and_key_order_does() {
    let exchanges = exchanges("new-api-2026-07", "lifecycle.har");
    let server = ReplayServer::start(exchanges[1..].to_vec()).unwrap();
    let create = &exchanges[1];
    let mut body: Value = serde_json::from_slice(create.request.body.as_ref().unwrap()).unwrap();
    body["name"] = json!("another");
    let told = refused(send(&server, create, |request| request.body(body.to_string())).await, 409).await;
    assert_eq!(told["differs"], json!(["body"]));

    let mut elsewhere = Exchange::clone(create);
    elsewhere.request.path = "/api/token".to_owned();
    let told = refused(send(&server, &elsewhere, |request| request).await, 409).await;
    assert_eq!(told["differs"], json!(["path"]));

    body["name"] = json!("ci-deploy");
    let reordered = body.to_string();
    assert_ne!(reordered.as_bytes(), &create.request.body.as_ref().unwrap()[..]);
    let answer = send(&server, create, |request| request.header("user-agent", "other").body(reordered)).await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn another_token_does_not_match_and_is_never_shown() {
    // Nothing that looks like a credential: only its place gives it away.
    const TOKEN: &str = "canary-in-plain-words";
    let exchanges = exchanges("new-api-2026-07", "lifecycle.har");
    let server = ReplayServer::start(exchanges.clone()).unwrap();
    let mut other = Exchange::clone(&exchanges[0]);
    other.request.headers.0.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
    let told = refused(send(&server, &other, |request| request).await, 409).await;
    assert_eq!(told["differs"], json!(["authorization"]));
    assert_eq!(told["received"]["authorization"], "none");

    let body = format!("{{\"name\":\"{TOKEN}\"}}");
    let sent =
        send(&server, &other, |request| request.header("authorization", TOKEN).query(&[("page", TOKEN)]).body(body));
    let told = refused(sent.await, 409).await;
    assert_eq!(told["differs"], json!(["query", "body", "authorization"]));
    assert_eq!(told["received"]["authorization"], "a value that is not shown");
    assert!(!told.to_string().contains(TOKEN), "{told}");
    assert!(!format!("{:?}", server.failures()).contains(TOKEN));
}

#[tokio::test]
async fn after_the_last_exchange_nothing_more_is_answered() {
    let exchanges = exchanges("new-api-2025-04", "lifecycle.har");
    let server = ReplayServer::start(exchanges[..1].to_vec()).unwrap();
    as_recorded(&server, &exchanges[0]).await;
    let told = refused(send(&server, &exchanges[0], |request| request).await, 410).await;
    assert_eq!((&told["replay"], &told["expected"]), (&json!("ended"), &Value::Null));
    assert!(server.failures()[0].to_string().starts_with("all 1 exchanges were replayed, and then came"));
}

#[tokio::test]
async fn where_nothing_came_back_the_connection_is_closed() {
    let exchanges = exchanges("new-api-2025-04", "lifecycle.har");
    let mut lost = Exchange::clone(&exchanges[0]);
    lost.answer = Answer::Nothing("reset".to_owned());
    let server = ReplayServer::start(vec![lost.into(), exchanges[1].clone()]).unwrap();
    let outcome = send(&server, &exchanges[0], |request| request).await;
    assert!(outcome.is_err(), "{outcome:?}");
    assert_eq!(server.remaining(), 1);
    as_recorded(&server, &exchanges[1]).await;
}

#[tokio::test]
async fn a_recording_without_credentials_takes_any_and_odd_headers_are_left_out() {
    let mut anonymous = Exchange::clone(&exchanges("new-api-2025-04", "lifecycle.har")[0]);
    anonymous.sender.credential = contract_tests::exchange::Credential::Unknown;
    anonymous.request.headers.0.retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
    if let Answer::Response(response) = &mut anonymous.answer {
        response.headers.0.push((":status".to_owned(), "200".to_owned()));
        response.headers.0.push(("x-odd".to_owned(), "two\nlines".to_owned()));
        response.headers.0.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    }
    let server = ReplayServer::start(vec![anonymous.clone().into()]).unwrap();
    let answer = send(&server, &anonymous, |request| request.header("authorization", "whatever")).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().get("x-odd").is_none() && answer.headers().get("content-encoding").is_none());
}

#[test]
fn many_run_at_once_and_a_dropped_one_is_gone() {
    let exchanges = exchanges("new-api-2025-04", "lifecycle.har");
    let servers: Vec<ReplayServer> = (0..8).map(|_| ReplayServer::start(exchanges.clone()).unwrap()).collect();
    let mut urls: Vec<String> = servers.iter().map(ReplayServer::base_url).collect();
    urls.sort();
    urls.dedup();
    assert_eq!(urls.len(), 8);
    let address = servers[0].base_url().replace("http://", "");
    std::net::TcpStream::connect(&address).unwrap();
    drop(servers);
    assert!(std::net::TcpStream::connect(&address).is_err());
}
