//! Lists API keys with the client, from a recorded server that is replayed on loopback.
//!
//! `cargo run --example list_keys -p contract-tests`. Of a real server only the first lines differ: take base URL and
//! access token from where you keep them.

use std::error::Error;
use std::path::Path;

use cometapi_keys::{AccessToken, BaseUrl, Client, Options};
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::replay::ReplayServer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let recording = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings/new-api-2026-07/pages.har");
    let trace = har::read(&[HarInput::file(recording)], &ReadOptions::default())?;
    // Entries 8 to 11 of that recording are its four pages of three keys.
    let pages = trace.exchanges.into_iter().filter(|exchange| (8..=11).contains(&exchange.location.entry));
    let server = ReplayServer::start(pages.collect())?;

    let token = AccessToken::new("REDACTED-access-token-alice-0000")?;
    let options = Options::default().header("New-Api-User", "2")?;
    let client = Client::with_options(&BaseUrl::new(&server.base_url())?, token, options)?;
    for number in 1..=4 {
        let page = client.list(Some(number), Some(3)).await?;
        println!("page {} of {} keys", page.page, page.total);
        for key in page.items {
            println!("  {:>3}  {:?}  {:?}  {} quota units left", key.id, key.status, key.name, key.remain_quota);
        }
    }
    Ok(())
}
