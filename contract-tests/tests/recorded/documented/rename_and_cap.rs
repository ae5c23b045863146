use cometapi_keys::{AccessToken, BaseUrl, Client, Error, KeyId, KeyName, Quota, Update};

pub async fn rename_and_cap(base_url: &str, token: &str, id: i64) -> Result<(), Error> {
    let client = Client::new(&BaseUrl::new(base_url)?, AccessToken::new(token)?)?;
    let key = client.get(KeyId::new(id)?).await?;
    let update = Update::of(&key).rename(KeyName::new("ci-2027")?).cap(Quota::units(50_000)?);
    let key = client.update(&update).await?;
    println!("{} is called {} and has {} units left", key.id, key.name, key.remain_quota);
    Ok(())
}
