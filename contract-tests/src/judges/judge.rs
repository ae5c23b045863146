//! What a judge is, and all of them.

use std::sync::Arc;

use super::{
    answered::Answered, answered_as_sent::AnsweredAsSent, authorization::Authorization, client_reads::ClientReads,
    create_answer::CreateAnswer, document::Document, gone::Gone, invalid_request::InvalidRequest, listed::Listed,
    models::Models, named_key::NamedKey, ownership::Ownership, paging::Paging, record::Record, refusal::Refusal,
    secrets::Secrets, stored::Stored, unchanged::Unchanged, valid_request::ValidRequest,
};
use crate::contract::Contract;
use crate::examined::Examined;
use crate::verdict::Evidences;

/// Decides some rules. It sees every exchange of a trace, in order, and keeps what it needs.
pub trait Judge: Send {
    /// The name that `judge` of a rule in the registry has.
    fn name(&self) -> &'static str;

    /// The ids of the rules it decides.
    fn rules(&self) -> Vec<&'static str>;

    /// Takes one exchange, and notes what it says for or against its rules.
    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences);
}

/// A judge of each kind, for one trace.
pub fn judges(contract: &Arc<Contract>) -> Vec<Box<dyn Judge>> {
    vec![
        Box::new(Document::new(Arc::clone(contract))),
        Box::new(Refusal),
        Box::new(Authorization),
        Box::new(Record),
        Box::new(Ownership),
        Box::new(Secrets::default()),
        Box::new(Paging::default()),
        Box::new(CreateAnswer),
        Box::new(AnsweredAsSent),
        Box::new(ValidRequest),
        Box::new(InvalidRequest),
        Box::new(Stored::default()),
        Box::new(Unchanged),
        Box::new(Gone),
        Box::new(NamedKey),
        Box::new(Listed),
        Box::new(Answered::default()),
        Box::new(Models::default()),
        Box::new(ClientReads::new(Arc::clone(contract))),
    ]
}
