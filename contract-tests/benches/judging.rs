//! Prints how many exchanges are judged per second on one core, and the peak memory of a whole `verify`.
//!
//! `cargo bench -p contract-tests`. On a machine with other work the figures are noisy: compare ratios of one run.

use std::sync::Arc;
use std::time::Instant;

use contract_tests::arguments::Verify;
use contract_tests::contract::Contract;
use contract_tests::har::{self, HarInput, ReadOptions};
use contract_tests::judging::Judging;
use contract_tests::recordings;
use contract_tests::trace::Trace;
use contract_tests::verify::verify;
use openapi::Source;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How often the recordings are judged: together more than 100,000 exchanges.
const ROUNDS: usize = 100;

fn main() -> Outcome<()> {
    // First, so that the peak is that of `verify` and of nothing else.
    let report = std::env::temp_dir().join("contract-tests-bench.json");
    let started = Instant::now();
    verify(&Verify { json: vec![report.clone()], ..Verify::default() })?;
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
            let (_, counts) = Judging::new(Arc::clone(&contract)).trace(trace);
            assert!(counts.exchanges > 0);
        }
    }
    println!("judging: {:.0} exchanges/s on one core", per_second(exchanges * ROUNDS, started));
    Ok(())
}

fn traces() -> Outcome<Vec<Trace>> {
    let folder = recordings::folder(&std::env::current_dir()?)?;
    let mut traces = Vec::new();
    for deployment in recordings::deployments(&folder)? {
        let inputs: Vec<HarInput> = deployment.files.iter().map(HarInput::file).collect();
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
