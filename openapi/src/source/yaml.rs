//! A YAML text as a value and its lines. Aliases are expanded, within a budget.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use serde_json::{Map, Value};

use super::{DEEPEST, Lines, SourceError, scalar};

/// How many values aliases may add to a document altogether: a few lines of aliases of aliases stand for billions.
const EXPANSION: usize = 200_000;

pub(super) fn read(text: &str) -> Result<(Value, Lines), SourceError> {
    let mut parser = Parser::new_from_str(text);
    let mut builder = Builder::default();
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            place(
                error.marker(),
                SourceError::new(format!("not YAML: {}", error.info()), "correct the text at this place"),
            )
        })?;
        builder.take(event, span)?;
    }
    builder
        .root
        .map(|root| (root, builder.lines))
        .ok_or_else(|| SourceError::new("the file is empty", "write an OpenAPI document into it, or name another file"))
}

fn place(marker: &Marker, error: SourceError) -> SourceError {
    error.at(marker.line().max(1), marker.col() + 1)
}

/// A sequence or mapping whose end has not come yet.
struct Open {
    anchor: usize,
    /// How long the pointer was before this collection's own token.
    pointer_length: usize,
    collection: Collection,
}

enum Collection {
    Sequence(Vec<Value>),
    Mapping { members: Map<String, Value>, key: Option<String> },
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    pointer: String,
    lines: Lines,
    anchors: HashMap<usize, Value>,
    expanded: usize,
    documents: usize,
    root: Option<Value>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), SourceError> {
        let start = span.start;
        match event {
            Event::DocumentStart(_) => self.start_document(&start),
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), &start),
            Event::SequenceStart(anchor, tag) => {
                self.start(Collection::Sequence(Vec::new()), anchor, tag.as_deref(), "seq", &start)
            }
            Event::MappingStart(anchor, tag) => {
                let mapping = Collection::Mapping { members: Map::new(), key: None };
                self.start(mapping, anchor, tag.as_deref(), "map", &start)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(),
            Event::Alias(anchor) => self.alias(anchor, &start),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn start_document(&mut self, start: &Marker) -> Result<(), SourceError> {
        self.documents += 1;
        if self.documents > 1 {
            let error = SourceError::new("a second document begins here", "keep one document in one file");
            return Err(place(start, error));
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        start: &Marker,
    ) -> Result<(), SourceError> {
        if self.expects_key() {
            return self.key(text, start);
        }
        let is_plain = style == ScalarStyle::Plain && !tag.is_some_and(|tag| is_core(tag, "str"));
        let known = ["str", "int", "float", "bool", "null"];
        if let Some(tag) = tag.filter(|tag| !known.iter().any(|name| is_core(tag, name))) {
            return Err(place(start, unknown_tag(tag)));
        }
        let value = if is_plain {
            scalar::plain(text).map_err(|what| {
                place(start, SourceError::new(what, "write a finite number, or put the text in quotes"))
            })?
        } else {
            Value::String(text.to_owned())
        };
        self.enter(start);
        self.finish(value, anchor);
        Ok(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { collection: Collection::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: &str, start: &Marker) -> Result<(), SourceError> {
        let Some(Open { collection: Collection::Mapping { members, key }, .. }) = self.open.last_mut() else {
            return Ok(());
        };
        let pointer = crate::child(&self.pointer, text);
        if members.contains_key(text) {
            let first = self.lines.get(&pointer).copied().unwrap_or_default();
            let what = format!("`{}` is there twice, first on line {first}", crate::escape(text));
            return Err(place(start, SourceError::new(what, "remove or rename one of the two")));
        }
        *key = Some(text.to_owned());
        self.lines.insert(pointer, start.line());
        Ok(())
    }

    fn start(
        &mut self,
        collection: Collection,
        anchor: usize,
        tag: Option<&Tag>,
        kind: &str,
        start: &Marker,
    ) -> Result<(), SourceError> {
        if self.expects_key() {
            let error = SourceError::new("a mapping or sequence stands where a key must be", "write the key as text");
            return Err(place(start, error));
        }
        if let Some(tag) = tag.filter(|tag| !is_core(tag, kind)) {
            return Err(place(start, unknown_tag(tag)));
        }
        if self.open.len() >= DEEPEST {
            let what = format!("nested more than {DEEPEST} levels deep");
            return Err(place(start, SourceError::new(what, "move inner parts into components")));
        }
        let pointer_length = self.enter(start);
        self.open.push(Open { anchor, pointer_length, collection });
        Ok(())
    }

    /// Moves the pointer to the value that begins, and gives its length before.
    fn enter(&mut self, start: &Marker) -> usize {
        let length = self.pointer.len();
        match self.open.last().map(|open| &open.collection) {
            Some(Collection::Sequence(items)) => self.pointer.push_str(&format!("/{}", items.len())),
            Some(Collection::Mapping { key: Some(key), .. }) => {
                self.pointer.push('/');
                self.pointer.push_str(&crate::escape_token(key));
            }
            _ => {}
        }
        // A member already has the line of its key.
        self.lines.entry(self.pointer.clone()).or_insert(start.line());
        length
    }

    fn end(&mut self) -> Result<(), SourceError> {
        let Some(Open { anchor, pointer_length, collection }) = self.open.pop() else { return Ok(()) };
        let value = match collection {
            Collection::Sequence(items) => Value::Array(items),
            Collection::Mapping { members, .. } => Value::Object(members),
        };
        self.pointer.truncate(pointer_length);
        self.add(value, anchor);
        Ok(())
    }

    fn finish(&mut self, value: Value, anchor: usize) {
        let length = match self.open.last() {
            Some(_) => self.pointer.rfind('/').unwrap_or_default(),
            None => 0,
        };
        self.pointer.truncate(length);
        self.add(value, anchor);
    }

    fn add(&mut self, value: Value, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut().map(|open| &mut open.collection) {
            Some(Collection::Sequence(items)) => items.push(value),
            Some(Collection::Mapping { members, key }) => {
                if let Some(key) = key.take() {
                    members.insert(key, value);
                }
            }
            None => self.root = Some(value),
        }
    }

    fn alias(&mut self, anchor: usize, start: &Marker) -> Result<(), SourceError> {
        if self.expects_key() {
            return Err(place(start, SourceError::new("an alias stands where a key must be", "write the key as text")));
        }
        let Some(value) = self.anchors.get(&anchor).cloned() else {
            let error = SourceError::new("an alias inside of what it stands for", "write the value out");
            return Err(place(start, error));
        };
        let (size, depth) = extent(&value);
        self.expanded = self.expanded.saturating_add(size);
        if self.expanded > EXPANSION || self.open.len() + depth > DEEPEST {
            let error = SourceError::new("the aliases stand for too much", "refer to components with $ref instead");
            return Err(place(start, error));
        }
        self.enter(start);
        self.finish(value, 0);
        Ok(())
    }
}

/// How many values, and how many levels.
fn extent(value: &Value) -> (usize, usize) {
    let all = |values: &mut dyn Iterator<Item = &Value>| {
        values.map(extent).fold((1, 1), |(size, depth), inner| (size + inner.0, depth.max(inner.1 + 1)))
    };
    match value {
        Value::Array(items) => all(&mut items.iter()),
        Value::Object(members) => all(&mut members.values()),
        _ => (1, 1),
    }
}

fn is_core(tag: &Tag, name: &str) -> bool {
    (tag.is_yaml_core_schema() && tag.suffix == name) || (tag.handle == "!" && tag.suffix.is_empty() && name == "str")
}

fn unknown_tag(tag: &Tag) -> SourceError {
    let what = format!("the tag {} does not fit here", crate::escape(&format!("{}{}", tag.handle, tag.suffix)));
    SourceError::new(what, "remove the tag: a document holds only what JSON can say")
}
