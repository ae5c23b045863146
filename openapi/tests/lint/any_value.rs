use openapi::{Source, child, lint, report};
use serde_json::{Value, json};

/// Every pointer into a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| pointers(value, &child(at, key), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| pointers(value, &child(at, &i.to_string()), found))
        }
        _ => {}
    }
}

#[test]
fn no_replacement_of_any_node_makes_it_panic() {
    let good = super::library().value;
    let mut nodes = Vec::new();
    pointers(&good, "", &mut nodes);
    let replacements = [
        json!(null),
        json!(1),
        json!("x"),
        json!([]),
        json!({}),
        json!([1]),
        json!({"$ref": "#"}),
        json!({"$ref": 1}),
        json!(true),
    ];
    for (index, pointer) in nodes.iter().enumerate() {
        // Compiling schemas is what costs: one of the replacements at each node, all of them over the document.
        for replacement in replacements.iter().skip(index % 9).step_by(9) {
            let mut edited = good.clone();
            *edited.pointer_mut(pointer).unwrap() = replacement.clone();
            let source = Source::parse("edited.json", edited.to_string()).unwrap();
            let findings = lint(&source);
            assert!(findings.iter().all(|finding| finding.line.is_some()), "{pointer} {replacement}");
            let _ = report(&source.name, &findings);
        }
    }
}

#[test]
fn no_removal_of_any_member_makes_it_panic() {
    let good = super::library().value;
    let mut nodes = Vec::new();
    pointers(&good, "", &mut nodes);
    for pointer in nodes.iter().filter(|pointer| !pointer.is_empty()) {
        let (parent, last) = openapi::parent(pointer).unwrap();
        let mut edited = good.clone();
        match edited.pointer_mut(parent).unwrap() {
            Value::Object(members) => drop(members.remove(&*openapi::unescape_token(last))),
            Value::Array(items) => drop(items.remove(last.parse().unwrap())),
            _ => unreachable!(),
        }
        let _ = lint(&Source::parse("edited.json", edited.to_string()).unwrap());
    }
}

#[test]
fn what_is_no_openapi_3_0_document_gives_one_finding_about_the_version() {
    for (text, says) in [
        ("[]", "no OpenAPI document"),
        ("42", "no OpenAPI document"),
        ("null", "no OpenAPI document"),
        ("{}", "has no `openapi`"),
        ("swagger: '2.0'", "Swagger 2.0"),
        ("swagger: 2.0\nopenapi: 3.0.0", "Swagger 2.0"),
        ("openapi: 3.1.0\nwebhooks: {}", "OpenAPI 3.1.0"),
        ("openapi: 3.0", "must be text"),
        ("openapi: 3.0.x", "OpenAPI 3.0.x"),
    ] {
        let findings = lint(&Source::parse("a.yaml", text).unwrap());
        assert_eq!(findings.len(), 1, "{text}: {findings:?}");
        assert_eq!(findings[0].check, "version");
        assert!(findings[0].message.contains(says), "{text}: {}", findings[0].message);
    }
}
