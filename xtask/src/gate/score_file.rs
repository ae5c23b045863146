//! The committed score: what was noticed, and of which suite and sandbox.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use openapi::Source;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::generate::GENERATED;
use crate::workspace;

/// The file, below the workspace.
pub(super) const SCORE: &str = "contract-tests/score.json";

/// The faults that survive, or that only some runs notice.
const SURVIVORS: &str = "contract-tests/survivors.toml";

/// What decides whether a fault is noticed: the suite, the sandbox, and what they are made of. The document and the
/// generated client are not among them: they have parts that a release changes, see [`content`].
const SOURCES: [&str; 6] =
    ["client/src", "contract-tests/sandbox/src", "contract-tests/src", SURVIVORS, "openapi/rules.toml", "openapi/src"];

/// What is below them and has no part in it.
const NO_PART: [&str; 1] = ["openapi/src/compat"];

/// The score as it is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ScoreFile {
    /// The hash of what it was made with.
    pub(super) content: String,
    /// The faults that were noticed, by family, and those that were not; controls raise no alarm, so that none is noticed.
    pub(super) families: BTreeMap<String, Family>,
}

/// The faults of one family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Family {
    pub(super) noticed: Vec<String>,
    pub(super) unnoticed: Vec<String>,
}

impl ScoreFile {
    /// Reads what `score --json` tells.
    pub(super) fn of_run(content: String, told: &Value) -> Option<Self> {
        let mut families: BTreeMap<String, Family> = BTreeMap::new();
        for tried in told.pointer("/runs/0/tried")?.as_array()? {
            let text = |member: &str| tried.get(member).and_then(Value::as_str).map(str::to_owned);
            let family = families.entry(text("family")?).or_default();
            let noticed = tried.get("noticed")?.as_bool()?;
            if noticed { &mut family.noticed } else { &mut family.unnoticed }.push(text("name")?);
        }
        Some(Self { content, families })
    }

    /// Reads the committed file; none where there is none.
    ///
    /// # Errors
    ///
    /// When it is there and cannot be read.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, Failure> {
        let text = match std::fs::read_to_string(root.join(SCORE)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::usage(format!("{SCORE} cannot be read: {error}"))),
        };
        let told: Value = serde_json::from_str(&text).map_err(|error| Failure::usage(format!("{SCORE}: {error}")))?;
        let read = Self::of_text(&told);
        read.map(Some)
            .ok_or_else(|| Failure::usage(format!("{SCORE} is not as `cargo xtask gate --renew-score` writes it")))
    }

    fn of_text(told: &Value) -> Option<Self> {
        let names = |family: &Value, member: &str| -> Option<Vec<String>> {
            family.get(member)?.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()
        };
        let families = told.get("families")?.as_object()?.iter().map(|(name, family)| {
            Some((name.clone(), Family { noticed: names(family, "noticed")?, unnoticed: names(family, "unnoticed")? }))
        });
        Some(Self { content: told.get("content")?.as_str()?.to_owned(), families: families.collect::<Option<_>>()? })
    }

    /// The text of the file.
    pub(super) fn text(&self) -> String {
        let families = self
            .families
            .iter()
            .map(|(name, family)| (name.clone(), json!({ "noticed": family.noticed, "unnoticed": family.unnoticed })));
        let families: serde_json::Map<String, Value> = families.collect();
        format!("{:#}\n", json!({ "content": self.content, "families": families }))
    }

    /// One noticed fault of every family that has one, but none that only some runs notice. Which ones changes with the
    /// content, and with nothing else.
    pub(super) fn samples(&self, not_always: &BTreeSet<String>) -> Vec<String> {
        let turn = self.content.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        let samples = self.families.values().filter_map(|family| {
            let sure: Vec<&String> = family.noticed.iter().filter(|name| !not_always.contains(*name)).collect();
            sure.get(turn % sure.len().max(1)).map(ToString::to_string)
        });
        samples.collect()
    }

    /// How many faults were noticed, of how many; controls are no faults.
    pub(super) fn counts(&self) -> (usize, usize) {
        let faults = self.families.iter().filter(|(name, _)| !["control", "nothing"].contains(&name.as_str()));
        faults.fold((0, 0), |(noticed, all), (_, family)| {
            (noticed + family.noticed.len(), all + family.noticed.len() + family.unnoticed.len())
        })
    }
}

