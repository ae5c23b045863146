//! What an exchange shows when it is held against belief: what stateful judges decide by.

use std::sync::Arc;

use serde_json::Value;

use super::field::{Field, FieldMap};
use super::meanwhile::Half;
use super::write::Write;
use crate::exchange::Exchange;

/// What an exchange shows.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Every record in its answer that is of a key known before.
    pub records: Vec<RecordShown>,
    /// The key that a get, an update or a delete names.
    pub named: Option<Named>,
    /// What a list shows beyond its records.
    pub listing: Option<ListingShown>,
    /// The key that a model request was sent with.
    pub model: Option<ModelShown>,
}

/// A record of a key that was known before.
#[derive(Clone, Debug)]
pub struct RecordShown {
    /// Where it is in the answer: a JSON pointer.
    pub pointer: Pointer,
    /// The key's id.
    pub id: i64,
    /// Every field, held against what was expected.
    pub checks: FieldMap<Check>,
    /// A record of no one moment that a read showed while updates were under way before.
    pub half: Option<Box<Half>>,
    /// The write since the last read, where this is the first read after it.
    pub written: Option<Arc<Write>>,
    /// Whether the write was one of several at the same time, of which this read shows the one that won.
    pub among_parallel: bool,
    /// The exchange that showed the key last before.
    pub before: Option<Arc<Exchange>>,
    /// What the record was before that write, where that is known.
    pub previous: Option<Box<FieldMap<Option<Value>>>>,
    /// Whether the write repeated the one before it.
    pub repeated: bool,
    /// A refused request that named the key, since it was last read.
    pub refused: Option<Arc<Exchange>>,
    /// An update of another key of the account, since it was last read.
    pub other_key: Option<Arc<Exchange>>,
    /// A create, update or delete of another account, since it was last read.
    pub other_account: Option<Arc<Exchange>>,
    /// What of the read-only fields changed: name, before, now.
    pub read_only: Option<ReadOnlyChange>,
    /// Whether the read-only fields could be compared with what was seen before.
    pub read_only_compared: bool,
}

impl RecordShown {
    /// A record of which nothing is shown.
    pub fn empty(pointer: Pointer, id: i64) -> Self {
        Self {
            pointer,
            id,
            checks: FieldMap::default(),
            half: None,
            written: None,
            among_parallel: false,
            before: None,
            previous: None,
            repeated: false,
            refused: None,
            other_key: None,
            other_account: None,
            read_only: None,
            read_only_compared: false,
        }
    }
}

/// A place of an answer, as small as it can be: most are never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// `/data`
    Data,
    /// `/data/items/N`
    Item(usize),
    /// `/data/N`, of an older dialect.
    Bare(usize),
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Data => f.write_str("/data"),
            Self::Item(i) => write!(f, "/data/items/{i}"),
            Self::Bare(i) => write!(f, "/data/{i}"),
        }
    }
}

/// A field of a record, held against what was expected of it.
#[derive(Clone, Debug, Default)]
pub enum Check {
    /// Nothing was expected, or the field is not there.
    #[default]
    Nothing,
    /// It is as the last read, or an answer, showed it.
    Unchanged,
    /// It is what the write sent.
    AsSent,
    /// The update left it out, and it is as before.
    Kept,
    /// The update left it out, and it is another value than before.
    Reset(Value),
    /// It changed in a way that the use of the key explains.
    Used,
    /// It is not what was expected.
    Differs(Box<Difference>),
}

/// A field that is not what was expected.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// What was expected.
    pub expected: Value,
    /// What is there.
    pub seen: Value,
    /// What it must be charged to.
    pub cause: Cause,
    /// The exchange that it rests on: the write, or the read before.
    pub since: Option<Arc<Exchange>>,
}

/// What a difference must be charged to: one rule, and only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A create whose value is not there.
    Created,
    /// An update whose value is not there.
    Updated,
    /// An update that left the field out.
    LeftOut,
    /// An update whose answer said otherwise.
    Answered,
    /// A repeated update.
    Repeated,
    /// Updates at the same time: the record holds fields of two.
    Mixed,
    /// A refused request.
    Refused,
    /// An update of another key.
    OtherKey,
    /// A request of another account.
    OtherAccount,
    /// Somebody else, whose requests the trace does not hold.
    SomebodyElse,
}

