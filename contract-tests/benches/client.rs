//! CPU per call of the client beside reqwest and serde by hand, over the same loopback server in one run.
//!
//! `cargo bench -p contract-tests --bench client`. Rounds of both take turns, and the ratio is the median of the rounds: other
//! work on the machine shows in both. Linux only: the CPU time is that of the calling thread, as the kernel counts it.

use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use cometapi_keys::{AccessToken, ApiKey, BaseUrl, Client, KeyId, Update, UpdateApiKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Rounds of each, and calls in a round: a round takes some hundred milliseconds of CPU.
const ROUNDS: usize = 15;
const CALLS: u32 = 1_000;

/// The most that the client may take, as a multiple of what is written by hand.
const LIMIT: f64 = 1.15;

const TOKEN: &str = "an-access-token-of-this-bench";

fn record(id: i64) -> Value {
    json!({
        "id": id, "user_id": 5678, "key": "sk-0123456789abcdef0123456789abcdef0123456789abcdef", "status": 1,
        "name": "production", "created_time": 1_766_102_400, "accessed_time": 1_766_102_400, "expired_time": -1,
        "remain_quota": 100_000, "unlimited_quota": false, "model_limits_enabled": true,
        "model_limits": "gpt-4o,claude-sonnet-4", "allow_ips": "198.51.100.10\n203.0.113.0/24", "used_quota": 0, "group": "",
        "cross_group_retry": false
    })
}

/// A server on a thread of its own, with answers made beforehand.
fn serve() -> Outcome<SocketAddr> {
    let answer = |data: Value| json!({"success": true, "message": "", "data": data}).to_string();
    let items: Vec<Value> = (0..100).map(record).collect();
    let list = answer(json!({"page": 1, "page_size": 100, "total": 100, "items": items}));
    let key = answer(record(1));
    let json = [("content-type", "application/json")];
    let (updated, read) = (key.clone(), key);
    let router = Router::new()
        .route(
            "/api/token/",
            get(move || async move { (json, list.clone()) })
                .put(move |_: String| async move { (json, updated.clone()) }),
        )
        .route("/api/token/{id}", get(move || async move { (json, read.clone()) }));
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, router).await
        })
    });
    Ok(address)
}

/// What somebody in a hurry writes.
struct ByHand {
    http: reqwest::Client,
    url: String,
}

#[derive(Deserialize)]
struct Envelope<T> {
    success: bool,
    message: String,
    data: Option<T>,
}

#[derive(Deserialize)]
struct Page {
    items: Vec<Record>,
    total: i64,
}

#[derive(Clone, Deserialize, Serialize)]
#[expect(dead_code, reason = "as it is answered; an update needs half of it")]
struct Record {
    id: i64,
    #[serde(skip_serializing)]
    user_id: i64,
    #[serde(skip_serializing)]
    key: String,
    status: i32,
    name: String,
    #[serde(skip_serializing)]
    created_time: i64,
    #[serde(skip_serializing)]
    accessed_time: i64,
    expired_time: i64,
    remain_quota: i64,
    unlimited_quota: bool,
    model_limits_enabled: bool,
    model_limits: String,
    allow_ips: Option<String>,
    #[serde(skip_serializing)]
    used_quota: i64,
    group: String,
    cross_group_retry: bool,
}

impl ByHand {
    fn new(address: SocketAddr) -> Outcome<Self> {
        let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).referer(false);
        let builder = builder.connect_timeout(Duration::from_secs(10)).timeout(Duration::from_secs(30));
        Ok(Self { http: builder.build()?, url: format!("http://{address}/api/token/") })
    }

    async fn send<T: for<'de> Deserialize<'de>>(&self, request: reqwest::RequestBuilder) -> Outcome<T> {
        let request = request.header("authorization", TOKEN).header("accept", "application/json");
        let envelope: Envelope<T> = request.send().await?.error_for_status()?.json().await?;
        match envelope {
            Envelope { success: true, data: Some(data), .. } => Ok(data),
            Envelope { message, .. } => Err(message.into()),
        }
    }

    async fn list(&self) -> Outcome<Page> {
        self.send(self.http.get(&self.url).query(&[("p", 1), ("page_size", 100)])).await
    }

    async fn get(&self, id: i64) -> Outcome<Record> {
        self.send(self.http.get(format!("{}{id}", self.url))).await
    }

    async fn update(&self, record: &Record) -> Outcome<Record> {
        self.send(self.http.put(&self.url).json(record)).await
    }
}

/// The CPU time of this thread so far, in nanoseconds.
fn cpu() -> Outcome<f64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(text.split(' ').next().unwrap_or_default().parse()?)
}

async fn round<T, F: Future<Output = Outcome<T>>>(call: &impl Fn() -> F) -> Outcome<f64> {
    // What has not been counted yet is, once the thread has been off the processor.
    tokio::time::sleep(Duration::from_millis(2)).await;
    let before = cpu()?;
    for _ in 0..CALLS {
        std::hint::black_box(call().await?);
    }
    tokio::time::sleep(Duration::from_millis(2)).await;
    Ok((cpu()? - before) / f64::from(CALLS))
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

async fn compare<A, B, F, G>(name: &str, ours: impl Fn() -> F, by_hand: impl Fn() -> G) -> Outcome<bool>
where
    F: Future<Output = Outcome<A>>,
    G: Future<Output = Outcome<B>>,
{
    let (mut one, mut other, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..=ROUNDS {
        let (ours, by_hand) = (round(&ours).await?, round(&by_hand).await?);
        // The first warms both up.
        if number > 0 {
            one.push(ours);
            other.push(by_hand);
            ratios.push(ours / by_hand);
        }
    }
    let (one, other, ratio) = (median(one) / 1e3, median(other) / 1e3, median(ratios));
    println!("{name:<7} {one:>7.1} µs  by hand {other:>7.1} µs  ratio {ratio:.3}  (limit {LIMIT})");
    Ok(ratio <= LIMIT)
}

fn main() -> Outcome<()> {
    let address = serve()?;
    let client = Client::new(&BaseUrl::new(&format!("http://{address}"))?, AccessToken::new(TOKEN)?)?;
    let by_hand = ByHand::new(address)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let id = KeyId::new(1)?;
        let record: ApiKey = client.get(id).await?;
        let update: UpdateApiKey = Update::of(&record).body().clone();
        let theirs = by_hand.get(1).await?;
        assert_eq!((by_hand.list().await?.total, by_hand.list().await?.items.len()), (100, 100));
        let held = [
            compare("list", || async { Ok(client.list(Some(1), Some(100)).await?) }, || by_hand.list()).await?,
            compare("get", || async { Ok(client.get(id).await?) }, || by_hand.get(1)).await?,
            compare("update", || async { Ok(client.update_as_is(&update).await?) }, || by_hand.update(&theirs)).await?,
        ];
        if held.contains(&false) { Err("a call takes more than the limit".into()) } else { Ok(()) }
    })
}
