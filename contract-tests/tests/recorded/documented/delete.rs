use cometapi_keys::{Client, Error, KeyId};

pub async fn delete(client: &Client, id: KeyId) -> Result<(), Error> {
    client.delete(id).await
}
