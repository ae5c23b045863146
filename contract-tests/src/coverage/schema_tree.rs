//! Schemas of the document as a tree in which every keyword has a number, so that counting follows no pointer.

use std::collections::{HashMap, HashSet};

use jsonschema::{Draft, Validator};
use openapi::{SchemaError, Source, child, resolve};
use serde_json::{Map, Value, json};

use crate::contract::ContractError;

/// The number of a schema in its tree.
pub(super) type SchemaId = usize;

/// How many instances a keyword was held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) fitting: usize,
    pub(super) violating: usize,
}

/// Schemas with all that they refer to, each of them once.
#[derive(Default)]
pub(super) struct SchemaTree {
    schemas: Vec<Schema>,
    by_pointer: HashMap<String, SchemaId>,
    /// Where each keyword stands in the document, by its number.
    pub(super) keywords: Vec<String>,
}

#[derive(Default)]
struct Schema {
    json_type: Option<String>,
    keywords: Vec<(usize, Check)>,
}

/// What a keyword asks of an instance.
enum Check {
    /// What it asks in a schema of its own, of instances of one type or of all.
    Alone(Option<&'static str>, Box<Validator>),
    /// Null is a value. Only null exercises it.
    Nullable,
    /// An integer that the format holds.
    Range(i64, i64),
    Required(Vec<String>),
    /// The member of that name, if there is one.
    Member(String, SchemaId),
    Items(SchemaId),
    /// The members that `properties` does not name: by a schema, or none at all.
    Rest(HashSet<String>, Option<SchemaId>),
    All(Vec<SchemaId>),
    Any(Vec<SchemaId>),
    One(Vec<SchemaId>),
    Not(SchemaId),
}

/// Keywords that can be decided by themselves, and the type of instance they speak of.
const ALONE: [(&str, Option<&str>); 13] = [
    ("type", None),
    ("enum", None),
    ("maxLength", Some("string")),
    ("minLength", Some("string")),
    ("pattern", Some("string")),
    ("maximum", Some("number")),
    ("minimum", Some("number")),
    ("multipleOf", Some("number")),
    ("maxItems", Some("array")),
    ("minItems", Some("array")),
    ("uniqueItems", Some("array")),
    ("maxProperties", Some("object")),
    ("minProperties", Some("object")),
];

impl SchemaTree {
    /// Takes the schema at a pointer, and all that it refers to.
    ///
    /// # Errors
    ///
    /// When nothing is there, a reference leads nowhere, or a keyword has a value that it cannot have.
    pub(super) fn take(&mut self, document: &Source, pointer: &str) -> Result<SchemaId, ContractError> {
        let reached = resolve(&document.value, pointer)?;
        if let Some(&known) = self.by_pointer.get(&reached.pointer) {
            return Ok(known);
        }
        // Its number comes first: a member may be of the same schema.
        let id = self.schemas.len();
        self.schemas.push(Schema::default());
        self.by_pointer.insert(reached.pointer.clone(), id);
        let json_type = reached.value.get("type").and_then(Value::as_str).map(str::to_owned);
        let mut keywords = Vec::new();
        if let Some(stated) = reached.value.as_object() {
            for name in stated.keys() {
                self.keyword(document, &reached.pointer, stated, name, &mut keywords)?;
            }
        }
        if let Some(schema) = self.schemas.get_mut(id) {
            *schema = Schema { json_type, keywords };
        }
        Ok(id)
    }

    /// The `type` of a schema.
    pub(super) fn json_type(&self, schema: SchemaId) -> Option<&str> {
        self.schemas.get(schema)?.json_type.as_deref()
    }

