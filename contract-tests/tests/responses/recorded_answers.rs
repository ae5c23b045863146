//! Every recorded answer of both deployments, by what the client makes of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use contract_tests::exchange::Exchange;
use contract_tests::har::{HarInput, ReadOptions, read};
use contract_tests::operation::{Operation, path_id};
use contract_tests::recordings;

use crate::calls::Call;

fn exchanges(deployment: &recordings::Deployment) -> Vec<Arc<Exchange>> {
    let inputs: Vec<HarInput> = deployment.files.iter().map(recordings::RecordingFile::input).collect();
    read(&inputs, &ReadOptions::default()).unwrap().exchanges
}

fn call(operation: Operation) -> Option<Call> {
    match operation {
        Operation::List => Some(Call::List),
        Operation::Get => Some(Call::Get),
        Operation::Create => Some(Call::Create),
        Operation::Update => Some(Call::Update),
        Operation::Delete => Some(Call::Delete),
        Operation::Models | Operation::Undocumented => None,
    }
}

/// What the client makes of an answer, without what differs from one to the next.
fn class(call: Call, exchange: &Exchange) -> String {
    let recorded = exchange.answer.response().unwrap();
    let mut answer = http::Response::builder().status(recorded.status);
    for (name, value) in &recorded.headers.0 {
        answer = answer.header(name, value);
    }
    let id = path_id(&exchange.request.path).unwrap_or(1);
    let outcome = match call.answered(id, answer.body(recorded.body.to_vec()).unwrap()) {
        Ok(_) => "read".to_owned(),
        Err(error) => {
            let text = error.to_string();
            let bytes = format!("{} bytes", recorded.body.len());
            format!("{:?}: {}", error.kind(), text.replace(&bytes, "… bytes"))
        }
    };
    format!("{call:?} {}: {outcome}", recorded.status)
}

#[test]
fn every_recorded_answer_has_its_class() {
    let folder = recordings::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let deployments = recordings::deployments(&folder).unwrap();
    assert_eq!(deployments.len(), 2);
    for deployment in deployments {
        let mut classes = BTreeMap::<String, usize>::new();
        for exchange in exchanges(&deployment) {
            if let Some(call) = call(exchange.operation) {
                *classes.entry(class(call, &exchange)).or_default() += 1;
            }
        }
        let mut table = String::new();
        for (class, count) in classes {
            writeln!(table, "{count:>4}  {class}").unwrap();
        }
        insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots"}, {
            insta::assert_snapshot!(format!("answers-{}", deployment.name), table);
        });
    }
}
