//! What the program does.

use cometapi_keys::{Client, Error, Expiry, KeyStatus, Update};

const DAY: i64 = 24 * 60 * 60;

/// How long before its end a key is renewed, in seconds.
const SOON: i64 = 14 * DAY;

/// How long a renewed key lasts, in seconds.
const RENEWED_FOR: i64 = 90 * DAY;

/// Renews every enabled key of the account that expires within two weeks of `now`, in Unix seconds, and says how many.
pub(crate) async fn renew(client: &Client, now: i64) -> Result<usize, Error> {
    let mut renewed = 0;
    for page in 1.. {
        let keys = client.list(Some(page), Some(100)).await?.items;
        if keys.is_empty() {
            break;
        }
        for key in keys {
            let ends = key.expired_time;
            let is_due = !ends.is_never() && ends.unix_seconds() > now && ends.unix_seconds() - now < SOON;
            if is_due && key.status == KeyStatus::Enabled {
                client.update(&Update::of(&key).expire(Expiry::at(now + RENEWED_FOR)?)).await?;
                renewed += 1;
            }
        }
    }
    Ok(renewed)
}
