use cometapi_keys::{Client, Error};

pub async fn list(client: &Client) -> Result<(), Error> {
    for number in 1.. {
        let page = client.list(Some(number), Some(100)).await?;
        for key in &page.items {
            println!("{} {} {:?}, {} units left", key.id, key.name, key.status, key.remain_quota);
        }
        if page.items.is_empty() || number * 100 >= page.total {
            break;
        }
    }
    Ok(())
}
