//! Each operation called once, and what came of it.

use std::sync::LazyLock;

use cometapi_keys::{Client, CreateApiKey, Error, KeyId, UpdateApiKey};
use openapi::Source;
use serde_json::{Value, json};

use crate::memory::{Memory, TOKEN, now};

pub(crate) static DOCUMENT: LazyLock<Source> = LazyLock::new(|| Source::maintained().unwrap());

/// The operations, by the schema of their answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Call {
    List,
    Get,
    Create,
    Update,
    Delete,
}

impl Call {
    pub(crate) const ALL: [Self; 5] = [Self::List, Self::Get, Self::Create, Self::Update, Self::Delete];

    /// Where the document has the schema of the answer.
    pub(crate) fn schema(self) -> &'static str {
        match self {
            Self::List => "/components/schemas/ApiKeyPageResponse",
            Self::Get | Self::Update => "/components/schemas/ApiKeyResponse",
            Self::Create | Self::Delete => "/components/schemas/Acknowledgement",
        }
    }

    /// Calls it, for the key of that id. Gives what was read, as JSON.
    pub(crate) async fn run(self, client: &Client, id: i64) -> Result<Value, Error> {
        let id: KeyId = serde_json::from_value(json!(id)).unwrap();
        let value = |read: Result<_, serde_json::Error>| read.unwrap();
        match self {
            Self::List => client.list(Some(1), None).await.map(|page| value(serde_json::to_value(page))),
            Self::Get => client.get(id).await.map(|key| value(serde_json::to_value(key))),
            Self::Update => {
                client.update_as_is(&UpdateApiKey::of(id)).await.map(|key| value(serde_json::to_value(key)))
            }
            Self::Create => client.create_as_is(&CreateApiKey::default()).await.map(|()| Value::Null),
            Self::Delete => client.delete(id).await.map(|()| Value::Null),
        }
    }

    /// Calls it with an answer from memory: whatever came of it shows no secret, and one request was sent.
    pub(crate) fn answered(self, id: i64, answer: http::Response<Vec<u8>>) -> Result<Value, Error> {
        thread_local! {
            static MEMORY: (Memory, Client) = {
                let memory = Memory::default();
                let client = memory.client();
                (memory, client)
            };
        }
        let outcome = MEMORY.with(|(memory, client)| {
            memory.put(answer);
            let outcome = now(self.run(client, id));
            assert!(memory.take().is_some());
            outcome
        });
        if let Err(error) = &outcome {
            assert_shows(error, TOKEN, false);
        }
        outcome
    }

    /// The same with status 200.
    pub(crate) fn reads(self, id: i64, body: impl Into<Vec<u8>>) -> Result<Value, Error> {
        self.answered(id, http::Response::new(body.into()))
    }
}

/// Whether any text of an error, or of what is behind it, has these words.
pub(crate) fn assert_shows(error: &Error, words: &str, shows: bool) {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        text += &format!("{inner} {inner:?}");
        source = inner.source();
    }
    assert_eq!(text.contains(words), shows, "{text}");
}

/// The example answer of an operation, as the pages have it.
pub(crate) fn example(call: Call) -> Value {
    let place = match call {
        Call::List => "~1api~1token~1/get",
        Call::Get => "~1api~1token~1{id}/get",
        Call::Create => "~1api~1token~1/post",
        Call::Update => "~1api~1token~1/put",
        Call::Delete => "~1api~1token~1{id}/delete",
    };
    DOCUMENT.get(&format!("/paths/{place}/responses/200/content/application~1json/example")).unwrap().clone()
}
