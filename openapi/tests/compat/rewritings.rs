//! The same meaning, written differently: a seeded thousand of rewritings, of which none may be told as a change.

use openapi::Source;
use openapi::compat::compare;
use serde_json::{Map, Value, json};

use crate::documents::{none_of, source};
use crate::places::PLACES;
use crate::schema_pairs::{compound, simple};

/// A small generator of numbers that are the same for the same seed (splitmix64).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }
}

/// What schemas are rewritten with, and what the document gains by it.
struct Rewriting {
    numbers: Numbers,
    components: Map<String, Value>,
}

impl Rewriting {
    /// The same schema, written differently somewhere.
    fn schema(&mut self, schema: &Value) -> Value {
        let Value::Object(members) = schema else { return schema.clone() };
        if members.contains_key("$ref") {
            return match self.numbers.below(3) {
                0 => json!({"allOf": [schema]}),
                1 => json!({"oneOf": [schema]}),
                _ => schema.clone(),
            };
        }
        let mut members = self.inner(members);
        match self.numbers.below(12) {
            0 => return json!({"allOf": [members]}),
            1 => return json!({"anyOf": [members]}),
            2 => return json!({"oneOf": [members]}),
            3 => return self.moved_out(members.into()),
            4 => return self.split(members),
            5 => return self.null_apart(members),
            6 => return json!({"allOf": [members, {}]}),
            7 => self.say_what_goes_without_saying(&mut members),
            8 => drop_type_beside_enum(&mut members),
            9 => self.turn_lists(&mut members),
            10 => self.describe(&mut members),
            _ => write_numbers_otherwise(&mut members),
        }
        members.into()
    }

    fn inner(&mut self, members: &Map<String, Value>) -> Map<String, Value> {
        let rewritten = members.iter().map(|(key, value)| {
            let value = match (key.as_str(), value) {
                ("items" | "not", schema) => self.schema(schema),
                ("additionalProperties", schema @ Value::Object(_)) => self.schema(schema),
                ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                    parts.iter().map(|part| self.schema(part)).collect()
                }
                ("properties", Value::Object(properties)) => {
                    properties.iter().map(|(name, schema)| (name.clone(), self.schema(schema))).collect()
                }
                _ => value.clone(),
            };
            (key.clone(), value)
        });
        rewritten.collect()
    }

    fn moved_out(&mut self, schema: Value) -> Value {
        let name = format!("Moved{}", self.components.len());
        self.components.insert(name.clone(), schema);
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// The keywords of one schema in two that must both fit; those that only mean something together stay together.
    fn split(&mut self, members: Map<String, Value>) -> Value {
        let groups: [&[&str]; 4] = [
            &[
                "type",
                "nullable",
                "format",
                "additionalProperties",
                "properties",
                "discriminator",
                "oneOf",
                "anyOf",
                "required",
            ],
            &["minimum", "exclusiveMinimum"],
            &["maximum", "exclusiveMaximum"],
            &["default", "deprecated"],
        ];
        let (mut one, mut other) = (Map::new(), Map::new());
        let choices: Vec<bool> = groups.iter().map(|_| self.numbers.below(2) == 0).collect();
        for (key, value) in members {
            let group = groups.iter().position(|group| group.contains(&key.as_str()));
            let first = group.map_or_else(|| self.numbers.below(2) == 0, |group| choices[group]);
            if first {
                one.insert(key, value)
            } else {
                other.insert(key, value)
            };
        }
        json!({"allOf": [one, other]})
    }

    /// `nullable` as an alternative.
    fn null_apart(&mut self, mut members: Map<String, Value>) -> Value {
        let may_be_null = members.get("nullable") == Some(&json!(true));
        let lists_null = members.get("enum").is_none_or(|values| values.as_array().unwrap().contains(&Value::Null));
        if !may_be_null || !lists_null || !members.contains_key("type") {
            return members.into();
        }
        members.remove("nullable");
        let keyword = if self.numbers.below(2) == 0 { "anyOf" } else { "oneOf" };
        json!({keyword: [members, {"type": "string", "nullable": true, "enum": [null]}]})
    }

    fn say_what_goes_without_saying(&mut self, members: &mut Map<String, Value>) {
        let all = [
            ("minLength", json!(0)),
            ("minItems", json!(0)),
            ("minProperties", json!(0)),
            ("uniqueItems", json!(false)),
            ("nullable", json!(false)),
            ("deprecated", json!(false)),
            ("readOnly", json!(false)),
            ("additionalProperties", json!(true)),
            ("additionalProperties", json!({})),
        ];
        let (key, value) = all[self.numbers.below(all.len())].clone();
        members.entry(key).or_insert(value);
        if members.get("type") == Some(&json!("string")) {
            // Of no meaning for texts.
            members.entry("maximum").or_insert(json!(3));
        }
    }

    fn turn_lists(&mut self, members: &mut Map<String, Value>) {
        for key in ["enum", "required", "anyOf", "oneOf", "allOf"] {
            if let Some(Value::Array(items)) = members.get_mut(key) {
                let by = self.numbers.below(items.len());
                items.rotate_left(by);
            }
        }
    }

    fn describe(&mut self, members: &mut Map<String, Value>) {
        members.insert("description".to_owned(), format!("text {}", self.numbers.below(100)).into());
        members.insert("title".to_owned(), "Title".into());
        members.insert("example".to_owned(), json!("an example"));
        members.insert("x-more".to_owned(), json!({"type": "integer"}));
        members.insert("externalDocs".to_owned(), json!({"url": "https://docs.example"}));
    }
}

