//! A folder that looks like a clone of the repository: recordings, and whatever a test puts beside them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::run::{Run, root, suite};

pub(crate) struct Clone(TempDir);

impl Clone {
    /// With copies of the recordings of a deployment, but for some topics.
    pub(crate) fn of(deployment: &str, without: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let recordings = Path::new("contract-tests/recordings").join(deployment);
        std::fs::create_dir_all(folder.path().join(&recordings)).unwrap();
        for entry in std::fs::read_dir(root().join(&recordings)).unwrap() {
            let name = entry.unwrap().file_name();
            if !without.iter().any(|topic| name.to_string_lossy() == format!("{topic}.har")) {
                std::fs::copy(root().join(&recordings).join(&name), folder.path().join(&recordings).join(&name))
                    .unwrap();
            }
        }
        Self(folder)
    }

    /// With nothing in it.
    pub(crate) fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn verify(&self, arguments: &[&str]) -> Run {
        suite(self.0.path(), "verify", arguments)
    }

    pub(crate) fn rules(&self, arguments: &[&str]) -> Run {
        suite(self.0.path(), "rules", arguments)
    }
}
