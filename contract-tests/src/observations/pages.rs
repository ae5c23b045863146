//! What `p` and `page_size` do where the pages are silent: 0, negative, no number, beyond 64 bits, twice, left out.

use serde_json::Value;

use super::shown_keys::{ShownKeys, id};
use super::tally::{Seen, Tally};
use super::wording::{Outcome, code, list, shortened};
use super::{Observation, Observer};
use crate::examined::Examined;
use crate::operation::Operation;

/// The largest page, by the documentation.
const CAP: i64 = 100;

/// The observer of pages.
#[derive(Default)]
pub(super) struct Pages {
    shown: ShownKeys,
    /// With what was given first, as the query has it.
    answers: Tally<(Parameter, Answered, Given)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Parameter {
    P,
    PageSize,
}

/// What was given for a parameter, of what the pages leave open or cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Given {
    Nothing,
    Zero,
    Negative,
    BeyondI64,
    NoNumber,
    AboveTheCap,
    Twice,
}

/// How it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answered {
    Refused,
    /// With a page, and the number or size it states.
    Page(Stated, Keys),
    /// As if only the first were there.
    FirstCounts,
    /// As if only the last were there.
    LastCounts,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stated {
    AsAsked,
    Other(i64),
    Nothing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Keys {
    Newest,
    All,
    None,
    Some,
}

impl Observer for Pages {
    fn about(&self) -> &'static str {
        "page-parameters"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let documented = |name: &str| matches!(name, "p" | "page_size");
        if examined.operation() == Operation::List
            && examined.exchange.request.query.iter().all(|(name, _)| documented(name))
        {
            let p = Given::of(Parameter::P, &examined.query("p"));
            let page_size = Given::of(Parameter::PageSize, &examined.query("page_size"));
            self.note(Parameter::P, p, page_size.is_none_or(|given| given == Given::Nothing), examined);
            self.note(Parameter::PageSize, page_size, p.is_none_or(|given| given == Given::Nothing), examined);
        }
        self.shown.take(examined);
    }

    fn seen(&self) -> Vec<Observation> {
        self.answers.grouped(self.about(), |(parameter, _, _)| *parameter, text)
    }
}

impl Pages {
    /// `alone`: nothing else in the query is out of the ordinary, so that it is the reason of a refusal.
    fn note(&mut self, parameter: Parameter, given: Option<Given>, alone: bool, examined: &Examined<'_>) {
        let Some(given) = given else { return };
        let answered = match Outcome::of(examined.effect) {
            Some(Outcome::Refused) if alone && examined.token_is_right && examined.refused_by_the_api() => {
                Answered::Refused
            }
            Some(Outcome::Accepted) => match self.answered(parameter, given, examined) {
                Some(answered) => answered,
                None => return,
            },
            _ => return,
        };
        // Without any parameter a list is what the pages describe; of it only the size is open.
        if given == Given::Nothing && (parameter == Parameter::P || answered == Answered::Refused) {
            return;
        }
        self.answers.note_like((parameter, answered, given), examined, || shown(parameter, given, examined));
    }

    fn answered(&self, parameter: Parameter, given: Given, examined: &Examined<'_>) -> Option<Answered> {
        let (_, items) = examined.items()?;
        let stated = examined.data().and_then(|data| data.get(parameter.answered())?.as_i64());
        let values: Vec<Option<i64>> =
            examined.query(parameter.name()).iter().map(|value| value.parse::<i64>().ok()).collect();
        if given == Given::Twice {
            let counts = |value: &Option<i64>| value.is_some() && *value == stated;
            return match (values.first().is_some_and(counts), values.last().is_some_and(counts)) {
                (true, false) => Some(Answered::FirstCounts),
                (false, true) => Some(Answered::LastCounts),
                _ => None,
            };
        }
        let asked = values.first().copied().flatten();
        let keys = match parameter {
            Parameter::P => self.which(items, examined),
            // Nothing can be told of a size that is not stated, for want of the number of keys.
            Parameter::PageSize => all_of_them(items.len(), stated?, examined),
        };
        let stated = match stated {
            None => Stated::Nothing,
            Some(number) if asked == Some(number) => Stated::AsAsked,
            Some(number) => Stated::Other(number),
        };
        (stated != Stated::Nothing || keys != Keys::Some).then_some(Answered::Page(stated, keys))
    }

    fn which(&self, items: &[Value], examined: &Examined<'_>) -> Keys {
        match items.first().map(id) {
            None => Keys::None,
            Some(id) if id.is_some() && id == self.shown.before(examined).newest => Keys::Newest,
            Some(_) => Keys::Some,
        }
    }
}

/// Whether a page holds all keys though it states that it cannot.
fn all_of_them(items: usize, stated: i64, examined: &Examined<'_>) -> Keys {
    let total = examined.data().and_then(|data| data.get("total")?.as_i64());
    let count = i64::try_from(items).unwrap_or(i64::MAX);
    if total == Some(count) && count > stated { Keys::All } else { Keys::Some }
}

impl Parameter {
    fn name(self) -> &'static str {
        match self {
            Self::P => "p",
            Self::PageSize => "page_size",
        }
    }

    /// The member of a page that says what was made of it.
    fn answered(self) -> &'static str {
        match self {
            Self::P => "page",
            Self::PageSize => "page_size",
        }
    }
}

impl Given {
    /// None for a number that the pages speak of.
    fn of(parameter: Parameter, values: &[&str]) -> Option<Self> {
        let one = match values {
            [] => return Some(Self::Nothing),
            [one] => one,
            [first, rest @ ..] => return rest.iter().any(|value| value != first).then_some(Self::Twice),
        };
        match (one.parse::<i64>(), parameter) {
            (Ok(0), _) => Some(Self::Zero),
            (Ok(..0), _) => Some(Self::Negative),
            (Ok(number), Parameter::PageSize) if number > CAP => Some(Self::AboveTheCap),
            (Ok(_), _) => None,
            (Err(_), _) if !one.is_empty() && one.bytes().all(|byte| byte.is_ascii_digit()) => Some(Self::BeyondI64),
            (Err(_), _) => Some(Self::NoNumber),
        }
    }
}