fn drop_type_beside_enum(members: &mut Map<String, Value>) {
    let Some(values) = members.get("enum").and_then(Value::as_array) else { return };
    if members.get("nullable") != Some(&json!(true))
        && values.iter().all(Value::is_string)
        && members.get("type") == Some(&json!("string"))
    {
        members.remove("type");
    }
}

fn write_numbers_otherwise(members: &mut Map<String, Value>) {
    if members.get("type") == Some(&json!("integer")) {
        if let Some(minimum) = members.get("minimum").and_then(Value::as_i64)
            && !members.contains_key("exclusiveMinimum")
        {
            members.insert("minimum".to_owned(), (minimum - 1).into());
            members.insert("exclusiveMinimum".to_owned(), true.into());
        } else if let Some(maximum) = members.get("maximum").and_then(Value::as_i64).filter(|maximum| *maximum < 1_000)
        {
            members.insert("maximum".to_owned(), json!(maximum as f64 + 0.5));
        }
    } else if let Some(minimum) = members.get("minimum").and_then(Value::as_i64) {
        members.insert("minimum".to_owned(), json!(minimum as f64));
    }
}

/// The document with the schemas of everything rewritten.
fn rewritten(document: &Value, seed: u64) -> Value {
    let mut rewriting = Rewriting { numbers: Numbers(seed), components: Map::new() };
    let mut new = all_schemas(document, &mut rewriting);
    if !rewriting.components.is_empty() {
        new["components"]["schemas"]
            .as_object_mut()
            .map(|all| all.extend(rewriting.components.clone()))
            .unwrap_or_else(|| {
                new["components"]["schemas"] = rewriting.components.into();
            });
    }
    interface_rewritten(&mut new, &mut rewriting.numbers);
    new
}

/// Rewrites what stands under `schema`, and the components.
fn all_schemas(value: &Value, rewriting: &mut Rewriting) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                let value = match (key.as_str(), value) {
                    ("schema", schema) => rewriting.schema(schema),
                    ("schemas", Value::Object(all)) => {
                        all.iter().map(|(name, schema)| (name.clone(), rewriting.schema(schema))).collect()
                    }
                    _ => all_schemas(value, rewriting),
                };
                (key.clone(), value)
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| all_schemas(item, rewriting)).collect(),
        other => other.clone(),
    }
}

