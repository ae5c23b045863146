//! What lists and gets alone can decide.

use crate::run::AllRecords;
use crate::steps::{Ask, Case, KeyRef, Token, What, Who};
use crate::wire::id_of;

/// How many keys are read one by one.
const READ: usize = 3;

/// The requests of a run that only reads, for an account with these records: pages, single keys, missing and wrong tokens,
/// another account's key.
pub(super) fn reads(accounts: &[AllRecords]) -> Case {
    let ids = |account: usize| -> Vec<i64> {
        let records = accounts.get(account).map(|all| all.records.as_slice()).unwrap_or_default();
        records.iter().filter_map(id_of).take(READ).collect()
    };
    let list = |pairs: &[(&str, &str)]| {
        Ask::new(What::List(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()))
    };
    let get = |id: i64| Ask::new(What::Get(KeyRef::Id(id)));
    let mut asks = vec![list(&[]), list(&[("p", "1"), ("page_size", "1")]), list(&[("p", "2"), ("page_size", "1")])];
    asks.extend([list(&[("p", "1"), ("page_size", "101")]), list(&[("p", "1000000"), ("page_size", "20")])]);
    asks.extend(ids(0).into_iter().map(get));
    asks.push(get(987_654_321_987));
    asks.push(list(&[]).with(Token::Missing));
    asks.push(list(&[]).with(Token::Invented("a-token-of-nobody-0001".to_owned())));
    if accounts.len() > 1 {
        asks.push(list(&[]).by(Who::Second));
        asks.extend(ids(0).into_iter().take(1).map(|id| get(id).by(Who::Second)));
        asks.extend(ids(1).into_iter().take(1).map(get));
    }
    asks.into_iter().fold(Case::default(), Case::then)
}
