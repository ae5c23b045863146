//! Serves a recording on loopback, strict and in order, until all of it was asked for or Ctrl-C.
//!
//! `cargo run -p contract-tests --example replay [FILE]`

use std::path::PathBuf;
use std::time::Duration;

use contract_tests::har::{HarInput, ReadOptions, read};
use contract_tests::replay::ReplayServer;

const DEFAULT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/recordings/new-api-2026-07/lifecycle.har");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args_os().nth(1).map_or_else(|| PathBuf::from(DEFAULT), PathBuf::from);
    let trace = match read(&[HarInput::file(path)], &ReadOptions::default()) {
        Ok(trace) => trace,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    for note in &trace.notes {
        println!("note: {note}");
    }
    let server = ReplayServer::start(trace.exchanges)?;
    let mut remaining = server.remaining();
    println!("{}  {remaining} exchanges to come, Ctrl-C stops", server.base_url());
    let mut shown = 0;
    while remaining > 0 {
        std::thread::sleep(Duration::from_millis(100));
        for failure in &server.failures()[shown..] {
            println!("unmatched: {failure}");
            shown += 1;
        }
        if server.remaining() != remaining {
            remaining = server.remaining();
            println!("{remaining} to come");
        }
    }
    Ok(())
}