    fn keyword(
        &mut self,
        document: &Source,
        schema: &str,
        stated: &Map<String, Value>,
        name: &str,
        keywords: &mut Vec<(usize, Check)>,
    ) -> Result<(), ContractError> {
        let (pointer, Some(value)) = (child(schema, name), stated.get(name)) else { return Ok(()) };
        if let ("properties", Value::Object(members)) = (name, value) {
            for member in members.keys() {
                let at = child(&pointer, member);
                let check = Check::Member(member.clone(), self.take(document, &at)?);
                self.add(at, check, keywords);
            }
            return Ok(());
        }
        let check = match (name, value) {
            ("nullable", Value::Bool(true)) => Check::Nullable,
            ("required", Value::Array(names)) => {
                Check::Required(names.iter().filter_map(Value::as_str).map(str::to_owned).collect())
            }
            ("items", _) => Check::Items(self.take(document, &pointer)?),
            ("additionalProperties", Value::Bool(true)) => return Ok(()),
            ("additionalProperties", rest) => {
                let named = stated.get("properties").and_then(Value::as_object);
                let named = named.into_iter().flat_map(|members| members.keys().cloned()).collect();
                let schema = if rest.is_object() { Some(self.take(document, &pointer)?) } else { None };
                Check::Rest(named, schema)
            }
            ("allOf", Value::Array(all)) => Check::All(self.take_all(document, &pointer, all.len())?),
            ("anyOf", Value::Array(any)) => Check::Any(self.take_all(document, &pointer, any.len())?),
            ("oneOf", Value::Array(one)) => Check::One(self.take_all(document, &pointer, one.len())?),
            ("not", _) => Check::Not(self.take(document, &pointer)?),
            ("format", _) => match range(stated) {
                Some((least, greatest)) => Check::Range(least, greatest),
                None => return Ok(()),
            },
            _ => match ALONE.into_iter().find(|(alone, _)| *alone == name) {
                Some((_, of)) => Check::Alone(of, Box::new(alone(stated, schema, name)?)),
                None => return Ok(()),
            },
        };
        self.add(pointer, check, keywords);
        Ok(())
    }

    fn take_all(&mut self, document: &Source, at: &str, count: usize) -> Result<Vec<SchemaId>, ContractError> {
        (0..count).map(|index| self.take(document, &format!("{at}/{index}"))).collect()
    }

    fn add(&mut self, pointer: String, check: Check, keywords: &mut Vec<(usize, Check)>) {
        keywords.push((self.keywords.len(), check));
        self.keywords.push(pointer);
    }

    /// Holds an instance against a schema, and counts for each keyword on the way whether the instance, or the part of
    /// it that the keyword speaks of, fits. Gives whether it fits as a whole.
    pub(super) fn count(&self, schema: SchemaId, instance: &Value, counts: &mut [Count]) -> bool {
        let Some(schema) = self.schemas.get(schema) else { return true };
        let mut fits = true;
        for (keyword, check) in &schema.keywords {
            let Some(holds) = self.holds(check, instance, counts) else { continue };
            if let Some(count) = counts.get_mut(*keyword) {
                *(if holds { &mut count.fitting } else { &mut count.violating }) += 1;
            }
            fits &= holds;
        }
        fits
    }

