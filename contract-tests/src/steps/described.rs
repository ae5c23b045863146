//! Steps as people read them, a line each.

use std::fmt::{Display, Formatter, Result};

use super::ask::{Ask, KeyRef, What, Who};
use super::body::{Base, Body, ContentType, Shape};
use super::case::{Case, Step};
use super::given::{Given, Unit};
use super::token::Token;

impl Display for Case {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Ask(ask) => ask.fmt(f),
            Self::Wait(milliseconds) => write!(f, "wait {milliseconds} ms"),
            Self::Together(asks) | Self::Undisturbed(asks) => {
                let how = if matches!(self, Self::Together(_)) { "at the same time:" } else { "undisturbed:" };
                f.write_str(how)?;
                asks.iter().enumerate().try_for_each(|(i, ask)| write!(f, "{} {ask}", if i == 0 { "" } else { ";" }))
            }
            Self::Lanes(lanes) => {
                f.write_str("at the same time:")?;
                lanes.iter().enumerate().try_for_each(|(i, lane)| {
                    let asks: Vec<String> = lane.iter().map(Ask::to_string).collect();
                    write!(f, "{} {}", if i == 0 { "" } else { ";" }, asks.join(", then "))
                })
            }
        }
    }
}

impl Display for Ask {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.what {
            What::List(query) => {
                let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
                write!(f, "list{}{}", if pairs.is_empty() { "" } else { " " }, pairs.join("&"))?;
            }
            What::Get(key) => write!(f, "get {key}")?,
            What::Create(number, body) => write!(f, "create key {}: {body}", number + 1)?,
            What::Update(key, body) => write!(f, "update {key}: {body}")?,
            What::Delete(key) => write!(f, "delete {key}")?,
            What::Models(key) => write!(f, "list models with {key}")?,
        }
        if self.by == Who::Second {
            f.write_str(", by the second account")?;
        }
        match &self.token {
            Token::Right => Ok(()),
            token => write!(f, ", {token}"),
        }
    }
}

impl Display for KeyRef {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Made(number) => write!(f, "key {}", number + 1),
            Self::MadeAs(number, text) => write!(f, "key {} with its id as {text:?}", number + 1),
            Self::Beside(number, above) => write!(f, "the id of key {} {above:+}", number + 1),
            Self::Id(id) => write!(f, "id {id}"),
            Self::Text(text) => write!(f, "id {text:?}"),
            Self::Omitted => f.write_str("no id"),
        }
    }
}

impl Display for Token {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Right => f.write_str("with the token"),
            Self::Missing => f.write_str("without a token"),
            Self::Empty => f.write_str("with an empty token"),
            Self::Cut(count) => write!(f, "with the token but its last {count}"),
            Self::Recased => f.write_str("with the token in other case"),
            Self::Bearer => f.write_str("with the token behind Bearer"),
            Self::Prefixed(text) => write!(f, "with {text:?} before the token"),
            Self::Suffixed(text) => write!(f, "with {text:?} behind the token"),
            Self::Invented(text) => write!(f, "with {text:?} for a token"),
            Self::KeyValue(key) => write!(f, "with the value of {key} for a token"),
        }
    }
}

impl Display for Body {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self.base {
            Base::Nothing => "{",
            Base::Plain => "{every field plain",
            Base::Rich => "{every field set",
        })?;
        for (i, (name, given)) in self.changes.iter().enumerate() {
            let separator = if i == 0 && self.base == Base::Nothing { "" } else { ", " };
            write!(f, "{separator}{name} {given}")?;
        }
        f.write_str("}")?;
        match &self.shape {
            Shape::AsIs => {}
            Shape::CutBytes(count) => write!(f, " without its last {count} bytes")?,
            Shape::Followed(rest) => write!(f, " followed by {rest:?}")?,
            Shape::Twice { member, text, first } => {
                write!(f, " with {member} once more {} as {text}", if *first { "before" } else { "after" })?;
            }
            Shape::Replaced(text) => write!(f, " replaced by {text:?}")?,
            Shape::ReplacedBytes(bytes) => write!(f, " replaced by {} bytes that are no text", bytes.len())?,
            Shape::Written(_) => f.write_str(" written in another way")?,
            Shape::None => f.write_str(" not sent")?,
        }
        match &self.content_type {
            ContentType::Json => Ok(()),
            ContentType::Missing => f.write_str(" without Content-Type"),
            ContentType::Other(text) => write!(f, " as {text}"),
        }
    }
}

impl Display for Given {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Omitted => f.write_str("left out"),
            Self::Value(value) => value.fmt(f),
            Self::Written(text) => write!(f, "written {text}"),
            Self::InSeconds(seconds) => write!(f, "{seconds} s from now"),
            Self::IdAs(text) => write!(f, "written {text}"),
            Self::OwnerOf(number) => write!(f, "the owner of key {}", number + 1),
            Self::Name(name) => {
                match name.of {
                    Some(number) => write!(f, "of key {}", number + 1)?,
                    None => f.write_str("of its own")?,
                }
                if !name.before.is_empty() {
                    write!(f, " behind {:?}", name.before)?;
                }
                if let Some((length, unit)) = name.length {
                    let unit = if unit == Unit::Bytes { "bytes" } else { "characters" };
                    write!(f, " filled with {:?} to {length} {unit}", name.fill)?;
                }
                if name.after.is_empty() { Ok(()) } else { write!(f, " before {:?}", name.after) }
            }
        }
    }
}
