use cometapi_keys::{Client, Error, KeyId, KeyStatus};

pub async fn get(client: &Client, id: KeyId) -> Result<bool, Error> {
    match client.get(id).await {
        Ok(key) => Ok(key.status == KeyStatus::Enabled),
        // There is no such key, or it is another account's. A gateway may answer a wrong access token so too.
        Err(refused @ Error::Refused { .. }) => {
            eprintln!("key {id}: {refused}");
            Err(refused)
        }
        Err(error) => Err(error),
    }
}
