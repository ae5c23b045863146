//! `GET /api/token/`.

use crate::account::Account;
use crate::answer::{Accepted, Answer, RecordList};
use crate::paging::Page;
use crate::profile::{Lists, Profile};
use crate::request::Request;
use crate::world::World;

#[derive(serde::Serialize)]
struct Listed<'a> {
    page: i64,
    page_size: i64,
    total: usize,
    items: RecordList<'a>,
}

/// Answers a page of the account's keys, newest first.
pub(crate) fn list(profile: &Profile, account: &Account, world: &World, request: &Request) -> Answer {
    let page = Page::asked_for(profile.paging, request);
    let keys = world.store.newest_first(account.user_id, page.skip);
    let items = RecordList(profile, keys.take(page.take).collect());
    match profile.lists {
        Lists::Bare => Answer::json(200, &Accepted::with(items)),
        Lists::Page => {
            let total = world.store.count(account.user_id);
            Answer::json(200, &Accepted::with(Listed { page: page.number, page_size: page.size, total, items }))
        }
    }
}
