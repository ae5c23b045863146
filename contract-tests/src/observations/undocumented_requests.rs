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

#[cfg(test)]
mod tests {
    use super::template;
    use crate::small_recording::{get, request, seen};

    #[test]
    fn other_methods_and_paths_are_told_by_how_they_are_answered() {
        let entries = [
            request("POST", "/api/token/7/key"),
            request("POST", "/api/token/8/key"),
            request("PATCH", "/api/token/").answered(405, ""),
            request("GET", "/api/token/search?keyword=x").answered(404, "{}"),
            request("PUT", "/api/token/7").answered(404, "{}"),
            request("PUT", "/api/token/8").answered(404, "{}"),
            request("PUT", "/api/token").answered(307, ""),
            request("DELETE", "/api/token/x").answered(502, ""),
            get(),
        ];
        let expected = [
            "2: `POST /api/token/{id}/key`, not documented, is accepted with status 200",
            "3: `GET /api/token/search` and `PUT /api/token/{id}` (2 times), not documented, are refused with status \
             404",
            "1: `PATCH /api/token/`, not documented, is refused with status 405",
            "1: `DELETE /api/token/x`, not documented, is answered with status 502",
        ];
        assert_eq!(seen("undocumented-requests", entries), expected);
    }

    #[test]
    fn what_may_be_a_value_is_no_word_of_the_api() {
        assert_eq!(template("GET", "/api/token/-5"), "GET /api/token/{id}");
        assert_eq!(template("GET", "/v1/models"), "GET /v1/models");
        assert_eq!(template("", "/api/token/a1b2"), "/api/token/{…}");
        assert_eq!(template("", "/api/token/%e5%af%86"), "/api/token/{…}");
        assert_eq!(template("", "/api/token/abcdefghijklmnopqrstuvwxyz"), "/api/token/{…}");
    }
}
