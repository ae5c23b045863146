//! A trial run of the generator: it panics on some legal documents, and says little about where.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{catch_unwind, set_hook, take_hook};

use openapi::{Finding, Source, child};
use progenitor_impl::Generator;
use serde_json::{Map, Value, json};

/// The generator recurses; deep documents need more than a thread's usual stack.
const STACK: usize = 256 * 1024 * 1024;

/// How much of the generator's words is passed on, in characters. It prints whole schemas.
const WORDS: usize = 300;

/// What of a document the generator refuses: schemas and operations, each tried alone. Nothing when it takes the whole.
pub(crate) fn refusals(source: &Source) -> Vec<Finding> {
    guarded(|| search(source)).unwrap_or_else(|words| vec![finding(source, "", &words)])
}

/// Runs the generator where its panics are expected and its recursion has room.
///
/// # Errors
///
/// The words of a panic.
pub(crate) fn guarded<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, String> {
    let running = || {
        std::thread::scope(|scope| {
            let running = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            running.map(std::thread::ScopedJoinHandle::join)
        })
    };
    match silently(running) {
        Ok(done) => done.map_err(|panic| words(panic.as_ref())),
        Err(error) => Err(format!("it could not be started: {error}")),
    }
}

/// Without the default report of panics, which are expected here.
fn silently<T>(work: impl FnOnce() -> T) -> T {
    let reporting = take_hook();
    set_hook(Box::new(|_| {}));
    let result = work();
    set_hook(reporting);
    result
}

fn finding(source: &Source, pointer: &str, words: &str) -> Finding {
    let message = format!("the generator cannot take this: {words}");
    let remedy = "describe it in a simpler way; `cargo xtask lint` tells when it is taken";
    Finding::error(source, "generator-refuses", pointer, message, remedy)
}

fn search(source: &Source) -> Vec<Finding> {
    let Err(whole) = attempt(&source.value) else { return Vec::new() };
    let mut refused = Vec::new();
    let mut findings = Vec::new();
    let schemas = source.get("/components/schemas").and_then(Value::as_object);
    for name in schemas.into_iter().flat_map(Map::keys) {
        let pointer = child("/components/schemas", name);
        let needed = closure(&source.value, &json!({ "$ref": format!("#{pointer}") }));
        if let Err(words) = attempt(&reduced(&source.value, json!({}), &needed)) {
            refused.push((pointer, words, needed));
        }
    }
    let names: BTreeSet<String> = refused.iter().map(|(pointer, ..)| pointer.clone()).collect();
    for (pointer, words, needed) in &refused {
        // A schema that only refers to a refused one is not the place to look, unless the two refer to each other.
        let is_source = needed
            .iter()
            .filter(|other| *other != pointer && names.contains(*other))
            .all(|other| refused.iter().any(|(name, _, needs)| name == other && needs.contains(pointer)));
        if is_source {
            findings.push(finding(source, pointer, words));
        }
    }
    findings.extend(refused_operations(source, &names));
    if findings.is_empty() {
        findings.push(finding(source, "", &whole));
    }
    findings
}

fn refused_operations(source: &Source, refused_schemas: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, item) in source.get("/paths").and_then(Value::as_object).into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if operation.get("responses").is_none() {
                continue;
            }
            let mut alone = json!({ path: { method: operation } });
            if let (Some(parameters), Some(item)) = (item.get("parameters"), alone.get_mut(path)) {
                item["parameters"] = parameters.clone();
            }
            let needed = closure(&source.value, &alone);
            if !needed.is_disjoint(refused_schemas) {
                continue;
            }
            if let Err(words) = attempt(&reduced(&source.value, alone, &needed)) {
                findings.push(finding(source, &child(&child("/paths", path), method), &words));
            }
        }
    }
    findings
}

/// The components that a part of a document refers to, directly or not, as pointers.
fn closure(document: &Value, part: &Value) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    let mut waiting = vec![part];
    while let Some(value) = waiting.pop() {
        if let Some(target) = value.get("$ref").and_then(Value::as_str).and_then(|r| openapi::target_of("", r).ok())
            && let Some(found) = document.pointer(&target)
            && needed.insert(target)
        {
            waiting.push(found);
        }
        match value {
            Value::Object(members) => waiting.extend(members.values()),
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    needed
}

/// The document with these paths and components only.
fn reduced(document: &Value, paths: Value, needed: &BTreeSet<String>) -> Value {
    let mut components: Map<String, Value> = Map::new();
    for (kind, members) in document.get("components").and_then(Value::as_object).into_iter().flatten() {
        let folder = child("/components", kind);
        let kept: Map<String, Value> = members
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| needed.contains(&child(&folder, name)))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        components.insert(kind.clone(), kept.into());
    }
    json!({ "openapi": "3.0.3", "info": { "title": "a trial", "version": "0" }, "paths": paths, "components": components })
}

fn attempt(document: &Value) -> Result<(), String> {
    let generate = || {
        let document = serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
        Generator::default().generate_tokens(&document).map(drop).map_err(|error| error.to_string())
    };
    // Nothing of the closure outlives a panic.
    let outcome = catch_unwind(generate).unwrap_or_else(|panic| Err(words(panic.as_ref())));
    outcome.map_err(|words| words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(WORDS).collect())
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text =
        panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
    text.unwrap_or_else(|| "it stopped without a word".to_owned())
}
