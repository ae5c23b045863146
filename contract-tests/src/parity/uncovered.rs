//! What no recording of a profile's deployment has shown.

use sandbox::{Profile, Situation};

use super::recorded::Recorded;
use super::replay::{Replayed, replay};
use crate::failure::Failure;
use crate::recordings::Deployment;

/// The situations that the profile has and that do not come up when the recordings of its deployment, one of these, are
/// replayed: there the sandbox is not proven.
///
/// # Errors
///
/// When there are no recordings of that name, or they cannot be replayed.
pub fn uncovered(deployments: &[Deployment], profile: &Profile) -> Result<Vec<Situation>, Failure> {
    Ok(replay(&Recorded::named(deployments, profile.name)?, profile)?.uncovered(profile))
}

impl Replayed {
    /// The situations that the profile has and that did not come up.
    #[must_use]
    pub fn uncovered(&self, profile: &Profile) -> Vec<Situation> {
        let mut uncovered = Situation::of(profile);
        uncovered.retain(|situation| !self.situations.contains(situation));
        uncovered
    }
}
