use cometapi_keys::{Client, Error, KeyId};

pub async fn disable(client: &Client, leaked: KeyId) -> Result<(), Error> {
    match client.disable(leaked).await {
        Ok(_) => Ok(()),
        // The server said yes and did nothing: the key still works.
        Err(Error::NotApplied { .. }) => client.delete(leaked).await,
        Err(error) => Err(error),
    }
}