/// A read-only field that changed.
#[derive(Clone, Debug)]
pub struct ReadOnlyChange {
    /// The field.
    pub field: &'static str,
    /// What it was; of a key only that it was another.
    pub before: String,
    /// What it is.
    pub now: String,
}

/// What is known of the key that a request names.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its id.
    pub id: i64,
    /// Whose it is.
    pub whose: Whose,
}

/// Whose key an id is, before the exchange.
#[derive(Clone, Debug)]
pub enum Whose {
    /// The account's own, and there for certain.
    Own {
        /// Whether a list has shown it.
        listed: bool,
        /// Whether the trace made or changed it, so that nobody else deletes it.
        ours: bool,
        /// A refused delete of it, since it was last seen.
        refused_delete: Option<Arc<Exchange>>,
        /// The exchange that showed or made it last.
        shown_by: Option<Arc<Exchange>>,
    },
    /// Deleted before, by this exchange, which was over when the request was sent.
    Deleted(Option<Arc<Exchange>>),
    /// Another account's.
    Another,
    /// Nobody's for certain: no such id can be, or the account's keys are all known and it is none of them.
    Nobodys,
    /// It cannot be told.
    Unknown,
}

/// What a list shows beyond its records.
#[derive(Clone, Debug, Default)]
pub struct ListingShown {
    /// Deleted keys that it holds, with the exchange that deleted them.
    pub deleted: Vec<(Pointer, i64, Option<Arc<Exchange>>)>,
    /// Whether it holds no key that was deleted before, where it could.
    pub without_deleted: bool,
    /// Keys of another account that it holds.
    pub foreign: Vec<(Pointer, i64)>,
    /// Keys created before, each found or missed for the first time.
    pub created: Vec<CreatedShown>,
    /// An own key that must be on the page and is not.
    pub missing: Option<Missing>,
    /// Whether all own keys that are known are on the page, and there is one.
    pub holds_all: bool,
    /// Whether the first page is empty though the account has keys; with an exchange that shows one.
    pub empty: Option<Option<Arc<Exchange>>>,
    /// A key that stands before a newer one: the pointer of the newer one, both ids.
    pub order: Option<(Pointer, i64, i64)>,
    /// Whether the order could be told by when the trace created the keys.
    pub order_told: bool,
    /// Whether the newest key of all is at the top.
    pub newest_on_top: bool,
    /// A record that a refused create seems to have made.
    pub made_by_refused: Option<(Pointer, Arc<Exchange>)>,
    /// A refused create that has made nothing.
    pub refused_create: bool,
    /// Whether something else may have changed the account's keys while the list was read.
    pub blurred: bool,
}

/// An own key that must be on a page and is not.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Its id.
    pub id: i64,
    /// The exchange that showed or made it last.
    pub since: Option<Arc<Exchange>>,
    /// A refused delete of it, since it was last seen.
    pub refused_delete: Option<Arc<Exchange>>,
}

/// A created key in the first list that shows it, or should.
#[derive(Clone, Debug)]
pub struct CreatedShown {
    /// The create.
    pub write: Arc<Write>,
    /// Where it is, and whether it is the newest of the page; `None` when it is not there.
    pub found: Option<(Pointer, bool)>,
    /// Another new record that shows all that the create sent, made at the same time.
    pub twin: Option<Pointer>,
    /// What a list showed of it while the create was under way, where that is not what was sent.
    pub half: Option<Half>,
}

/// What is believed of the key of a model request.
#[derive(Clone, Debug)]
pub struct ModelShown {
    /// The exchange that says so: the read, write or delete last before.
    pub since: Option<Arc<Exchange>>,
    /// What is believed.
    pub state: ModelState,
    /// Whether that was shown or written so shortly before that nobody can have spent it.
    pub fresh: bool,
}

/// What is believed of the key of a model request.
#[derive(Clone, Debug)]
pub enum ModelState {
    /// It was deleted.
    Deleted,
    /// It is there.
    There {
        /// The status that a read showed, if nothing has written it since.
        status: Option<i64>,
        /// The status other than 1 that an accepted update sent, if nothing has written the key since.
        sent_status: Option<i64>,
        /// The other fields, where they are known.
        fields: Box<FieldMap<Option<Value>>>,
    },
}
