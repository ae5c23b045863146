//! Recorded exchanges, as they are or edited, and a client for the server that replays them.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use cometapi_keys::{AccessToken, BaseUrl, Client, Options};
use contract_tests::exchange::{Answer, Exchange};
use contract_tests::har::{HarInput, ReadOptions, read};
use contract_tests::recordings;
use contract_tests::replay::ReplayServer;
use contract_tests::trace::Trace;
use serde_json::Value;

/// The access token of the recorded account `alice`: a placeholder.
pub(crate) const ALICE: &str = "REDACTED-access-token-alice-0000";

/// The whole history of each recorded deployment.
pub(crate) fn deployments() -> Vec<(String, Trace)> {
    let folder = recordings::folder(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let of = |deployment: recordings::Deployment| {
        let inputs: Vec<HarInput> = deployment.files.iter().map(recordings::RecordingFile::input).collect();
        (deployment.name, read(&inputs, &ReadOptions::default()).unwrap())
    };
    recordings::deployments(&folder).unwrap().into_iter().map(of).collect()
}

/// Exchanges of one recording of the newer deployment, by their entries.
pub(crate) fn entries<const N: usize>(file: &str, entries: [usize; N]) -> [Exchange; N] {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings/new-api-2026-07").join(file);
    let trace = read(&[HarInput::file(path)], &ReadOptions::default()).unwrap();
    entries
        .map(|entry| trace.exchanges.iter().find(|exchange| exchange.location.entry == entry).unwrap().as_ref().clone())
}

/// The same exchange with other members in the request's body.
pub(crate) fn sending(mut exchange: Exchange, changes: &Value) -> Exchange {
    let body = exchange.request.body.take().unwrap();
    exchange.request.body = Some(changed(&body, "", changes));
    exchange
}

/// The same exchange with other members in the answer's data.
pub(crate) fn answering(mut exchange: Exchange, changes: &Value) -> Exchange {
    let Answer::Response(response) = &mut exchange.answer else { panic!("{exchange:?}") };
    response.body = changed(&response.body, "/data", changes);
    exchange
}

fn changed(body: &Bytes, pointer: &str, changes: &Value) -> Bytes {
    let mut body: Value = serde_json::from_slice(body).unwrap();
    let members = body.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
    members.extend(changes.as_object().unwrap().clone());
    body.to_string().into()
}

/// A server that replays these exchanges.
pub(crate) fn serve(exchanges: impl IntoIterator<Item = Exchange>) -> ReplayServer {
    ReplayServer::start(exchanges.into_iter().map(Arc::new).collect()).unwrap()
}

/// A client of a replay, with the access token that was recorded.
pub(crate) fn client(server: &ReplayServer, token: &str) -> Client {
    let url = BaseUrl::new(&server.base_url()).unwrap();
    Client::with_options(&url, AccessToken::new(token).unwrap(), Options::default()).unwrap()
}

/// Everything was asked for, and nothing else.
pub(crate) fn assert_played(server: &ReplayServer) {
    assert_eq!(server.failures(), []);
    assert_eq!(server.remaining(), 0);
}
