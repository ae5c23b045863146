//! The verbs against a recorded server that says yes and does nothing.

use cometapi_keys::{Confirm, Error, Field, KeyId, KeyStatus, Kind};

use crate::tape::{ALICE, assert_played, client, entries, serve};

/// As recorded, nothing edited: the key is read, the update of its status answers success, and the key works on.
#[tokio::test]
async fn a_recorded_gateway_that_ignores_the_status_is_not_believed() {
    let [update, read] = entries("status.har", [2, 3]);
    let server = serve([read.clone(), update.clone(), read.clone()]);
    let id = KeyId::new(3).unwrap();
    let error = client(&server, ALICE).disable(id).await.unwrap_err();
    let Error::NotApplied { fields, record } = &error else { panic!("{error}") };
    assert_eq!((fields.as_slice(), record.status, record.id), ([Field::Status].as_slice(), KeyStatus::Enabled, id));
    assert_played(&server);

    let server = serve([read.clone(), update.clone()]);
    let error = client(&server, ALICE).confirming(Confirm::Answer).disable(id).await.unwrap_err();
    assert_eq!(error.kind(), Kind::NotApplied);
    assert_played(&server);

    // Who opts out is told what the server says.
    let server = serve([read, update]);
    client(&server, ALICE).confirming(Confirm::Nothing).disable(id).await.unwrap();
    assert_played(&server);
}
