//! One request over HTTP, and its answer.

use std::net::{IpAddr, Ipv4Addr};

use serde_json::Value;

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) from: Ipv4Addr,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    json: Option<Value>,
}

impl Answered {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Option<&Value> {
        self.json.as_ref()
    }

    pub(crate) fn shown(&self) -> String {
        format!("came {} {}", self.status, self.body)
    }
}

/// Sends requests from addresses of the loopback network, keeping connections open.
pub(crate) struct Wire(Vec<(Ipv4Addr, reqwest::Client)>);

impl Wire {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    fn client(&mut self, from: Ipv4Addr) -> reqwest::Client {
        if let Some((_, client)) = self.0.iter().find(|(address, _)| *address == from) {
            return client.clone();
        }
        let redirects = reqwest::redirect::Policy::none();
        let builder = reqwest::Client::builder().no_proxy().redirect(redirects).local_address(IpAddr::V4(from));
        let client = builder.build().unwrap();
        self.0.push((from, client.clone()));
        client
    }

    pub(crate) async fn send(&mut self, request: &Request) -> Answered {
        let method = reqwest::Method::from_bytes(request.method.as_bytes()).unwrap();
        let mut sent = self.client(request.from).request(method, &request.url);
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        if let Some(body) = &request.body {
            sent = sent.body(body.clone());
        }
        let response = sent.send().await.unwrap();
        let status = response.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = response.text().await.unwrap();
        let json = serde_json::from_str(&body).ok();
        Answered { status, headers, body, json }
    }
}
