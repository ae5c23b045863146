//! The examples of the client's crate page, run against a recorded server. Where nobody recorded just that request, a
//! recorded exchange is edited.

use cometapi_keys::{Error, Field, KeyId, KeyName, Kind, Operation};
use contract_tests::exchange::Exchange;
use serde_json::{Value, json};

use crate::tape::{ALICE, answering, assert_played, client, entries, sending, serve};

/// The files are the page's blocks, to the letter.
macro_rules! examples {
    ($($name:ident),*) => {
        mod documented {
            $(
                #[expect(unreachable_pub, reason = "as the page shows it")]
                pub(crate) mod $name;
            )*
        }
        const EXAMPLES: &[(&str, &str)] = &[$((stringify!($name), include_str!(concat!("documented/", stringify!($name), ".rs")))),*];
    };
}

#[path = "."]
mod page {
    examples!(rename_and_cap, list, get, create, disable, delete, explain);
    pub(crate) use documented::*;

    #[test]
    fn the_page_shows_what_is_tested_here() {
        let page = include_str!("../../../client/README.md");
        let blocks: Vec<&str> =
            page.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("rust\n")).collect();
        let examples: Vec<&str> = EXAMPLES.iter().map(|(_, text)| *text).collect();
        assert_eq!(blocks, examples);
    }
}

/// The rules that the client's documentation names are there.
#[test]
fn every_rule_that_is_named_exists() {
    let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../client/src")).unwrap();
    let texts = sources.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let rules = include_str!("../../../openapi/rules.toml");
    let mut named = 0;
    for line in texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()) {
        let Some((_, ids)) = line.split_once("/// Rule").filter(|(before, _)| before.trim().is_empty()) else {
            continue;
        };
        for id in ids.split('`').skip(1).step_by(2) {
            assert!(rules.contains(&format!("id = \"{id}\"")), "no rule {id}");
            named += 1;
        }
    }
    assert!(named > 25, "{named}");
}

fn id() -> KeyId {
    KeyId::new(1).unwrap()
}

/// Everything about key 1 of the recorded life of a key: create, list, get, update, delete.
fn lifecycle() -> [Exchange; 5] {
    entries("lifecycle.har", [1, 2, 3, 4, 8])
}

/// What that key's record has of an update, before it was changed.
fn kept() -> Value {
    json!({
        "name": "ci-deploy", "expired_time": -1, "remain_quota": 500_000, "model_limits_enabled": false, "model_limits": "",
        "allow_ips": ""
    })
}

#[tokio::test]
async fn renaming_and_capping() {
    let [_, _, get, update, _] = lifecycle();
    let change = json!({"name": "ci-2027", "remain_quota": 50_000});
    let update = answering(answering(sending(sending(update, &kept()), &change), &kept()), &change);
    let after = answering(get.clone(), &change);
    let server = serve([get, update, after]);
    page::rename_and_cap::rename_and_cap(&server.base_url(), ALICE, 1).await.unwrap();
    assert_played(&server);
}

#[tokio::test]
async fn listing() {
    let [_, mut list, ..] = lifecycle();
    list.request.query = vec![("p".to_owned(), "1".to_owned()), ("page_size".to_owned(), "100".to_owned())];
    let mut second = answering(list.clone(), &json!({"page": 2, "items": []}));
    second.request.query[0].1 = "2".to_owned();
    let full = answering(list.clone(), &json!({"total": 101, "page_size": 100}));
    // A server may give less on a page than it is asked for.
    let short = answering(list.clone(), &json!({"total": 60, "page_size": 50}));
    let cases = [("one page", vec![list]), ("two", vec![full, second.clone()]), ("shorter ones", vec![short, second])];
    for (name, exchanges) in cases {
        let server = serve(exchanges);
        page::list::list(&client(&server, ALICE)).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_played(&server);
    }
}

#[tokio::test]
async fn getting() {
    let [get, gone] = entries("lifecycle.har", [3, 9]);
    let disabled = answering(get.clone(), &json!({"status": 2}));
    let server = serve([get, disabled, gone]);
    let client = client(&server, ALICE);
    assert!(page::get::get(&client, id()).await.unwrap());
    assert!(!page::get::get(&client, id()).await.unwrap());
    assert_eq!(page::get::get(&client, id()).await.unwrap_err().kind(), Kind::Refused);
    assert_played(&server);
}

#[tokio::test]
async fn creating() {
    let [create, mut list, ..] = lifecycle();
    list.request.query = vec![("p".to_owned(), "1".to_owned()), ("page_size".to_owned(), "1".to_owned())];
    let create = sending(create, &json!({"expired_time": 1_893_456_000, "allow_ips": "203.0.113.7\n2001:db8::/32"}));
    let server = serve([create, list]);
    let key = page::create::create(&client(&server, ALICE)).await.unwrap().unwrap();
    assert_eq!(key.name, "ci-deploy");
    assert_played(&server);
}

#[tokio::test]
async fn disabling_a_leaked_key() {
    // As recorded: the server says yes and ignores the status.
    let [update, read] = entries("status.har", [2, 3]);
    let [.., mut delete] = lifecycle();
    delete.request.path = "/api/token/3".to_owned();
    let server = serve([read.clone(), update.clone(), read.clone(), delete]);
    page::disable::disable(&client(&server, ALICE), KeyId::new(3).unwrap()).await.unwrap();
    assert_played(&server);

    let off = json!({"status": 2});
    let server = serve([read.clone(), answering(update.clone(), &off), answering(read.clone(), &off)]);
    page::disable::disable(&client(&server, ALICE), KeyId::new(3).unwrap()).await.unwrap();
    assert_played(&server);

    // It is disabled, and something else was lost: no reason to delete it.
    let other = json!({"status": 2, "group": "other"});
    let server = serve([read.clone(), answering(update, &other), answering(read, &other)]);
    let error = page::disable::disable(&client(&server, ALICE), KeyId::new(3).unwrap()).await.unwrap_err();
    assert!(matches!(&error, Error::NotApplied { fields, .. } if fields == &[Field::Group]), "{error}");
    assert_played(&server);
}

#[tokio::test]
async fn deleting() {
    let [.., delete] = lifecycle();
    let server = serve([delete]);
    page::delete::delete(&client(&server, ALICE), id()).await.unwrap();
    assert_played(&server);
}

#[test]
fn explaining() {
    let refused = Error::Refused { operation: Operation::Get, message: "no\n".to_owned() };
    assert_eq!(page::explain::explain(&refused), r#"the server refuses: "no\n""#);
    let throttled = Error::Throttled { operation: Operation::Get, retry_after: None };
    assert_eq!(page::explain::explain(&throttled), "too fast, wait None");
    let invalid = KeyName::new("a".repeat(51)).unwrap_err();
    assert_eq!(page::explain::explain(&invalid), "name: it has 51 characters, and 50 are the most");
}
