use cometapi_keys::{Client, Error};

pub async fn list(client: &Client) -> Result<(), Error> {
    for number in 1.. {
        let page = client.list(Some(number), Some(100)).await?;
        for key in &page.items {
            println!("{} {} {:?}, {} units left", key.id, key.name, key.status, key.remain_quota);
        }
        // By the page size of the server, which may be smaller than the one that was asked for.
        if page.items.is_empty() || number.saturating_mul(page.page_size) >= page.total {
            break;
        }
    }
    Ok(())
}
