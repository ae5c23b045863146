//! A request and its answer, side by side where there is room.

use maud::{Markup, html};

use super::text::t;
use crate::report::shown::shown;

/// One exchange; `step` says what it is for where there are several.
pub(super) fn exchange(step: Option<&str>, request: &str, response: &str, place: &str) -> Markup {
    let (line, body) = request_parts(request);
    let (status, answer) = response_parts(response);
    html! {
        div.exchange {
            @if let Some(step) = step { p.step { (step) } }
            div.sides {
                (side("Request", line, body))
                (side("Answer", status, answer))
            }
            p.place { code { (t(place)) } }
        }
    }
}

fn side(title: &str, head: &str, body: &str) -> Markup {
    html! {
        div.side {
            p.caption { span { (title) } " " code { (t(head)) } }
            @if body.is_empty() { p.empty { "no body" } } @else { pre { (breakable(body)) } }
        }
    }
}

/// A body that may be broken after a comma before it is broken within a word.
fn breakable(body: &str) -> Markup {
    let body = shown(body);
    html! {
        @for (i, part) in body.split(',').enumerate() { @if i > 0 { "," wbr; } (part) }
    }
}

/// `PUT /api/token/` and what follows it.
fn request_parts(request: &str) -> (&str, &str) {
    let second_space = request.match_indices(' ').nth(1);
    second_space.map_or((request, ""), |(at, _)| (&request[..at], &request[at + 1..]))
}

/// `200` and what follows it; a text that begins with no status is all body.
fn response_parts(response: &str) -> (&str, &str) {
    match response.split_once(' ') {
        Some((status, rest)) if status.bytes().all(|byte| byte.is_ascii_digit()) => (status, rest),
        _ => ("", response),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_words_are_the_head() {
        assert_eq!(request_parts("PUT /api/token/ {\"a\": 1}"), ("PUT /api/token/", "{\"a\": 1}"));
        assert_eq!(request_parts("GET /api/token/1"), ("GET /api/token/1", ""));
        assert_eq!(response_parts("200 {\"success\": true}"), ("200", "{\"success\": true}"));
        assert_eq!(response_parts("no answer: timed out"), ("", "no answer: timed out"));
    }
}
