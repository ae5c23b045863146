//! A JSON text as a value and its lines, duplicate members refused.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{DEEPEST, Lines, SourceError};

/// Why a text is not read as JSON.
pub(super) enum Refusal {
    /// It is not JSON; it may be YAML.
    Syntax(SourceError),
    /// It is JSON that we do not take.
    Meaning(SourceError),
}

pub(super) fn read(text: &str) -> Result<(Value, Lines), Refusal> {
    let raw = serde_json::from_str::<&RawValue>(text).map_err(|error| Refusal::Syntax(syntax(text, &error)))?;
    let mut reader = Reader { text, starts: line_starts(text), lines: HashMap::new() };
    let value = reader.read(raw.get(), &mut String::new(), 0).map_err(Refusal::Meaning)?;
    Ok((value, reader.lines))
}

fn syntax(text: &str, error: &serde_json::Error) -> SourceError {
    if text.trim().is_empty() {
        return SourceError::new("the file is empty", "write an OpenAPI document into it, or name another file");
    }
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or("broken");
    SourceError::new(format!("not JSON: {what}"), "correct the text at this place")
        .at(error.line().max(1), error.column().max(1))
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .collect()
}

/// Reads a value level by level: serde tells no positions, but a borrowed raw value is a slice of the text, and where
/// a slice begins is a position.
struct Reader<'text> {
    text: &'text str,
    starts: Vec<usize>,
    lines: Lines,
}

impl<'text> Reader<'text> {
    fn read(&mut self, raw: &'text str, pointer: &mut String, depth: usize) -> Result<Value, SourceError> {
        let (line, column) = self.position(raw);
        let place = |error: SourceError| error.at(line, column);
        self.lines.insert(pointer.clone(), line);
        if depth > DEEPEST {
            let what = format!("nested more than {DEEPEST} levels deep");
            return Err(place(SourceError::new(what, "move inner parts into components")));
        }
        let broken = |error: serde_json::Error| place(SourceError::new(error.to_string(), "correct the value"));
        match raw.as_bytes().first() {
            Some(b'{') => {
                let members: Members<'text> = serde_json::from_str(raw).map_err(broken)?;
                let mut object = Map::new();
                for (key, inner) in members.0 {
                    let length = pointer.len();
                    pointer.push('/');
                    pointer.push_str(&crate::escape_token(&key));
                    if let Some(first) = self.lines.get(pointer) {
                        let what = format!("`{}` is there twice, first on line {first}", crate::escape(&key));
                        let (line, column) = self.position(inner.get());
                        return Err(SourceError::new(what, "remove or rename one of the two").at(line, column));
                    }
                    let value = self.read(inner.get(), pointer, depth + 1)?;
                    pointer.truncate(length);
                    object.insert(key, value);
                }
                Ok(Value::Object(object))
            }
            Some(b'[') => {
                let items: Vec<&'text RawValue> = serde_json::from_str(raw).map_err(broken)?;
                let mut array = Vec::with_capacity(items.len());
                for (index, inner) in items.into_iter().enumerate() {
                    let length = pointer.len();
                    pointer.push_str(&format!("/{index}"));
                    array.push(self.read(inner.get(), pointer, depth + 1)?);
                    pointer.truncate(length);
                }
                Ok(Value::Array(array))
            }
            _ => serde_json::from_str(raw).map_err(broken),
        }
    }

    /// Line and column, from 1, of a slice of the text.
    fn position(&self, raw: &str) -> (usize, usize) {
        let offset = raw.as_ptr().addr().saturating_sub(self.text.as_ptr().addr()).min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        (line, self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1))
    }
}

/// The members of an object in order, doubled ones included.
struct Members<'text>(Vec<(String, &'text RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    members.push(entry);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
