use cometapi_keys::{AllowList, ApiKey, Client, Error, Expiry, KeyName, NewKey, Quota};

pub async fn create(client: &Client) -> Result<Option<ApiKey>, Error> {
    let key = NewKey::new(KeyName::new("ci-deploy")?, Quota::units(500_000)?)
        .expire(Expiry::at(1_893_456_000)?)
        .allow(AllowList::new(["203.0.113.7", "2001:db8::/32"])?);
    client.create(&key).await?;
    let newest = client.list(Some(1), Some(1)).await?.items.into_iter().next();
    // Another may have been created meanwhile.
    Ok(newest.filter(|newest| newest.name == "ci-deploy"))
}
