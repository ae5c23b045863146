//! Checked requests a second against the sandbox, beside what `wrk`, and reqwest without any checks, get out of the same
//! server with as many connections; and how much memory a long run takes. `COMETAPI_BENCH_CASES` for longer ones.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench says what it measured, and fails by panicking")]

use std::process::Command;
use std::time::{Duration, Instant};

use contract_tests::explorer::{Options, explore};
use contract_tests::sandbox_target::accounts_of;
use sandbox::Sandbox;

const CONNECTIONS: usize = 4;

fn main() {
    let cases = std::env::var("COMETAPI_BENCH_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let sandbox = Sandbox::start().unwrap();
    let accounts = accounts_of(&sandbox);
    let wrk = wrk(&sandbox.base_url(), &accounts[0].token);
    let bare = bare(&sandbox.base_url(), &accounts[0].token);
    let options = Options {
        cases: Some(cases),
        connections: CONNECTIONS,
        time_limit: Duration::from_secs(3_600),
        shrinks: false,
        ..Options::default_budget()
    };
    let explored = explore(&sandbox.base_url(), accounts, &options).unwrap();
    #[expect(clippy::cast_precision_loss, reason = "a rate is rounded anyway")]
    let rate = explored.requests as f64 / explored.running.as_secs_f64();
    println!(
        "{} cases, {} requests in {:.1} s over {CONNECTIONS} connections: {rate:.0} checked requests/s, judging {:.0} %",
        explored.cases,
        explored.requests,
        explored.running.as_secs_f64(),
        explored.judging_share() * 100.0
    );
    match wrk {
        Some(wrk) => {
            println!("wrk, over {CONNECTIONS} connections: {wrk:.0} requests/s; ratio {:.0} %", rate / wrk * 100.0)
        }
        None => println!("wrk is not there to compare with"),
    }
    println!("reqwest without checks: {bare:.0} requests/s; ratio {:.0} %", rate / bare * 100.0);
    println!("contradicted: {:?}", explored.contradicted());
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
        println!("peak memory, server included: {}", peak.trim_start_matches("VmHWM:").trim());
    }
}

/// Requests a second that reqwest gets for a list, on one thread as a run has.
#[expect(clippy::cast_precision_loss, reason = "a rate is rounded anyway")]
fn bare(base_url: &str, token: &str) -> f64 {
    const EACH: usize = 5_000;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let began = Instant::now();
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{base_url}/api/token/?p=1&page_size=20");
        let connection = || async {
            for _ in 0..EACH {
                let answer = client.get(&url).header("Authorization", token).send().await.unwrap();
                assert!(answer.bytes().await.unwrap().starts_with(b"{\"success\":true"));
            }
        };
        futures_util::future::join_all((0..CONNECTIONS).map(|_| connection())).await;
    });
    (CONNECTIONS * EACH) as f64 / began.elapsed().as_secs_f64()
}

/// Requests a second that `wrk` gets for a list.
fn wrk(base_url: &str, token: &str) -> Option<f64> {
    let connections = CONNECTIONS.to_string();
    let header = format!("Authorization: {token}");
    let url = format!("{base_url}/api/token/?p=1&page_size=20");
    let output =
        Command::new("wrk").args(["-t", "1", "-c", &connections, "-d", "3s", "-H", &header, &url]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")?.trim().parse().ok())
}
