//! Which crate of this workspace depends on which.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which crates of this workspace name others of it in their manifests.
type Edges<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What the crates are built of, and what their tests, examples and benches use besides.
fn edges(metadata: &Value) -> (Edges<'_>, Edges<'_>) {
    let packages = metadata["packages"].as_array().unwrap();
    let members: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    let (mut built, mut tested) = (Edges::new(), Edges::new());
    for package in packages {
        let name = package["name"].as_str().unwrap();
        built.entry(name).or_default();
        for dependency in package["dependencies"].as_array().unwrap() {
            let other = dependency["name"].as_str().unwrap();
            let edges = if dependency["kind"] == "dev" { &mut tested } else { &mut built };
            if members.contains(other) {
                edges.entry(name).or_default().insert(other);
            }
        }
    }
    (built, tested)
}

fn metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sandbox shares nothing with belief and judges but the reading of the document, so that a mistake in one does not
/// hide in the other. The client knows of neither.
#[test]
fn dependencies_point_one_way() {
    const CLIENT: &str = "cometapi-keys";
    const OPENAPI: &str = "cometapi-keys-openapi";
    const SANDBOX: &str = "cometapi-keys-sandbox";
    const SUITE: &str = "contract-tests";
    let metadata = metadata();
    let built = BTreeMap::from([
        (OPENAPI, BTreeSet::new()),
        (CLIENT, BTreeSet::new()),
        (SANDBOX, BTreeSet::from([OPENAPI])),
        (SUITE, BTreeSet::from([CLIENT, OPENAPI, SANDBOX])),
        ("xtask", BTreeSet::from([OPENAPI])),
    ]);
    // An example is a program of somebody who uses the client.
    let tested = BTreeMap::from([(SANDBOX, BTreeSet::from([CLIENT]))]);
    assert_eq!(edges(&metadata), (built, tested));
}

/// Code can be shared without a dependency.
#[test]
fn the_sandbox_takes_in_no_source_of_another_crate() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sandbox/src");
    let sources = sources(&folder);
    assert!(sources.len() > 30, "{} sources only", sources.len());
    for source in sources {
        let text = std::fs::read_to_string(&source).unwrap();
        for way in ["#[path", "include!(", "include_str!(", "include_bytes!("] {
            assert!(!text.contains(way), "{}: {way}", source.display());
        }
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// Drivers and judges see a server. Who knows that it may be a sandbox, and what it may be given, is listed here.
#[test]
fn no_driver_and_no_judge_knows_of_the_sandbox() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed = ["score/", "serve/", "parity/", "sandbox_target.rs"];
    let mut knowing = BTreeSet::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.strip_prefix(&source).unwrap().to_string_lossy().into_owned();
            let mut words = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
            if words.any(|word| word.trim_start_matches("::").starts_with("sandbox::")) {
                knowing.insert(name);
            }
        }
    }
    let others: Vec<&String> =
        knowing.iter().filter(|name| !allowed.iter().any(|allowed| name.starts_with(allowed))).collect();
    assert!(others.is_empty(), "{others:?} know of the sandbox");
    assert!(knowing.iter().any(|name| name.starts_with("score/")), "this test finds nothing: {knowing:?}");
}
