//! Operations and paths: names, templates and the parameters in them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Finding;
use super::tables::{LINK, OPERATION, PATHS};
use super::walk::{Place, Walked};
use crate::child;

pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

pub(super) fn check(walked: &Walked<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    operation_ids(walked, &mut found);
    same_paths(walked, &mut found);
    for path in paths(walked) {
        template_parameters(walked, &path, &mut found);
    }
    found
}

/// A path of the document and its operations.
pub(super) struct Path<'w> {
    pub(super) template: &'w str,
    pub(super) pointer: String,
    pub(super) operations: Vec<&'w Place<'w>>,
}

pub(super) fn paths<'w>(walked: &'w Walked<'_>) -> Vec<Path<'w>> {
    let templates =
        walked.all(&PATHS).flat_map(|paths| paths.members.keys().map(|template| (template, paths.at(template))));
    templates
        .filter(|(template, _)| template.starts_with('/'))
        .map(|(template, pointer)| {
            let operations = METHODS.iter().filter_map(|method| walked.place(&child(&pointer, method))).collect();
            Path { template, pointer, operations }
        })
        .collect()
}

/// A name as the generator writes it for a Rust method or argument.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (index, character) in characters.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|index| characters.get(index));
        let next = characters.get(index + 1);
        let starts_word = character.is_uppercase()
            && previous
                .is_some_and(|previous| !previous.is_uppercase() || next.is_some_and(|next| next.is_lowercase()));
        if (starts_word || !character.is_alphanumeric()) && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        if character.is_alphanumeric() {
            snake.extend(character.to_lowercase());
        }
    }
    snake.trim_end_matches('_').to_owned()
}

fn operation_ids(walked: &Walked<'_>, found: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for place in walked.all(&OPERATION) {
        let Some(id) = place.text("operationId") else { continue };
        ids.insert(id);
        // Callbacks are what the other side calls: no method is made of them.
        if !place.pointer.starts_with("/paths/") || place.pointer.contains("/callbacks/") {
            continue;
        }
        let at = place.at("operationId");
        let line = walked.source.line_of(&at).unwrap_or_default();
        match seen.get(&snake_case(id)) {
            Some((first, first_line)) => {
                let message = if *first == id {
                    format!("`{id}` names two operations, the first on line {first_line}")
                } else {
                    format!("`{id}` and `{first}` (line {first_line}) become the same Rust method")
                };
                found.push(Finding::error(
                    walked.source,
                    "operation-id-duplicate",
                    &at,
                    message,
                    "rename one of the two",
                ));
            }
            None => {
                seen.insert(snake_case(id), (id, line));
            }
        }
    }
    for place in walked.all(&LINK) {
        if let Some(id) = place.text("operationId").filter(|id| !ids.contains(id)) {
            let message = format!("`{id}` is the operationId of no operation");
            let remedy = super::walk::nearest(id, ids.iter().copied());
            found.push(Finding::error(walked.source, "link-target", &place.at("operationId"), message, remedy));
        }
    }
}

/// The template with its parameters' names taken out: what decides whether two are the same.
fn anonymous(template: &str) -> String {
    let mut result = String::new();
    let mut inside = false;
    for character in template.chars() {
        inside = (inside || character == '{') && character != '}';
        if !inside {
            result.push(character);
        }
    }
    result
}

fn same_paths(walked: &Walked<'_>, found: &mut Vec<Finding>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for Path { template, pointer, .. } in paths(walked) {
        if let Some(first) = seen.insert(anonymous(template), template) {
            let message = format!("`{template}` and `{first}` are the same path");
            found.push(Finding::error(walked.source, "path-duplicate", &pointer, message, "join the two path items"));
        }
    }
}

/// The names between braces, or what is wrong with the braces.
fn template_names(template: &str) -> Result<Vec<&str>, &'static str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        if rest[at..].starts_with('}') {
            return Err("a `}` closes nothing");
        }
        let inside = &rest[at + 1..];
        let Some(end) = inside.find(['{', '}', '/']).filter(|end| inside[*end..].starts_with('}')) else {
            return Err("a `{` is not closed");
        };
        names.push(&inside[..end]);
        rest = &inside[end + 1..];
    }
    let mut sorted = names.clone();
    sorted.sort_unstable();
    if names.contains(&"") {
        return Err("a parameter has no name");
    }
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err("a parameter occurs twice");
    }
    Ok(names)
}

/// The parameters in a list, each as (pointer in the list, the object).
pub(super) fn listed_parameters<'w>(walked: &'w Walked<'_>, list: &str) -> Vec<(String, &'w Place<'w>)> {
    let count = walked.source.get(list).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count)
        .filter_map(|index| {
            let at = format!("{list}/{index}");
            let place = walked.reached(&at)?;
            Some((at, place))
        })
        .collect()
}

fn template_parameters(walked: &Walked<'_>, path: &Path<'_>, found: &mut Vec<Finding>) {
    let names = match template_names(path.template) {
        Ok(names) => names,
        Err(what) => {
            let remedy = "write each parameter once, as {name} between slashes";
            found.push(Finding::error(walked.source, "path-template", &path.pointer, what, remedy));
            return;
        }
    };
    let shared = listed_parameters(walked, &child(&path.pointer, "parameters"));
    let own: Vec<_> =
        path.operations.iter().map(|operation| listed_parameters(walked, &operation.at("parameters"))).collect();
    for list in own.iter().chain([&shared]) {
        let mut seen = BTreeSet::new();
        for (at, parameter) in list {
            let key = (parameter.text("name").unwrap_or_default(), parameter.text("in").unwrap_or_default());
            if !seen.insert(key) {
                let message = format!("a second {} parameter `{}` in this list", key.1, key.0);
                found.push(Finding::error(walked.source, "parameter-duplicate", at, message, "remove one of the two"));
            }
            if key.1 == "path" && !names.contains(&key.0) {
                let message = format!("the path `{}` has no {{{}}}", path.template, key.0);
                let remedy = super::walk::nearest(key.0, names.iter().copied());
                found.push(Finding::error(walked.source, "path-parameter-unknown", at, message, remedy));
            }
        }
    }
    for (operation, own) in path.operations.iter().zip(&own) {
        let is_declared = |name: &str| {
            own.iter()
                .chain(&shared)
                .any(|(_, parameter)| parameter.text("in") == Some("path") && parameter.text("name") == Some(name))
        };
        for name in names.iter().filter(|name| !is_declared(name)) {
            let message = format!("the path has {{{name}}}, and no parameter describes it");
            let remedy = format!("add a parameter `{name}` with `in: path` and `required: true`");
            found.push(Finding::error(walked.source, "path-parameter-undeclared", &operation.pointer, message, remedy));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{snake_case, template_names};

    #[test]
    fn names_become_what_the_generator_makes_of_them() {
        for (name, snake) in [
            ("listKeys", "list_keys"),
            ("list_keys", "list_keys"),
            ("List-Keys", "list_keys"),
            ("getHTTPServer", "get_http_server"),
            ("get.v1.key", "get_v1_key"),
            ("v2", "v2"),
            ("X", "x"),
        ] {
            assert_eq!(snake_case(name), snake);
        }
    }

    #[test]
    fn templates_are_taken_apart() {
        assert_eq!(template_names("/a/{b}/c:{d}"), Ok(vec!["b", "d"]));
        for broken in ["/a/{b", "/a/b}", "/a/{b/c}", "/{}", "/{a}/{a}", "/{a{b}}"] {
            assert!(template_names(broken).is_err(), "{broken}");
        }
    }
}
