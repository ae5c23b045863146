//! Steps done one after the other, and undone when one of them fails.

use std::path::{Path, PathBuf};

use super::plan::Step;
use crate::failure::Failure;
use crate::whole_file;

/// What was written, with what was there before: undone when it is dropped, unless it is kept.
#[derive(Debug)]
pub(super) struct Written {
    root: PathBuf,
    /// The files, with their bytes before; none where there was none.
    before: Vec<(String, Option<Vec<u8>>)>,
    /// Folders that were made for them.
    folders: Vec<PathBuf>,
    is_kept: bool,
}

impl Written {
    /// Does every step.
    ///
    /// # Errors
    ///
    /// When one cannot be done. Those before it are undone then.
    pub(super) fn all(root: &Path, steps: &[Step]) -> Result<Self, Failure> {
        let mut written = Self { root: root.to_owned(), before: Vec::new(), folders: Vec::new(), is_kept: false };
        for step in steps {
            written.step(step).map_err(|error| {
                Failure::could_not_run(format!(
                    "{} cannot be written: {error}\n  what was written before it is undone; make room for it, and try again",
                    step.file
                ))
            })?;
        }
        Ok(written)
    }

    fn step(&mut self, step: &Step) -> std::io::Result<()> {
        let path = self.root.join(&step.file);
        let before = match std::fs::read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let Some(text) = &step.text else {
            self.before.push((step.file.clone(), before));
            return std::fs::remove_file(&path);
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
            // Noted first: half a way to it is undone too.
            self.folders.push(folder.to_owned());
            std::fs::create_dir_all(folder)?;
        }
        self.before.push((step.file.clone(), before));
        whole_file::write(&path, text)
    }

    /// Keeps what was written.
    pub(super) fn keep(mut self) {
        self.is_kept = true;
    }

    fn undo(&self) {
        for (file, before) in self.before.iter().rev() {
            let path = self.root.join(file);
            let undone = match before {
                Some(bytes) => std::fs::read(&path)
                    .and_then(|now| if now == *bytes { Ok(()) } else { std::fs::write(&path, bytes) })
                    .or_else(|_| std::fs::write(&path, bytes)),
                None if path.exists() => std::fs::remove_file(&path),
                None => Ok(()),
            };
            if let Err(error) = undone {
                eprintln!("{file} cannot be put back: {error}\n  git checkout -- {file}");
            }
        }
        // Only where nothing else is in them by now.
        self.folders.iter().rev().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        if !self.is_kept {
            self.undo();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::{Step, Written};

    const FILES: [&str; 6] = [
        "openapi/released/0.2.0.yaml",
        "openapi/released/SHA256SUMS",
        "openapi/a.yaml",
        "Cargo.toml",
        "Cargo.lock",
        "CHANGELOG.md",
    ];

    fn git(root: &Path, arguments: &[&str]) -> String {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(arguments).current_dir(root).output().unwrap();
        assert!(output.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A committed repository; where a file is to be, a folder may stand in the way.
    fn repository(in_the_way: Option<&str>) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for name in ["openapi/a.yaml", "Cargo.toml", "Cargo.lock", "accepted.toml"] {
            if in_the_way != Some(name) {
                write(name, &format!("{name} as it was\n"));
            }
        }
        if let Some(name) = in_the_way {
            write(&format!("{name}/file"), "in the way");
        }
        git(root.path(), &["init", "--quiet"]);
        git(root.path(), &["add", "--all"]);
        git(root.path(), &["commit", "--quiet", "--message", "one"]);
        root
    }

    fn steps() -> Vec<Step> {
        let write = |file: &str| Step { file: file.to_owned(), text: Some(format!("{file} as it shall be\n")) };
        let mut steps: Vec<Step> = FILES.iter().copied().map(write).collect();
        steps.push(Step { file: "accepted.toml".to_owned(), text: None });
        steps
    }

    #[test]
    fn every_step_is_done_and_kept() {
        let root = repository(None);
        Written::all(root.path(), &steps()).unwrap().keep();
        for file in FILES {
            assert_eq!(std::fs::read_to_string(root.path().join(file)).unwrap(), format!("{file} as it shall be\n"));
        }
        assert!(!root.path().join("accepted.toml").exists());
    }

    #[test]
    fn whichever_step_fails_nothing_is_left() {
        for file in FILES.into_iter().chain(["accepted.toml"]) {
            let root = repository(Some(file));
            let failure = Written::all(root.path(), &steps()).unwrap_err();
            assert!(failure.text.starts_with(&format!("{file} cannot be written")), "{}", failure.text);
            assert_eq!(git(root.path(), &["status", "--porcelain", "--ignored"]), "", "{file}");
            if !file.starts_with("openapi/released") {
                assert!(!root.path().join("openapi/released").exists(), "{file}: a folder is left");
            }
        }
    }

    #[test]
    fn what_is_not_kept_is_undone() {
        let root = repository(None);
        drop(Written::all(root.path(), &steps()).unwrap());
        assert_eq!(git(root.path(), &["status", "--porcelain"]), "");
        assert!(!root.path().join("openapi/released").exists());
    }
}
