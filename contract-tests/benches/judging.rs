//! Prints how many exchanges are judged per second on one core, and the peak memory of a whole `verify`.
//!
//! `cargo bench -p contract-tests`. On a machine with other work the figures are noisy: compare ratios of one run.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use contract_tests::arguments::{Reports, Verify};
use contract_tests::contract::Contract;
use contract_tests::exchange::{Answer, Exchange};
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use contract_tests::recordings;
use contract_tests::trace::Trace;
use contract_tests::verify::verify;
use jiff::SignedDuration;
use openapi::Source;
use serde_json::Value;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How often the recordings are judged: together more than 100,000 exchanges.
const ROUNDS: usize = 100;

fn main() -> Outcome<()> {
    // First, so that the peak is that of `verify` and of nothing else.
    let report = std::env::temp_dir().join("contract-tests-bench.json");
    let started = Instant::now();
    let reports = Reports { json: vec![report.clone()], ..Reports::default() };
    verify(&Verify { reports, ..Verify::default() })?;
    println!("\nverify: {:.3} s, peak memory {}", started.elapsed().as_secs_f64(), peak_memory());
    std::fs::remove_file(report)?;

    let started = Instant::now();
    let traces = traces()?;
    let exchanges: usize = traces.iter().map(|trace| trace.exchanges.len()).sum();
    println!("reading: {:.0} exchanges/s", per_second(exchanges, started));

    let contract = Arc::new(Contract::new(&Source::maintained()?)?);
    let started = Instant::now();
    for trace in &traces {
        for _ in 0..ROUNDS {
            assert!(Judging::new(Arc::clone(&contract)).trace(trace).counts.exchanges > 0);
        }
    }
    println!("judging: {:.0} exchanges/s on one core", per_second(exchanges * ROUNDS, started));
    for trace in &traces {
        long_histories(trace, &contract)?;
    }
    Ok(())
}

/// One history after the other, of ever more keys on one server: the pace must stay what it is.
fn long_histories(trace: &Trace, contract: &Arc<Contract>) -> Outcome<()> {
    let mut judging = Judging::new(Arc::clone(contract));
    let mut judged = 0;
    for (copies, upto) in [(20, "10^4"), (180, "10^5"), (1_800, "10^6")] {
        let (mut spent, mut count) = (Duration::ZERO, 0);
        for copy in 0..copies {
            let copied = copied(trace, judged + copy)?;
            let started = Instant::now();
            for (i, exchange) in copied.iter().enumerate() {
                judging.take(exchange, &copied[i + 1..], &trace.accounts);
            }
            spent += started.elapsed();
            count += copied.len();
        }
        judged += copies;
        println!(
            "judging, up to {upto} exchanges of one server: {:.0} exchanges/s",
            count as f64 / spent.as_secs_f64()
        );
    }
    println!("peak memory {}", peak_memory());
    Ok(())
}

/// A history again, later and with other ids.
fn copied(trace: &Trace, copy: u32) -> Outcome<Vec<Arc<Exchange>>> {
    let shift = i64::from(copy) * 1_000;
    let later = SignedDuration::from_hours(i64::from(copy));
    let mut copied = Vec::with_capacity(trace.exchanges.len());
    for (i, exchange) in trace.exchanges.iter().enumerate() {
        let mut exchange = Exchange::clone(exchange);
        (exchange.started, exchange.ended) = (exchange.started.checked_add(later)?, exchange.ended.checked_add(later)?);
        if let Some(id) = exchange.request.path.strip_prefix("/api/token/").and_then(|id| id.parse::<i64>().ok()) {
            exchange.request.path = format!("/api/token/{}", id + shift);
        }
        exchange.request.body = exchange.request.body.map(|body| shifted(&body, shift));
        if let Answer::Response(response) = &mut exchange.answer {
            response.body = shifted(&response.body, shift);
        }
        if i == 0 {
            exchange.gap_before = Some("another history begins here".to_owned());
        }
        copied.push(Arc::new(exchange));
    }
    Ok(copied)
}

/// A body with other ids: those of records and of updates.
fn shifted(body: &Bytes, shift: i64) -> Bytes {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else { return body.clone() };
    let shift_id = |record: &mut Value| {
        if let Some(id) = record.get("id").and_then(Value::as_i64) {
            record["id"] = (id + shift).into();
        }
    };
    shift_id(&mut value);
    if let Some(data) = value.get_mut("data") {
        shift_id(data);
        let items = if data.is_array() { Some(data) } else { data.get_mut("items") };
        items.and_then(Value::as_array_mut).into_iter().flatten().for_each(shift_id);
    }
    value.to_string().into()
}

fn traces() -> Outcome<Vec<Trace>> {
    let mut traces = Vec::new();
    for deployment in recordings::ours()? {
        let inputs: Vec<HarInput> = deployment.files.iter().map(recordings::RecordingFile::input).collect();
        traces.push(har::read(&inputs, &ReadOptions::default())?);
    }
    Ok(traces)
}

fn per_second(count: usize, since: Instant) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / since.elapsed().as_secs_f64()
}

/// The most memory this process has held, as Linux counts it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown on this system".to_owned(), |line| line.trim().to_owned())
}
