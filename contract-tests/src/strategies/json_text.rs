//! The same JSON value, written in other ways.

use serde_json::{Map, Value};

/// Writes a value as JSON text in a way that `choices` decide: the order of members, white space, which characters are
/// escaped and how, and, where `extras` are asked for, members that no schema names. With no choice left it is plain, so that
/// shrinking ends there.
#[must_use]
pub fn written(value: &Value, choices: &[u8], extras: bool) -> String {
    let mut writer = Writer { text: String::new(), choices: choices.iter(), extras };
    writer.value(value);
    writer.text
}

struct Writer<'a> {
    text: String,
    choices: std::slice::Iter<'a, u8>,
    extras: bool,
}

/// Values of members that no schema names: whatever a server may add some day.
const EXTRAS: [&str; 5] = ["null", "[{\"id\":\"x\"},[[]]]", "1e400", "\"\\ud83d\\ude00\"", "-0.0"];

impl Writer<'_> {
    fn choice(&mut self, of: usize) -> usize {
        self.choices.next().map_or(0, |&choice| usize::from(choice) % of)
    }

    fn space(&mut self) {
        let space = ["", " ", "\n", "\t", "\r\n  "];
        let index = self.choice(space.len());
        self.text.push_str(space[index]);
    }

    fn value(&mut self, value: &Value) {
        self.space();
        match value {
            Value::String(text) => self.string(text),
            Value::Array(items) => self.list('[', ']', items.iter(), Self::value),
            Value::Object(members) => self.object(members),
            other => self.text.push_str(&other.to_string()),
        }
        self.space();
    }

    fn list<T>(&mut self, open: char, close: char, items: impl Iterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.text.push(open);
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            write(self, item);
        }
        self.text.push(close);
    }

    fn object(&mut self, members: &Map<String, Value>) {
        let mut members: Vec<(&String, Option<&Value>)> =
            members.iter().map(|(name, value)| (name, Some(value))).collect();
        let name = "x-new-member".to_owned();
        if self.extras && self.choice(2) == 1 {
            members.push((&name, None));
        }
        for index in (1..members.len()).rev() {
            let other = self.choice(index + 1);
            members.swap(index, index - other);
        }
        self.list('{', '}', members.into_iter(), |writer, (name, value)| {
            writer.space();
            writer.string(name);
            writer.space();
            writer.text.push(':');
            match value {
                Some(value) => writer.value(value),
                None => {
                    let index = writer.choice(EXTRAS.len());
                    writer.text.push_str(EXTRAS[index]);
                }
            }
        });
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for character in text.chars() {
            let must = character < ' ' || matches!(character, '"' | '\\');
            match (self.choice(4), character) {
                (1, '"' | '\\' | '/') => {
                    self.text.push('\\');
                    self.text.push(character);
                }
                (0, character) if !must => self.text.push(character),
                (2 | 3, character) if !must => self.text.push(character),
                (choice, character) => self.escape(character, choice == 2),
            }
        }
        self.text.push('"');
    }

    /// As `\u` with four digits for each unit of UTF-16.
    fn escape(&mut self, character: char, upper: bool) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let escaped = if upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
            self.text.push_str(&escaped);
        }
    }
}
