//! What a fault and a control are, and all of them.

use super::hooks::Hooks;
use super::{
    concurrency, controls, effect_deletes, effect_updates, security_accounts, security_models, security_secrets,
    shape_envelopes, shape_records, validation_bodies, validation_values, value_lists, value_numbers, value_texts,
    wire_bodies, wire_connections,
};

/// One thing that a real server gets wrong, to be built into a sandbox with [`crate::Builder::fault`].
///
/// ```
/// let fault = sandbox::Fault::named("ids-as-text").ok_or("there is no such fault")?;
/// let sandbox = sandbox::Sandbox::builder().fault(fault).start()?;
/// println!("{} {}", sandbox.base_url(), fault.says);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Fault {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// Its kind.
    pub family: Family,
    /// What the server does wrong, in one sentence.
    pub says: &'static str,
    pub(crate) hooks: Hooks,
}

/// The kind of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// The JSON of an answer has another form than the document gives it.
    Shape,
    /// The HTTP message, or the connection, is not as it should be.
    Wire,
    /// A value is another one than was sent, or than is true.
    Value,
    /// A request does something else than it says.
    Effect,
    /// What must be refused is accepted, or the reverse.
    Validation,
    /// Somebody is served who must not be, or learns what he must not.
    Security,
    /// Requests at the same time, or shortly after one another, disturb each other.
    Concurrency,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Shape, Self::Wire, Self::Value, Self::Effect, Self::Validation, Self::Security, Self::Concurrency];

    /// Its name, in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Wire => "wire",
            Self::Value => "value",
            Self::Effect => "effect",
            Self::Validation => "validation",
            Self::Security => "security",
            Self::Concurrency => "concurrency",
        }
    }
}

/// Something unusual that a server may do, by the documentation or because it is silent: nobody may call it a fault. It
/// is built in with [`crate::Builder::control`].
pub struct Control {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// What the server does, in one sentence.
    pub says: &'static str,
    pub(crate) hooks: Hooks,
}

/// The tables of faults, by family.
const TABLES: [&[Fault]; 15] = [
    shape_envelopes::FAULTS,
    shape_records::FAULTS,
    wire_bodies::FAULTS,
    wire_connections::FAULTS,
    value_texts::FAULTS,
    value_numbers::FAULTS,
    value_lists::FAULTS,
    effect_updates::FAULTS,
    effect_deletes::FAULTS,
    validation_values::FAULTS,
    validation_bodies::FAULTS,
    security_accounts::FAULTS,
    security_secrets::FAULTS,
    security_models::FAULTS,
    concurrency::FAULTS,
];

const COUNT: usize = {
    let (mut count, mut table) = (0, 0);
    while table < TABLES.len() {
        count += TABLES[table].len();
        table += 1;
    }
    count
};

static ALL: [&Fault; COUNT] = {
    let mut all = [&TABLES[0][0]; COUNT];
    let (mut count, mut table) = (0, 0);
    while table < TABLES.len() {
        let mut row = 0;
        while row < TABLES[table].len() {
            all[count] = &TABLES[table][row];
            count += 1;
            row += 1;
        }
        table += 1;
    }
    all
};

impl Fault {
    /// All of them, family by family.
    pub const ALL: &[&Self] = &ALL;

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        ALL.iter().find(|fault| fault.name == name).copied()
    }
}

impl Control {
    /// All of them.
    pub const ALL: &[Self] = controls::CONTROLS;

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        controls::CONTROLS.iter().find(|control| control.name == name)
    }
}

impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fault").field("name", &self.name).field("family", &self.family).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control").field("name", &self.name).finish_non_exhaustive()
    }
}
