//! Fuzzes what the client makes of answers: a long run, and what it finds is kept.
//!
//! `cargo run --release -p contract-tests --example fuzz_answers [MUTATIONS [SEED]]`, ten million unless given. Inputs with an
//! outcome not seen before are added to the corpus: commit those that teach something.

#[path = "../tests/fuzzing/mod.rs"]
mod fuzzing;

use std::path::Path;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mutations = arguments.next().map_or(Ok(10_000_000), |number| number.parse())?;
    let seed = arguments.next().map_or(Ok(0x5eed), |number| number.parse())?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzing/corpus");
    let started = Instant::now();
    let (counts, found) = match fuzzing::Fuzzer::new(&corpus, seed)?.run(mutations) {
        Ok(done) => done,
        Err(wrong) => {
            eprintln!("{wrong}\n  again: the same number of mutations with seed {seed}");
            std::process::exit(1);
        }
    };
    println!("{counts:?} in {:.0} s, {} new outcomes", started.elapsed().as_secs_f64(), found.len());
    for (number, input) in found.iter().enumerate() {
        std::fs::write(corpus.join(format!("found-{seed}-{number}")), input)?;
    }
    Ok(())
}
