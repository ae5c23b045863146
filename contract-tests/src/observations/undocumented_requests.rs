//! Requests to the API's paths that the pages do not describe, and how they are answered.

use super::tally::{Seen, Tally};
use super::wording::{code, list, shortened, times};
use super::{Observation, Observer};
use crate::effect::Effect;
use crate::examined::Examined;
use crate::operation::Operation;

/// The observer of other methods and paths. A redirect is another observer's.
#[derive(Default)]
pub(super) struct UndocumentedRequests {
    answers: Tally<(Answered, String)>,
}

/// How it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answered {
    Accepted(u16),
    Refused(u16),
    Otherwise(u16),
    Not,
}

impl Observer for UndocumentedRequests {
    fn about(&self) -> &'static str {
        "undocumented-requests"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        if examined.operation() != Operation::Undocumented {
            return;
        }
        let answered = match (examined.effect, examined.response()) {
            (Effect::None, _) => return,
            (_, None) => Answered::Not,
            (Effect::Accepted, Some(response)) => Answered::Accepted(response.status),
            (Effect::Refused, Some(response)) => Answered::Refused(response.status),
            (Effect::Throttled | Effect::Unknown, Some(response)) => Answered::Otherwise(response.status),
        };
        let request = &examined.exchange.request;
        self.answers.note((answered, template(&request.method, &request.path)), examined);
    }

    fn seen(&self) -> Vec<Observation> {
        self.answers.grouped(self.about(), |(answered, _)| *answered, text)
    }
}

fn text(answered: &Answered, requests: &[(&(Answered, String), &Seen)]) -> Option<String> {
    let named: Vec<String> = match requests {
        [((_, request), _)] => vec![code(request)],
        several => several.iter().map(|((_, request), seen)| counted(request, seen.count)).collect(),
    };
    let are = if named.len() == 1 { "is" } else { "are" };
    let how = match answered {
        Answered::Accepted(status) => format!("{are} accepted with status {status}"),
        Answered::Refused(status) => format!("{are} refused with status {status}"),
        Answered::Otherwise(status) => format!("{are} answered with status {status}"),
        Answered::Not => format!("{are} not answered"),
    };
    Some(format!("{}, not documented, {how}", list(&named)))
}

fn counted(request: &str, count: usize) -> String {
    if count == 1 { code(request) } else { format!("{} ({})", code(request), times(count)) }
}

/// Method and path with what differs from request to request left out: `PUT /api/token/{id}`.
pub(super) fn template(method: &str, path: &str) -> String {
    let mut template = if method.is_empty() { String::new() } else { format!("{} ", shortened(method)) };
    for (i, segment) in path.split('/').enumerate() {
        if i > 0 {
            template.push('/');
        }
        let digits = segment.strip_prefix('-').unwrap_or(segment);
        let a_word = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_' | b'.');
        match segment {
            "v1" | "" => template.push_str(segment),
            _ if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => template.push_str("{id}"),
            _ if segment.len() <= LONGEST_WORD && segment.bytes().all(a_word) => template.push_str(segment),
            _ => template.push_str("{…}"),
        }
    }
    template
}

/// The longest segment of a path that is taken for a word of the API rather than a value.
const LONGEST_WORD: usize = 20;
