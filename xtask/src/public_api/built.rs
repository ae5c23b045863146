//! The client's public API as it is now: rustdoc reads the crate, `public-api` writes it down.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// Traits whose implementations the compiler decides on, and that no stable code can name.
const UNSTABLE: [&str; 3] = ["core::marker::StructuralPartialEq", "core::marker::Freeze", "core::marker::UnsafeUnpin"];

/// A crate's public API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PublicApi {
    /// The items, a line each, sorted.
    pub(crate) lines: BTreeSet<String>,
    /// The names of structs with private fields, which nobody else can build or take apart. Not in the text.
    pub(crate) closed: BTreeSet<String>,
}

impl PublicApi {
    /// One that was written down.
    pub(crate) fn of_text(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).map(str::to_owned);
        Self { lines: lines.collect(), closed: BTreeSet::new() }
    }

    /// The text of it.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().fold(String::new(), |text, line| text + line + "\n")
    }
}

/// Documents the client of a workspace and reads its public API.
///
/// It is built in a folder of its own: rustdoc gives its JSON to stable toolchains only with a variable set that other
/// builds would notice. Without its default feature, which adds no item, it needs no TLS.
///
/// # Errors
///
/// When the client does not compile, or rustdoc's JSON is not what `public-api` reads; the text says what to do.
pub(crate) fn build(root: &Path) -> Result<PublicApi, String> {
    let target = target_folder(root)?.join("public-api");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let file = target.join("doc/cometapi_keys.json");
    let written = |file: &Path| std::fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    let before = written(&file);
    let output = Command::new(cargo)
        .args(["rustdoc", "--quiet", "--package", "cometapi-keys", "--lib", "--no-default-features"])
        .arg("--target-dir")
        .arg(&target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"])
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTDOCFLAGS")
        .env_remove("COMETAPI_ACCESS_TOKEN")
        .env_remove("COMETAPI_SECOND_ACCESS_TOKEN")
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}\n  install Rust: https://rustup.rs"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let first: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).take(3).collect();
        let first = if first.is_empty() { said.lines().take(3).collect() } else { first };
        return Err(format!(
            "the client does not compile: {}\n  run `cargo xtask generate`, or mend it",
            first.join("; ")
        ));
    }
    // Clones that share a folder for what they build write to one file, and cargo takes either's for fresh.
    let own = target.join(format!("{}.json", &crate::released::sum(root.as_os_str().as_encoded_bytes())[..16]));
    if written(&file) != before || !own.exists() {
        std::fs::copy(&file, &own).map_err(|error| format!("{} cannot be copied: {error}", file.display()))?;
    }
    read(&own)
}

/// Where cargo builds the workspace.
fn target_folder(root: &Path) -> Result<PathBuf, String> {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root.join("target"));
    std::path::absolute(&folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn read(file: &Path) -> Result<PublicApi, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let api = public_api::Builder::from_rustdoc_json(file).omit_blanket_impls(true).build().map_err(|error| {
        let format = serde_json::from_str(&text).ok().and_then(|json: Value| json.get("format_version")?.as_u64());
        let format = format.map_or_else(|| "an unknown format".to_owned(), |format| format!("format {format}"));
        let advice = "the workspace is built with Rust 1.95; another one needs another release of the crate public-api";
        format!("rustdoc's JSON, of {format}, cannot be read: {error}\n  {advice}")
    })?;
    let is_unstable =
        |line: &str| UNSTABLE.iter().any(|name| line.starts_with("impl") && line.contains(&format!(" {name} for ")));
    let lines = api.items().map(ToString::to_string).filter(|line| !is_unstable(line)).collect();
    Ok(PublicApi { lines, closed: closed(&text) })
}

/// The names of structs of which rustdoc left out fields. A name that an open struct has as well is not among them.
fn closed(json: &str) -> BTreeSet<String> {
    let json: Value = serde_json::from_str(json).unwrap_or_default();
    let structs = json.get("index").and_then(Value::as_object).into_iter().flatten().filter_map(|(_, item)| {
        let stripped = item.pointer("/inner/struct/kind/plain/has_stripped_fields")?.as_bool()?;
        Some((item.get("name")?.as_str()?.to_owned(), stripped))
    });
    let structs: Vec<(String, bool)> = structs.collect();
    let open: BTreeSet<&String> = structs.iter().filter(|(_, stripped)| !stripped).map(|(name, _)| name).collect();
    structs.iter().map(|(name, _)| name).filter(|name| !open.contains(name)).cloned().collect()
}
