//! How long a comparison takes: `cargo bench -p cometapi-keys-openapi`. Fails when 100 operations take more than 200 ms,
//! or 1,000 more than linear growth allows.

use std::error::Error;
use std::time::{Duration, Instant};

use openapi::Source;
use openapi::compat::compare;
use serde_json::{Map, Value, json};

/// The documented limit for 100 operations.
const LIMIT: Duration = Duration::from_millis(200);

/// How much longer ten times the operations may take: twice what is linear, for machines that do other things as well.
const GROWTH: f64 = 20.0;

fn main() -> Result<(), Box<dyn Error>> {
    let hundred = measured(100)?;
    let thousand = measured(1_000)?;
    let growth = thousand.as_secs_f64() / hundred.as_secs_f64();
    println!("100 operations {hundred:?}, 1,000 operations {thousand:?}: {growth:.1} times as long");
    assert!(hundred <= LIMIT, "100 operations take {hundred:?}");
    assert!(growth <= GROWTH, "ten times the operations take {growth:.1} times as long");
    Ok(())
}

/// The best of some runs: what is measured is the comparison, reading excluded.
fn measured(operations: usize) -> Result<Duration, Box<dyn Error>> {
    let read = |name: &str, edited| -> Result<Source, Box<dyn Error>> {
        Ok(Source::parse(name, serde_json::to_string_pretty(&document(operations, edited))?)?)
    };
    let (old, new) = (read("old.json", false)?, read("new.json", true)?);
    let mut best = Duration::MAX;
    for _ in 0..10 {
        let start = Instant::now();
        let comparison = compare(&old, &new)?;
        best = best.min(start.elapsed());
        assert!(comparison.changes.len() >= operations / 10, "{} changes", comparison.changes.len());
    }
    Ok(best)
}

/// A document of so many operations, each with schemas of its own and shared ones that refer to each other; every tenth
/// one is edited.
fn document(operations: usize, edited: bool) -> Value {
    let mut schemas: Map<String, Value> = Map::new();
    let mut paths = Map::new();
    for index in 0..operations {
        let most = if edited && index % 10 == 0 { 40 } else { 50 };
        schemas.insert(format!("Record{index}"), record(index, most));
        paths.insert(format!("/records{index}/{{id}}"), json!({"post": operation(index)}));
    }
    for index in 0..20 {
        let next = format!("#/components/schemas/Shared{}", (index + 1) % 20);
        schemas.insert(
            format!("Shared{index}"),
            json!({
                "type": "object",
                "properties": {"next": {"$ref": next}, "text": {"type": "string", "nullable": true}}
            }),
        );
    }
    let components = json!({"schemas": schemas});
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths, "components": components})
}

fn operation(index: usize) -> Value {
    let record = json!({"$ref": format!("#/components/schemas/Record{index}")});
    let parameter = |name: &str| json!({"name": name, "in": "query", "schema": {"type": "integer", "minimum": 1}});
    let body = |schema: Value| json!({"application/json": {"schema": schema}});
    let page = json!({"type": "object", "properties": {"items": {"type": "array", "items": record}}});
    json!({
        "operationId": format!("op{index}"),
        "parameters": [
            {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
            parameter("a"), parameter("b"), parameter("c")
        ],
        "requestBody": {"content": body(record.clone())},
        "responses": {
            "200": {"description": "d", "content": body(page)},
            "400": {"description": "d", "content": body(json!({"$ref": "#/components/schemas/Shared0"}))}
        }
    })
}

fn record(index: usize, most: u64) -> Value {
    let mut properties: Map<String, Value> =
        (0..12).map(|field| (format!("field{field}"), json!({"type": "string", "maxLength": 100}))).collect();
    properties.insert("name".into(), json!({"type": "string", "minLength": 1, "maxLength": most}));
    properties.insert("shared".into(), json!({"$ref": format!("#/components/schemas/Shared{}", index % 20)}));
    let cat = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["cat"]}}});
    let dog = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["dog"]}}});
    properties.insert("pet".into(), json!({"oneOf": [cat, dog]}));
    json!({"type": "object", "required": ["name"], "properties": properties})
}
