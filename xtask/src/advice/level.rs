//! Patch, minor, major, and the versions they lead to.

use semver::Version;

/// How much a version must change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Nothing that anyone relies on.
    Patch,
    /// There is more than there was.
    Minor,
    /// Code or requests that were right may not be any more.
    Major,
}

impl Level {
    /// The word for it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// The least version that may follow. Below 1.0.0, as Cargo has it, the second number stands for the first and the
    /// third for the others. What follows a pre-release is the version that it announced.
    pub(crate) fn after(self, last: &Version) -> Version {
        if !last.pre.is_empty() {
            return Version::new(last.major, last.minor, last.patch);
        }
        match (self, last.major, last.minor) {
            (Self::Major, 0, 0) | (_, 0, 0) => Version::new(0, 0, last.patch + 1),
            (Self::Major, 0, minor) => Version::new(0, minor + 1, 0),
            (Self::Major, major, _) => Version::new(major + 1, 0, 0),
            (Self::Minor, major, minor) if major > 0 => Version::new(major, minor + 1, 0),
            (_, major, minor) => Version::new(major, minor, last.patch + 1),
        }
    }

    /// Whether a version may follow. A pre-release may where the version it announces may.
    pub(crate) fn allows(self, last: &Version, version: &Version) -> bool {
        let announced = Version::new(version.major, version.minor, version.patch);
        version > last && announced >= self.after(last)
    }
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::Level::{Major, Minor, Patch};

    #[test]
    fn the_least_version_that_may_follow() {
        let cases = [
            ("1.2.3", Patch, "1.2.4"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Major, "2.0.0"),
            ("0.2.3", Patch, "0.2.4"),
            ("0.2.3", Minor, "0.2.4"),
            ("0.2.3", Major, "0.3.0"),
            ("0.0.3", Patch, "0.0.4"),
            ("0.0.3", Major, "0.0.4"),
            ("2.0.0-rc.1", Major, "2.0.0"),
        ];
        for (last, level, expected) in cases {
            let last = Version::parse(last).unwrap();
            let next = level.after(&last);
            assert_eq!(next, Version::parse(expected).unwrap(), "{last} {level:?}");
            assert!(level.allows(&last, &next));
            assert!(!level.allows(&last, &last));
        }
    }

    #[test]
    fn what_is_lower_is_not_allowed() {
        let cases = [
            ("0.1.0", Major, "0.1.1", false),
            ("0.1.0", Major, "0.2.0-rc.1", true),
            ("0.1.0", Major, "1.0.0", true),
            ("1.0.0", Minor, "1.0.1", false),
            ("1.0.0", Patch, "0.9.0", false),
            ("1.0.0", Patch, "1.0.0-rc.1", false),
            ("1.0.0-rc.1", Major, "1.0.0-rc.2", true),
            ("1.0.0-rc.2", Major, "1.0.0-rc.1", false),
        ];
        for (last, level, version, allowed) in cases {
            let (last, version) = (Version::parse(last).unwrap(), Version::parse(version).unwrap());
            assert_eq!(level.allows(&last, &version), allowed, "{last} {level:?} {version}");
        }
    }
}
