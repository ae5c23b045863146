use cometapi_keys::{Client, Error, Field, KeyId};

pub async fn disable(client: &Client, leaked: KeyId) -> Result<(), Error> {
    match client.disable(leaked).await {
        Ok(_) => Ok(()),
        // The server said yes and left the status as it was: the key still works.
        Err(Error::NotApplied { fields, .. }) if fields.contains(&Field::Status) => client.delete(leaked).await,
        Err(error) => Err(error),
    }
}
