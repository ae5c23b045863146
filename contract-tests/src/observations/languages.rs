//! The language of refusals' messages, and whether it follows `Accept-Language`. The pages leave the language open.

use super::script::script_of;
use super::tally::{Seen, Tally};
use super::wording::{list, shortened, times};
use super::{Observation, Observer};
use crate::examined::Examined;
use crate::exchange::Credential;
use crate::operation::{Operation, path_id};
use crate::request_reading::{Flaw, RequestReading};

/// The observer of languages.
#[derive(Default)]
pub(super) struct Languages {
    /// With an example of each.
    scripts: Tally<Option<&'static str>>,
    /// With the first message of each reason and language.
    messages: Tally<(Reason, Option<String>)>,
}

/// Why a request was refused, where the request tells: only of one and the same reason messages can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    NoToken,
    WrongToken,
    TooLongName,
    NoAddress,
    NoGroup,
    UnknownKey,
}

impl Observer for Languages {
    fn about(&self) -> &'static str {
        "message-languages"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        if !examined.refused() || !Operation::DOCUMENTED.contains(&examined.operation()) {
            return;
        }
        let Some(message) = examined.message().filter(|message| !message.trim().is_empty()) else { return };
        self.scripts.note_like(script_of(message), examined, || shortened(message));
        if let Some(reason) = Reason::of(examined) {
            let language = examined.exchange.request.headers.get("accept-language").map(shortened);
            self.messages.note_like((reason, language), examined, || shortened(message));
        }
    }

    fn seen(&self) -> Vec<Observation> {
        let scripts = self.scripts.grouped(self.about(), |_| (), |(), scripts| Some(in_scripts(scripts)));
        let by_language = self.messages.grouped(self.about(), |(reason, _)| *reason, compare);
        scripts.into_iter().chain(by_language).collect()
    }
}

impl Reason {
    fn of(examined: &Examined<'_>) -> Option<Self> {
        match examined.exchange.sender.credential {
            Credential::Missing => return Some(Self::NoToken),
            Credential::Wrong => return Some(Self::WrongToken),
            Credential::Account(_) | Credential::Unknown | Credential::Key(_) => {}
        }
        let by_id = matches!(examined.operation(), Operation::Get | Operation::Delete);
        if by_id && path_id(&examined.exchange.request.path).is_some_and(|id| id > 0) {
            return Some(Self::UnknownKey);
        }
        match examined.reading.as_ref().and_then(RequestReading::only_flaw)? {
            Flaw::TooLong { .. } => Some(Self::TooLongName),
            Flaw::NoAddress(_) => Some(Self::NoAddress),
            Flaw::NoGroup(_) => Some(Self::NoGroup),
            Flaw::NotAnObject | Flaw::Missing(_) | Flaw::WrongType { .. } | Flaw::NotAllowed { .. } => None,
        }
    }

    fn named(self) -> &'static str {
        match self {
            Self::NoToken => "a missing access token",
            Self::WrongToken => "a wrong access token",
            Self::TooLongName => "a name that is too long",
            Self::NoAddress => "an allow list that is none",
            Self::NoGroup => "a group that does not exist",
            Self::UnknownKey => "a key that is not there",
        }
    }
}

fn in_scripts(scripts: &[(&Option<&'static str>, &Seen)]) -> String {
    let each = scripts.iter().map(|(script, seen)| {
        let script = script.map_or_else(|| "no".to_owned(), str::to_owned);
        format!("{script} script ({}, as {:?})", times(seen.count), seen.example)
    });
    format!("messages of refusals are in {}", list(&each.collect::<Vec<_>>()))
}

/// What the messages for one reason say, if they were asked for in several languages, none being one of them.
fn compare(reason: &Reason, kinds: &[(&(Reason, Option<String>), &Seen)]) -> Option<String> {
    let mut messages: Vec<(&str, Vec<String>)> = Vec::new();
    for ((_, language), seen) in kinds {
        let language = language.clone().unwrap_or_else(|| "none".to_owned());
        match messages.iter_mut().find(|(message, _)| *message == seen.example) {
            Some((_, languages)) => languages.push(language),
            None => messages.push((&seen.example, vec![language])),
        }
    }
    let what = reason.named();
    match messages.as_slice() {
        [(message, languages)] if languages.len() > 1 => {
            Some(format!("the message for {what} is the same for `Accept-Language` {}: {message:?}", list(languages)))
        }
        [] | [_] => None,
        several => {
            let each = several.iter().map(|(message, languages)| {
                let script = script_of(message).map_or_else(String::new, |script| format!(" ({script})"));
                format!("{message:?}{script} for {}", list(languages))
            });
            let each: Vec<String> = each.collect();
            Some(format!("the message for {what} differs by `Accept-Language`: {}", each.join("; ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{Entry, get, seen};

    fn told(entries: Vec<Entry>) -> Vec<String> {
        seen("message-languages", entries)
    }

    #[test]
    fn messages_are_compared_for_one_reason_only() {
        let in_language = |language: &str, message: &str| get().header("Accept-Language", language).refused(message);
        let entries =
            vec![get().refused("no such key"), in_language("en", "no such key"), in_language("zh-TW", "沒有這個")];
        let expected = [
            "3: messages of refusals are in Han script (once, as \"沒有這個\") and Latin script (2 times, as \
             \"no such key\")",
            "3: the message for a key that is not there differs by `Accept-Language`: \"no such key\" (Latin) for none \
             and en; \"沒有這個\" (Han) for zh-TW",
        ];
        assert_eq!(told(entries), expected);
        let same = told(vec![in_language("en", "no"), in_language("fr", "no")]);
        assert_eq!(
            same[1],
            "2: the message for a key that is not there is the same for `Accept-Language` en and fr: \"no\""
        );
        // Of different reasons the messages differ in any language.
        let other = get().token(None).header("Accept-Language", "fr").refused("no token");
        assert_eq!(told(vec![in_language("en", "no"), other]).len(), 1);
        assert!(told(vec![get(), get().refused("")]).is_empty());
    }

    #[test]
    fn long_messages_are_shortened() {
        let long = told(vec![get().refused(&"word ".repeat(100))]);
        assert!(long[0].contains("word …") && long[0].len() < 150, "{long:?}");
    }
}
