use cometapi_keys::{Client, Error, KeyId, KeyStatus};

pub async fn get(client: &Client, id: KeyId) -> Result<bool, Error> {
    match client.get(id).await {
        Ok(key) => Ok(key.status == KeyStatus::Enabled),
        // There is no such key, or it is another account's.
        Err(Error::Refused { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