/// The same interface, written differently: parameters of operations or paths, requirements of operations or of all.
fn interface_rewritten(document: &mut Value, numbers: &mut Numbers) {
    document["info"]["description"] = "Another text.".into();
    document["tags"] = json!([{"name": "t"}]);
    let choice = numbers.below(6);
    let security = document.get("security").cloned();
    let mut moved = Map::new();
    for (_, item) in document["paths"].as_object_mut().unwrap() {
        let item = item.as_object_mut().unwrap();
        let of_path = item.get("parameters").cloned();
        let methods: Vec<String> = item.keys().filter(|key| *key != "parameters").cloned().collect();
        for method in &methods {
            let operation = item.get_mut(method).unwrap();
            match (choice, &security) {
                (0, Some(all)) if operation.get("security").is_none() => operation["security"] = all.clone(),
                (1, _) => operation["tags"] = json!(["t"]),
                _ => {}
            }
            if let (2, Some(Value::Array(shared))) = (choice, &of_path) {
                let mut list = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
                list.extend(shared.clone());
                operation["parameters"] = list.into();
            }
            if let (3, Some(Value::Array(list))) = (choice, operation.get_mut("parameters")) {
                for parameter in list.iter_mut().filter(|parameter| parameter.get("$ref").is_none()) {
                    let name = format!("P{}", moved.len());
                    moved.insert(name.clone(), parameter.take());
                    *parameter = json!({"$ref": format!("#/components/parameters/{name}")});
                }
                list.reverse();
            }
        }
        if choice == 2 {
            item.remove("parameters");
        } else if choice == 4 && methods.len() == 1 && of_path.is_none() {
            let list = item.get_mut(&methods[0]).unwrap().as_object_mut().unwrap().remove("parameters");
            item.extend(list.map(|list| ("parameters".to_owned(), list)));
        }
    }
    if let Some(Value::Object(all)) = document["components"].get_mut("parameters") {
        all.extend(moved);
    } else if !moved.is_empty() {
        document["components"]["parameters"] = moved.into();
    }
}

/// A document with everything, whose schemas are those of the pairs.
fn documents() -> Vec<Value> {
    let schemas = simple().into_iter().chain(compound()).flat_map(|pair| [pair.old, pair.new]);
    let places = PLACES.iter().filter(|place| {
        ["request member", "nested response item", "recursive request", "query parameter"].contains(&place.name)
    });
    let mut documents: Vec<Value> = Vec::new();
    for (index, schema) in schemas.enumerate() {
        let place = places.clone().nth(index % 4).unwrap();
        documents.push((place.with)(schema));
    }
    for text in [include_str!("../documents/library.yaml"), include_str!("../../cometapi-keys.yaml")] {
        let document = Source::parse("d.yaml", text).unwrap().value;
        documents.extend(std::iter::repeat_n(document, 40));
    }
    documents
}

#[test]
fn a_thousand_rewritings_of_the_same_meaning_are_no_change() {
    let documents = documents();
    let mut complaints = Vec::new();
    let mut tried = 0;
    let mut seed = 0;
    while tried < 1_000 {
        let document = &documents[seed % documents.len()];
        let new = rewritten(document, seed as u64);
        seed += 1;
        if *document == new {
            continue;
        }
        tried += 1;
        for (from, to) in [(document, &new), (&new, document)] {
            let told = compare(&source("old.json", from), &source("new.json", to));
            match told {
                Ok(comparison) if comparison.changes.is_empty() => {}
                Ok(comparison) => {
                    let first = &comparison.changes[0];
                    complaints.push(format!("seed {}: {} {:?}\n  {from}\n  {to}", seed - 1, first.rule.id, first));
                }
                Err(error) => complaints.push(format!("seed {}: {error}", seed - 1)),
            }
        }
    }
    none_of(&complaints.iter().map(|text| text.chars().take(1_800).collect()).collect::<Vec<String>>(), tried * 2);
}
