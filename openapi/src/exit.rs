//! What an exit code means.

/// The exit codes of every command, as the README documents them. Scripts read them: a number never changes meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Nothing is contradicted beyond the known divergences.
    Held = 0,
    /// The contract, or compatibility, is broken.
    Broken = 1,
    /// Wrong usage, configuration or document, or an unreadable recording.
    Usage = 2,
    /// Generated code is stale.
    Stale = 3,
    /// Nothing could be judged, a live run broke off, or evidence that must be there is not.
    NotVerified = 4,
    /// A secret is in a file that we keep or write.
    Secret = 5,
    /// Keys that a run made are still there.
    LeftBehind = 6,
    /// The command itself could not run: a build failed, an output could not be written, an internal error.
    CouldNotRun = 7,
}

impl Exit {
    /// From the gravest to the mildest. A leaked secret or a key left on a server outlives the run, so they come first;
    /// then what makes every other answer worthless; then the answers themselves.
    const BY_GRAVITY: [Self; 8] = [
        Self::Secret,
        Self::LeftBehind,
        Self::Usage,
        Self::CouldNotRun,
        Self::Broken,
        Self::Stale,
        Self::NotVerified,
        Self::Held,
    ];

    /// The gravest of several, and [`Exit::Held`] of none.
    #[must_use]
    pub fn gravest(exits: impl IntoIterator<Item = Self>) -> Self {
        let gravity = |exit: &Self| Self::BY_GRAVITY.iter().position(|candidate| candidate == exit);
        exits.into_iter().min_by_key(gravity).unwrap_or(Self::Held)
    }

    /// The number a shell sees.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_gravest_of_several_is_taken_in_the_documented_order() {
        let order = [5, 6, 2, 7, 1, 3, 4, 0];
        assert_eq!(Exit::BY_GRAVITY.map(Exit::code), order);
        for (index, gravest) in Exit::BY_GRAVITY.iter().enumerate() {
            let mut rest = Exit::BY_GRAVITY[index..].to_vec();
            rest.reverse();
            assert_eq!(Exit::gravest(rest), *gravest);
        }
        assert_eq!(Exit::gravest([]), Exit::Held);
    }
}