/// The faults that the suite does not count on noticing.
///
/// # Errors
///
/// When the file of them cannot be read.
pub(super) fn not_always_noticed(root: &Path) -> Result<BTreeSet<String>, Failure> {
    let text =
        std::fs::read_to_string(root.join(SURVIVORS)).map_err(|error| unreadable(Path::new(SURVIVORS), &error))?;
    let table: toml::Table =
        toml::from_str(&text).map_err(|error| Failure::usage(format!("{SURVIVORS}: {}", error.message())))?;
    Ok(table.values().filter_map(toml::Value::as_table).flat_map(|names| names.keys().cloned()).collect())
}

/// The hash of the suite, the sandbox and what they are made of. The document counts without its version, and the client
/// without what is generated from the document: so the score stays that of the same suite when a release sets versions.
///
/// # Errors
///
/// When a file cannot be read.
pub(super) fn content(root: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    for source in SOURCES {
        collect(root, Path::new(source), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = std::fs::read(root.join(&file)).map_err(|error| unreadable(&file, &error))?;
        // Paths as they are on every system, and lengths: no two sets of files give one text.
        let name = file.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        hash.update(format!("{name} {}\n", bytes.len()));
        hash.update(&bytes);
    }
    let mut document = Source::load(&root.join(workspace::DOCUMENT)).map_err(Failure::usage)?.value;
    if let Some(info) = document.get_mut("info").and_then(Value::as_object_mut) {
        info.remove("version");
    }
    hash.update(document.to_string());
    Ok(hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")))
}

fn collect(root: &Path, path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if NO_PART.iter().chain([&GENERATED]).any(|no_part| path == Path::new(no_part)) {
        return Ok(());
    }
    let there = root.join(path);
    if there.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(&there).map_err(|error| unreadable(path, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(path, &error))?;
        collect(root, &path.join(entry.file_name()), files)?;
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::json;

    use super::{SOURCES, ScoreFile, content};
    use crate::workspace::DOCUMENT;

    fn workspace() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = root.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        for source in SOURCES {
            write(&if source.contains('.') { source.to_owned() } else { format!("{source}/lib.rs") }, "text");
        }
        write("client/src/generated.rs", "generated");
        write("openapi/src/compat/mod.rs", "compat");
        write(DOCUMENT, "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\npaths: {}\n");
        root
    }

    #[test]
    fn the_content_is_the_suites_and_not_the_versions() {
        let root = workspace();
        let write = |name: &str, text: &str| std::fs::write(root.path().join(name), text).unwrap();
        let of = |root: &Path| content(root).unwrap();
        let before = of(root.path());
        write("client/src/generated.rs", "other");
        write("openapi/src/compat/mod.rs", "other");
        write(DOCUMENT, "openapi: 3.0.3\ninfo: {title: t, version: 2.0.0}\npaths: {}\n");
        assert_eq!(of(root.path()), before);
        write(DOCUMENT, "openapi: 3.0.3\ninfo: {title: t, version: 2.0.0}\npaths: {/a: {}}\n");
        assert_ne!(of(root.path()), before, "the document");
        for source in SOURCES {
            let root = workspace();
            let name = if source.contains('.') { source.to_owned() } else { format!("{source}/lib.rs") };
            std::fs::write(root.path().join(name), "texts").unwrap();
            assert_ne!(of(root.path()), before, "{source}");
        }
        let root = workspace();
        std::fs::rename(root.path().join("client/src/lib.rs"), root.path().join("client/src/lid.rs")).unwrap();
        assert_ne!(of(root.path()), before, "a name");
    }

    #[test]
    fn what_a_run_tells_is_written_and_read_again() {
        let tried =
            |name: &str, family: &str, noticed: bool| json!({"name": name, "family": family, "noticed": noticed});
        let told = json!({"runs": [{"tried": [
            tried("nothing", "control", false), tried("a", "shape", true), tried("b", "shape", false),
            tried("c", "wire", true), tried("d", "effect", false),
        ]}]});
        let score = ScoreFile::of_run("0".repeat(64), &told).unwrap();
        assert_eq!(score.counts(), (2, 4));
        assert_eq!(score.samples(&BTreeSet::new()), ["a", "c"]);
        assert_eq!(score.samples(&BTreeSet::from(["a".to_owned()])), ["c"]);
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("contract-tests")).unwrap();
        assert_eq!(ScoreFile::read(root.path()).unwrap(), None);
        std::fs::write(root.path().join(super::SCORE), score.text()).unwrap();
        assert_eq!(ScoreFile::read(root.path()).unwrap(), Some(score));
        std::fs::write(root.path().join(super::SCORE), "{\"content\": 5}").unwrap();
        assert!(ScoreFile::read(root.path()).is_err());
    }
}
