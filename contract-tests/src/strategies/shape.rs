//! A schema read once: what its keywords leave possible. Every keyword is understood or refused.

use openapi::{child, resolve};
use serde_json::{Map, Value};

use super::Unsupported;

/// What values of a schema look like.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) kind: Kind,
    pub(super) nullable: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Boolean,
    Integer {
        least: i64,
        greatest: i64,
        /// The only values, where the schema lists them.
        allowed: Option<Vec<i64>>,
        /// The keywords that the two bounds come from.
        bounds: [&'static str; 2],
    },
    String {
        shortest: usize,
        longest: Option<usize>,
        allowed: Option<Vec<String>>,
    },
    Array {
        items: Box<Shape>,
        fewest: usize,
        most: Option<usize>,
    },
    Object {
        members: Vec<Member>,
        /// Whether members that the schema does not name are refused.
        closed: bool,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

/// Keywords that change no value.
const ANNOTATIONS: [&str; 6] = ["title", "description", "example", "default", "deprecated", "externalDocs"];

impl Shape {
    /// Reads the schema at a pointer of the document.
    pub(super) fn read(document: &Value, pointer: &str) -> Result<Self, Unsupported> {
        read(document, pointer, &mut Vec::new())
    }
}

fn read(document: &Value, pointer: &str, within: &mut Vec<String>) -> Result<Shape, Unsupported> {
    let reached = resolve(document, pointer)?;
    if within.contains(&reached.pointer) {
        return Err(Unsupported::Endless { pointer: reached.pointer });
    }
    within.push(reached.pointer.clone());
    let shape = Schema { document, pointer: reached.pointer, value: reached.value }.shape(within);
    within.pop();
    shape
}

/// One schema on its way to a shape.
struct Schema<'a> {
    document: &'a Value,
    pointer: String,
    value: &'a Value,
}

impl Schema<'_> {
    fn shape(&self, within: &mut Vec<String>) -> Result<Shape, Unsupported> {
        let json_type = self.value.get("type").and_then(Value::as_str).unwrap_or_default();
        let known: &[&str] = match json_type {
            "boolean" => &[],
            "integer" => &["format", "enum", "minimum", "maximum"],
            "string" => &["format", "enum", "minLength", "maxLength"],
            "array" => &["items", "minItems", "maxItems"],
            "object" => &["properties", "required", "additionalProperties"],
            _ => return Err(self.unsupported("type")),
        };
        for keyword in self.value.as_object().into_iter().flat_map(Map::keys) {
            let is_known = known.contains(&keyword.as_str()) || ["type", "nullable"].contains(&keyword.as_str());
            if !is_known && !ANNOTATIONS.contains(&keyword.as_str()) && !keyword.starts_with("x-") {
                return Err(self.unsupported(keyword));
            }
        }
        let kind = match json_type {
            "boolean" => Kind::Boolean,
            "integer" => self.integer()?,
            "string" => self.string()?,
            "array" => self.array(within)?,
            _ => self.object(within)?,
        };
        Ok(Shape { kind, nullable: self.value.get("nullable") == Some(&Value::Bool(true)) })
    }

    fn unsupported(&self, keyword: &str) -> Unsupported {
        Unsupported::Keyword { pointer: child(&self.pointer, keyword) }
    }

    fn empty(&self) -> Unsupported {
        Unsupported::Empty { pointer: self.pointer.clone() }
    }

    /// A keyword whose value must be what `as_this` takes.
    fn keyword<T>(&self, keyword: &str, as_this: impl Fn(&Value) -> Option<T>) -> Result<Option<T>, Unsupported> {
        match self.value.get(keyword) {
            None => Ok(None),
            Some(value) => as_this(value).map(Some).ok_or_else(|| self.unsupported(keyword)),
        }
    }

    fn count(&self, keyword: &str) -> Result<Option<usize>, Unsupported> {
        self.keyword(keyword, |value| usize::try_from(value.as_u64()?).ok())
    }

    fn integer(&self) -> Result<Kind, Unsupported> {
        let (least, greatest) = match self.value.get("format").and_then(Value::as_str) {
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            Some("int64") => (i64::MIN, i64::MAX),
            None if self.value.get("format").is_none() => (i64::MIN, i64::MAX),
            _ => return Err(self.unsupported("format")),
        };
        let stated_least = self.keyword("minimum", Value::as_i64)?;
        let stated_greatest = self.keyword("maximum", Value::as_i64)?;
        let bounds = [
            if stated_least.is_some_and(|stated| stated > least) { "minimum" } else { "format" },
            if stated_greatest.is_some_and(|stated| stated < greatest) { "maximum" } else { "format" },
        ];
        let least = stated_least.map_or(least, |stated| stated.max(least));
        let greatest = stated_greatest.map_or(greatest, |stated| stated.min(greatest));
        let allowed = self.keyword("enum", |value| value.as_array()?.iter().map(Value::as_i64).collect())?;
        let allowed: Option<Vec<i64>> =
            allowed.map(|values: Vec<i64>| values.into_iter().filter(|n| (least..=greatest).contains(n)).collect());
        if least > greatest || allowed.as_ref().is_some_and(Vec::is_empty) {
            return Err(self.empty());
        }
        Ok(Kind::Integer { least, greatest, allowed, bounds })
    }

    fn string(&self) -> Result<Kind, Unsupported> {
        // A password is any string; other formats are promises about the characters.
        if self.value.get("format").is_some_and(|format| format != "password") {
            return Err(self.unsupported("format"));
        }
        let (shortest, longest) = (self.count("minLength")?.unwrap_or(0), self.count("maxLength")?);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let allowed = self.keyword("enum", |value| value.as_array()?.iter().map(text).collect())?;
        let fits =
            |text: &String| text.chars().count() >= shortest && longest.is_none_or(|l| text.chars().count() <= l);
        let allowed: Option<Vec<String>> = allowed.map(|values: Vec<String>| values.into_iter().filter(fits).collect());
        if longest.is_some_and(|longest| longest < shortest) || allowed.as_ref().is_some_and(Vec::is_empty) {
            return Err(self.empty());
        }
        Ok(Kind::String { shortest, longest, allowed })
    }

    fn array(&self, within: &mut Vec<String>) -> Result<Kind, Unsupported> {
        let items = read(self.document, &child(&self.pointer, "items"), within)?;
        let (fewest, most) = (self.count("minItems")?.unwrap_or(0), self.count("maxItems")?);
        if most.is_some_and(|most| most < fewest) {
            return Err(self.empty());
        }
        Ok(Kind::Array { items: Box::new(items), fewest, most })
    }

    fn object(&self, within: &mut Vec<String>) -> Result<Kind, Unsupported> {
        let closed = match self.value.get("additionalProperties") {
            None | Some(Value::Bool(true)) => false,
            Some(Value::Bool(false)) => true,
            Some(_) => return Err(self.unsupported("additionalProperties")),
        };
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let required = self.keyword("required", |value| value.as_array()?.iter().map(text).collect())?;
        let required: Vec<String> = required.unwrap_or_default();
        let properties = child(&self.pointer, "properties");
        let mut members = Vec::new();
        for name in self.value.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            let shape = read(self.document, &child(&properties, name), within)?;
            members.push(Member { name: name.clone(), required: required.contains(name), shape });
        }
        // A required member of any value: there would be no knowing what it is for.
        if required.iter().any(|name| !members.iter().any(|member| member.name == *name)) {
            return Err(self.unsupported("required"));
        }
        Ok(Kind::Object { members, closed })
    }
}
