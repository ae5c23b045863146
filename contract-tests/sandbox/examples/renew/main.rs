//! A small program of somebody who has a CometAPI account, and how it is tested with a sandbox: see `tests/library`.
//!
//! It gives every enabled key that expires soon another ninety days:
//! `COMETAPI_ACCESS_TOKEN=… cargo run -p cometapi-keys-sandbox --example renew -- http://127.0.0.1:PORT`.

mod renew;

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use cometapi_keys::{AccessToken, BaseUrl, Client, Error};

fn main() -> ExitCode {
    match run() {
        Ok(renewed) => {
            println!("{renewed} keys renewed");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<usize, Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("the base URL is missing")?;
    let token = std::env::var("COMETAPI_ACCESS_TOKEN").map_err(|_| "COMETAPI_ACCESS_TOKEN is not set")?;
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let renewed = runtime.block_on(async {
        let client = Client::new(&BaseUrl::new(&url)?, AccessToken::new(&token)?)?;
        renew::renew(&client, now).await
    })?;
    Ok::<usize, Error>(renewed).map_err(Into::into)
}
