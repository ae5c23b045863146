//! Where a fault takes hold of the server.

use super::turn::Turn;
use crate::answer::Answer;
use crate::limits::Limits;
use crate::profile::Profile;

/// Answers a request in a server's place; [`Turn::served`] is what the server itself would do.
pub(crate) type Answering = fn(&mut Turn<'_>) -> Answer;

/// Where a fault takes hold. The model of the server has no place for faults: they change what it is told, or stand
/// around it.
#[derive(Clone, Copy)]
pub(crate) struct Hooks {
    /// Changes how the server behaves, before it starts.
    pub(crate) profile: Option<fn(&mut Profile)>,
    /// Changes the limits that it checks, before it starts.
    pub(crate) limits: Option<fn(&mut Limits)>,
    /// Answers each request.
    pub(crate) answering: Option<Answering>,
    /// Whether header names are written with capitals.
    pub(crate) title_case: bool,
}

impl Hooks {
    const NONE: Self = Self { profile: None, limits: None, answering: None, title_case: false };

    pub(crate) const fn answering(answering: Answering) -> Self {
        Self { answering: Some(answering), ..Self::NONE }
    }

    pub(crate) const fn profile(profile: fn(&mut Profile)) -> Self {
        Self { profile: Some(profile), ..Self::NONE }
    }

    pub(crate) const fn limits(limits: fn(&mut Limits)) -> Self {
        Self { limits: Some(limits), ..Self::NONE }
    }

    pub(crate) const fn title_case() -> Self {
        Self { title_case: true, ..Self::NONE }
    }
}