    /// None for an instance that the keyword does not speak of.
    fn holds(&self, check: &Check, instance: &Value, counts: &mut [Count]) -> Option<bool> {
        let mut all = |schemas: &[SchemaId]| {
            let fitting = schemas.iter().filter(|schema| self.count(**schema, instance, counts));
            fitting.count()
        };
        match (check, instance) {
            (Check::Alone(of, validator), _) => {
                of.is_none_or(|of| is_of(instance, of)).then(|| validator.is_valid(instance))
            }
            (Check::Nullable, _) => instance.is_null().then_some(true),
            (Check::Range(least, greatest), Value::Number(number)) => match number.as_i64() {
                Some(number) => Some((*least..=*greatest).contains(&number)),
                // What 64 bits cannot hold; a fraction is the type's matter.
                None => number.as_f64().filter(|number| number.abs() >= BEYOND_I64).map(|_| false),
            },
            (Check::Required(names), Value::Object(members)) => {
                Some(names.iter().all(|name| members.contains_key(name)))
            }
            (Check::Member(name, schema), Value::Object(members)) => {
                members.get(name).map(|member| self.count(*schema, member, counts))
            }
            (Check::Items(schema), Value::Array(items)) => {
                let fitting = items.iter().filter(|item| self.count(*schema, item, counts)).count();
                (!items.is_empty()).then_some(fitting == items.len())
            }
            (Check::Rest(named, schema), Value::Object(members)) => {
                let rest: Vec<&Value> =
                    members.iter().filter(|(name, _)| !named.contains(*name)).map(|(_, value)| value).collect();
                let fitting =
                    rest.iter().filter(|value| schema.is_some_and(|schema| self.count(schema, value, counts)));
                let fitting = fitting.count();
                // That there are none is what `false` asks for.
                (schema.is_none() || !rest.is_empty()).then_some(fitting == rest.len())
            }
            (Check::All(schemas), _) => Some(all(schemas) == schemas.len()),
            (Check::Any(schemas), _) => Some(all(schemas) > 0),
            (Check::One(schemas), _) => Some(all(schemas) == 1),
            (Check::Not(schema), _) => Some(all(&[*schema]) == 0),
            _ => None,
        }
    }
}

/// A keyword as a schema of its own, as Draft 4 has it: with null beside the type if it is nullable, and with what
/// makes a limit exclusive.
fn alone(schema: &Map<String, Value>, pointer: &str, name: &str) -> Result<Validator, ContractError> {
    let value = schema.get(name).cloned().unwrap_or_default();
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let value = if name == "type" && nullable { json!([value, "null"]) } else { value };
    let mut schema_of_its_own = Map::from_iter([(name.to_owned(), value)]);
    let exclusive = match name {
        "maximum" => "exclusiveMaximum",
        "minimum" => "exclusiveMinimum",
        _ => "",
    };
    if let Some(value) = schema.get(exclusive) {
        schema_of_its_own.insert(exclusive.to_owned(), value.clone());
    }
    let schema = Value::Object(schema_of_its_own);
    jsonschema::options().with_draft(Draft::Draft4).offline().build(&schema).map_err(|error| {
        let reason = openapi::escape(&error.to_string());
        SchemaError::Malformed { pointer: child(pointer, name), reason }.into()
    })
}

/// 2 to the 63rd power: the first integer beyond what any format holds.
const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;

/// The integers that a `format` holds.
fn range(schema: &Map<String, Value>) -> Option<(i64, i64)> {
    match (schema.get("type")?.as_str()?, schema.get("format")?.as_str()?) {
        ("integer", "int32") => Some((i32::MIN.into(), i32::MAX.into())),
        ("integer", "int64") => Some((i64::MIN, i64::MAX)),
        _ => None,
    }
}

fn is_of(instance: &Value, json_type: &str) -> bool {
    match json_type {
        "string" => instance.is_string(),
        "number" => instance.is_number(),
        "array" => instance.is_array(),
        _ => instance.is_object(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use openapi::InstanceValidator;
    use proptest::prelude::*;

    use super::*;
    use crate::small_recording::record;

    const SMALL: &str = r##"{"openapi": "3.0.3", "components": {"schemas": {
        "Node": {"type": "object", "required": ["n"], "additionalProperties": {"type": "boolean"}, "properties": {
            "n": {"type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true},
            "text": {"type": "string", "nullable": true, "maxLength": 2, "pattern": "^a"},
            "next": {"$ref": "#/components/schemas/Node"},
            "list": {"type": "array", "maxItems": 2, "uniqueItems": true, "items": {"enum": [1, 2, "x"]}}}},
        "Closed": {"type": "object", "additionalProperties": false, "properties": {"a": {}}},
        "Mixed": {
            "allOf": [{"minimum": 1}, {"maximum": 9}], "anyOf": [{"multipleOf": 2}, {"multipleOf": 3}],
            "oneOf": [{"enum": [2]}, {"enum": [2, 3]}, {"enum": [4, 6]}], "not": {"enum": [6]}}}}}"##;

    fn at(name: &str) -> String {
        format!("/components/schemas/{name}")
    }

    /// The keywords that the instances reached: `pointer fitting/violating`.
    fn counted(name: &str, instances: &[Value]) -> Vec<String> {
        let document = Source::parse("small.json", SMALL).unwrap();
        let mut tree = SchemaTree::default();
        let schema = tree.take(&document, &at(name)).unwrap();
        let validator = InstanceValidator::new(&document, &at(name)).unwrap();
        let mut counts = vec![Count::default(); tree.keywords.len()];
        for instance in instances {
            assert_eq!(tree.count(schema, instance, &mut counts), validator.is_valid(instance), "{name}: {instance}");
        }
        let reached = tree.keywords.iter().zip(&counts).filter(|(_, count)| **count != Count::default());
        let told = |(pointer, count): (&String, &Count)| {
            format!("{} {}/{}", pointer.strip_prefix(&at(name)).unwrap(), count.fitting, count.violating)
        };
        let mut told: Vec<String> = reached.map(told).collect();
        told.sort();
        told
    }

    #[test]
    fn keywords_count_the_instances_they_speak_of() {
        assert_eq!(
            counted("Node", &[json!({"n": 0}), json!({"n": 3_000_000_000_u32}), json!({"text": null}), json!([])]),
            [
                "/properties/n 0/2",
                "/properties/n/format 1/1",
                "/properties/n/minimum 1/1",
                "/properties/n/type 2/0",
                "/properties/text 1/0",
                "/properties/text/nullable 1/0",
                "/properties/text/type 1/0",
                "/required 2/1",
                "/type 3/1",
            ]
        );
        assert_eq!(
            counted(
                "Node",
                &[json!({"n": 1, "text": "abc", "next": {"n": 1.5}, "list": [1, 2, 1, 3], "rest": 1, "on": true})]
            ),
            [
                "/additionalProperties 0/1",
                "/additionalProperties/type 1/1",
                "/properties/list 0/1",
                "/properties/list/items 0/1",
                "/properties/list/items/enum 3/1",
                "/properties/list/maxItems 0/1",
                "/properties/list/type 1/0",
                "/properties/list/uniqueItems 0/1",
                "/properties/n 1/1",
                "/properties/n/format 1/0",
                "/properties/n/minimum 2/0",
                "/properties/n/type 1/1",
                "/properties/next 0/1",
                "/properties/text 0/1",
                "/properties/text/maxLength 0/1",
                "/properties/text/pattern 1/0",
                "/properties/text/type 1/0",
                "/required 2/0",
                "/type 2/0",
            ]
        );
        let closed = ["/additionalProperties 1/1", "/properties/a 2/0", "/type 2/0"];
        assert_eq!(counted("Closed", &[json!({"a": 1}), json!({"a": 1, "b": 1})]), closed);
        let all: Vec<Value> = (0..12).map(Value::from).collect();
        let mixed = counted("Mixed", &all);
        for expected in ["/allOf 9/3", "/anyOf 8/4", "/oneOf 3/9", "/not 11/1"] {
            assert!(mixed.iter().any(|line| line == expected), "{expected}: {mixed:?}");
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,60}".prop_map(Value::from),
            Just(json!([])),
            Just(json!({"id": 1})),
        ]
    }

    /// The maintained schemas, prepared once.
    static MAINTAINED: LazyLock<Vec<(SchemaTree, SchemaId, InstanceValidator)>> = LazyLock::new(|| {
        let document = Source::maintained().unwrap();
        let prepare = |name| {
            let mut tree = SchemaTree::default();
            let id = tree.take(&document, &at(name)).unwrap();
            (tree, id, InstanceValidator::new(&document, &at(name)).unwrap())
        };
        ["ApiKey", "UpdateApiKey", "CreateApiKey"].map(prepare).into()
    });

    proptest! {
        #[test]
        fn counting_and_validating_agree(member in 0_usize..17, put in proptest::option::of(value())) {
            let mut record = record(7);
            let members = record.as_object_mut().unwrap();
            let name = members.keys().nth(member).cloned().unwrap_or_else(|| "another".to_owned());
            members.remove(&name);
            members.extend(put.map(|value| (name, value)));
            for (tree, schema, validator) in MAINTAINED.iter() {
                let mut counts = vec![Count::default(); tree.keywords.len()];
                prop_assert_eq!(tree.count(*schema, &record, &mut counts), validator.is_valid(&record));
            }
        }
    }
}
