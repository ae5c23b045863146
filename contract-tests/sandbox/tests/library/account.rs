//! An account of a sandbox, over plain HTTP.

use reqwest::{Client, Method, StatusCode};
use sandbox::Sandbox;

/// Sends requests as one account of a sandbox. The answers are text: the tests say what is in them.
pub(crate) struct Http {
    client: Client,
    base_url: String,
    token: String,
}

impl Http {
    /// As the account of this place.
    pub(crate) fn of(sandbox: &Sandbox, place: usize) -> Self {
        let client = Client::builder().no_proxy().build().unwrap();
        let token = sandbox.accounts()[place].access_token.clone();
        Self { client, base_url: sandbox.base_url(), token }
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: &str) -> (StatusCode, String) {
        self.with(method, path, &self.token, body).await
    }

    /// Asks for the models with a key.
    pub(crate) async fn models(&self, key: &str) -> StatusCode {
        self.with(Method::GET, "/v1/models", &format!("Bearer {key}"), "").await.0
    }

    async fn with(&self, method: Method, path: &str, authorization: &str, body: &str) -> (StatusCode, String) {
        let request = self.client.request(method, format!("{}{path}", self.base_url));
        let response = request.header("Authorization", authorization).body(body.to_owned()).send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    }

    pub(crate) async fn create(&self, body: &str) {
        let (_, answer) = self.send(Method::POST, "/api/token/", body).await;
        assert_eq!(answer, r#"{"success":true,"message":""}"#);
    }
}

/// Runs an asynchronous test.
pub(crate) fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test);
}
