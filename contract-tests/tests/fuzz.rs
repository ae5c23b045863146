//! A short run of the fuzzer of answers: the kept corpus and some thousand mutations. For a long one see
//! `contract-tests/examples/fuzz_answers.rs`.

mod fuzzing;

use std::path::Path;

#[test]
fn no_answer_gives_what_the_document_does_not_say() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzzing/corpus");
    let (counts, _) = fuzzing::Fuzzer::new(&corpus, 0x5eed).unwrap().run(10_000).unwrap();
    // A corpus that reaches nothing proves nothing.
    assert!(counts.inputs > 10_000 && counts.read > 100 && counts.outcomes > 60, "{counts:?}");
}