/// What was given, as the query has it.
fn shown(parameter: Parameter, given: Given, examined: &Examined<'_>) -> String {
    let name = parameter.name();
    if given == Given::Nothing {
        return format!("no {}", code(name));
    }
    let pairs = examined.query(name);
    let pairs: Vec<String> = pairs.iter().take(3).map(|value| format!("{name}={}", shortened(value))).collect();
    code(&pairs.join("&"))
}

type Kind = (Parameter, Answered, Given);

/// What was given and what came of it, what was answered alike in one part of the sentence.
fn text(parameter: &Parameter, kinds: &[(&Kind, &Seen)]) -> Option<String> {
    let alike = kinds.chunk_by(|((_, one, _), _), ((_, other, _), _)| one == other);
    let parts = alike.filter_map(|kinds| {
        let ((_, answered, _), _) = kinds.first()?;
        let given: Vec<String> = kinds.iter().map(|(_, seen)| seen.example.clone()).collect();
        Some(format!("{}: {}", list(&given), outcome(*parameter, *answered, &given)))
    });
    Some(parts.collect::<Vec<_>>().join("; "))
}

fn outcome(parameter: Parameter, answered: Answered, given: &[String]) -> String {
    let (stated, keys) = match answered {
        Answered::Refused => return "refused".to_owned(),
        Answered::FirstCounts => return "the first counts".to_owned(),
        Answered::LastCounts => return "the last counts".to_owned(),
        Answered::Page(stated, keys) => (stated, keys),
    };
    let what = parameter.answered();
    let stated = match (stated, given) {
        (Stated::Nothing, _) => None,
        (Stated::Other(number), _) => Some(format!("{what} {number}")),
        (Stated::AsAsked, [one]) => {
            let value = one.trim_matches('`').split_once('=').map_or("", |(_, value)| value);
            Some(format!("{what} {value}"))
        }
        (Stated::AsAsked, _) => Some(format!("the {what} asked for")),
    };
    let keys = match keys {
        Keys::Newest => Some("the newest keys".to_owned()),
        Keys::All => Some("all keys".to_owned()),
        Keys::None => Some("no keys".to_owned()),
        Keys::Some => None,
    };
    [stated, keys].into_iter().flatten().collect::<Vec<_>>().join(" with ")
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{Entry, list, request, seen};

    fn told(entries: Vec<Entry>) -> Vec<String> {
        seen("page-parameters", entries)
    }

    #[test]
    fn each_value_is_told_with_what_came_of_it() {
        let entries = vec![
            list("", 1, 2, 3, &[9, 8]),
            list("?p=0", 1, 2, 3, &[9, 8]),
            list("?p=-1", -1, 2, 3, &[9, 8]),
            list("?p=-3", -3, 2, 3, &[9, 8]),
            list("?p=x&page_size=y", 1, 2, 3, &[8]),
            list("?p=99999999999999999999", 7, 2, 3, &[]),
            list("?page_size=0", 1, 0, 3, &[9, 8, 7]),
            list("?page_size=5000", 1, 100, 3, &[9, 8, 7]),
            list("?page_size=1&page_size=2", 1, 2, 3, &[9, 8]),
            list("?p=2", 2, 2, 3, &[7]),
        ];
        let expected = [
            "5: `p=-1`: page -1 with the newest keys; `p=0`: page 1 with the newest keys; `p=x`: page 1; \
             `p=99999999999999999999`: page 7 with no keys",
            "10: `page_size=0`: page_size 0 with all keys; no `page_size` and `page_size=y`: page_size 2; \
             `page_size=5000`: page_size 100; `page_size=1&page_size=2`: the last counts",
        ];
        assert_eq!(told(entries), expected);
    }

    #[test]
    fn a_refusal_counts_where_one_value_is_the_reason() {
        let refused = |query: &str| list(query, 1, 2, 0, &[]).refused("no");
        assert_eq!(told(vec![refused("?p=0")]), ["1: `p=0`: refused"]);
        assert_eq!(told(vec![refused("?p=1&page_size=a%20b")]), ["1: `page_size=a b`: refused"]);
        assert!(told(vec![refused("?p=0&page_size=0")]).is_empty());
        assert!(told(vec![refused("?p=0&size=3")]).is_empty());
        assert!(told(vec![refused("")]).is_empty());
        assert!(told(vec![refused("?p=0").token(Some("nobody"))]).is_empty());
    }

    #[test]
    fn of_a_bare_list_the_keys_tell() {
        let bare = |query: &str, ids: &[i64]| {
            let items = ids.iter().map(|id| crate::small_recording::record(*id)).collect();
            request("GET", &format!("/api/token/{query}")).data(items)
        };
        assert_eq!(
            told(vec![bare("", &[9, 8]), bare("?p=-1", &[9, 8]), bare("?p=0&page_size=0", &[])]),
            ["2: `p=-1`: the newest keys; `p=0`: no keys"]
        );
    }

    #[test]
    fn nothing_is_called_newest_once_keys_have_changed() {
        let created = || request("POST", "/api/token/").json("{}");
        let list_zero = || list("?p=0", 1, 2, 3, &[9, 8]);
        assert_eq!(
            told(vec![list("?p=1&page_size=2", 1, 2, 3, &[9, 8]), created(), list_zero()])[0],
            "1: `p=0`: page 1"
        );
    }
}
