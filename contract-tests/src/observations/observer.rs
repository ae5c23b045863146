//! What an observer is, and all of them.

use std::sync::Arc;

use super::{
    bearer::Bearer, enabling::Enabling, languages::Languages, numbers::Numbers, pages::Pages, parameters::Parameters,
    read_only::ReadOnly, redirects::Redirects, refusals::Refusals, silent::Silent, throttling::Throttling,
    turning::Turning, undocumented_members::UndocumentedMembers, undocumented_requests::UndocumentedRequests,
};
use crate::contract::Contract;
use crate::examined::Examined;
use crate::exchange::Location;

/// What a target does where the pages are silent. It holds no secret: exchanges hold none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Its stable name: `refusal-statuses`. Several observations may share it.
    pub about: &'static str,
    /// What is seen, as a sentence without a full stop. It may quote a server or a sender: reports escape it.
    pub text: String,
    /// How many exchanges show it.
    pub count: usize,
    /// The first of them.
    pub exchanges: Vec<Location>,
}

/// Notes one thing that targets do where the pages are silent. It sees every exchange of a trace, in order, and keeps
/// counts and the first exchanges.
///
/// What an omitted field becomes is not seen here: that needs the stored record before and after, and is the report's
/// matrix.
pub trait Observer: Send {
    /// The names its observations have.
    fn about(&self) -> &'static str;

    /// Takes one exchange.
    fn observe(&mut self, examined: &Examined<'_>);

    /// What was seen, in an order that depends on nothing but what was seen.
    fn seen(&self) -> Vec<Observation>;
}

/// An observer of each kind, for one trace, in the order a report has them.
pub fn observers(contract: &Arc<Contract>) -> Vec<Box<dyn Observer>> {
    vec![
        Box::new(Bearer::default()),
        Box::new(Refusals::default()),
        Box::new(Languages::default()),
        Box::new(UndocumentedMembers::new(Arc::clone(contract))),
        Box::new(Pages::default()),
        Box::new(Parameters::default()),
        Box::new(Numbers::default()),
        Box::new(Silent::new(Arc::clone(contract))),
        Box::new(ReadOnly::new(Arc::clone(contract))),
        Box::new(Enabling::default()),
        Box::new(Turning::default()),
        Box::new(Redirects::default()),
        Box::new(Throttling::default()),
        Box::new(UndocumentedRequests::default()),
    ]
}
