//! Faults in the body of an HTTP message, and in what its head says of it.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::turn::{Asks, Turn};
use crate::answer::Answer;
use crate::paging::Page;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Wire, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("content-type-missing", "Answers have no Content-Type.", content_type_missing),
    fault("content-type-html", "Lists are JSON under the Content-Type text/html.", content_type_html),
    fault("content-type-text", "Updates are answered under the Content-Type text/plain.", content_type_text),
    fault("content-type-twice", "Gets are answered with two Content-Type fields that disagree.", content_type_twice),
    fault(
        "names-in-latin-1",
        "Characters up to U+00FF are written in ISO 8859-1, so that the body is no UTF-8.",
        names_in_latin_1,
    ),
    fault("status-twice", "Records of get have the member status twice, first as 0.", status_twice),
    fault("byte-order-mark", "Bodies begin with a byte order mark.", byte_order_mark),
    fault("bytes-after-json", "A second JSON value follows the answer of a delete.", bytes_after_json),
    fault("comment-after-json", "A debugging comment follows the JSON of a list.", comment_after_json),
    fault("gzip-unasked", "Lists are compressed with gzip, whatever Accept-Encoding says.", gzip_unasked),
    fault("json-cut", "Bodies longer than 1,500 bytes are cut there, and Content-Length fits the rest.", json_cut),
    fault("single-quotes", "Updates are answered in a notation that puts texts in single quotes.", single_quotes),
    fault("control-characters-raw", "Control characters in a name are written unescaped.", control_characters_raw),
    fault("server-error-now-and-then", "Every seventh request is answered 500.", server_error_now_and_then),
    fault("gateway-error-page", "Every ninth request is answered 502 with a page of HTML.", gateway_error_page),
    fault("emoji-answered-500", "A name with a character of four bytes is answered 500.", emoji_answered_500),
    fault("page-beyond-the-end-500", "A page beyond the last one is answered 500.", beyond_the_end_500),
    fault("refusals-as-500", "Refusals are answered with status 500.", refusals_as_500),
    fault("create-as-201", "An accepted create is answered with status 201.", create_as_201),
    fault("update-as-202", "An accepted update is answered with status 202.", update_as_202),
    fault("delete-as-204", "An accepted delete is answered with status 204 and no body.", delete_as_204),
    fault("empty-bodies", "Every fifth request is served and answered 200 without a body.", empty_bodies),
    fault(
        "list-redirects-to-itself",
        "A list with a query is answered 302 to its own address.",
        list_redirects_to_itself,
    ),
];

fn with(turn: &mut Turn<'_>, of: Asks, change: impl FnOnce(&mut Answer)) -> Answer {
    let mut answer = turn.served();
    if turn.asks() == of {
        change(&mut answer);
    }
    answer
}

/// The same, where the request is accepted.
fn with_accepted(turn: &mut Turn<'_>, of: Asks, change: impl FnOnce(&mut Answer)) -> Answer {
    with(turn, of, |answer| {
        if answer.is_accepted() {
            change(answer);
        }
    })
}

fn content_type_missing(turn: &mut Turn<'_>) -> Answer {
    Answer { content_type: None, ..turn.served() }
}

fn content_type_html(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::List, |answer| answer.content_type = Some("text/html; charset=utf-8"))
}

fn content_type_text(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::Update, |answer| answer.content_type = Some("text/plain; charset=utf-8"))
}

fn content_type_twice(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::Get, |answer| answer.headers.push(("content-type", "text/html".to_owned())))
}

fn names_in_latin_1(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if let Ok(text) = std::str::from_utf8(&answer.body) {
        let mut bytes = Vec::new();
        for character in text.chars() {
            match u8::try_from(character) {
                Ok(byte) => bytes.push(byte),
                Err(_) => bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        answer.body = bytes.into();
    }
    answer
}

fn status_twice(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::Get, |answer| {
        answer.rewrite(|text| text.replacen("\"status\":", "\"status\":0,\"status\":", 1));
    })
}

fn byte_order_mark(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.rewrite(|text| format!("\u{feff}{text}"));
    answer
}

fn bytes_after_json(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::Delete, |answer| answer.rewrite(|text| format!("{text}{{\"success\":true}}")))
}

fn comment_after_json(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::List, |answer| answer.rewrite(|text| format!("{text}\n<!-- 1 query in 0.4 ms -->\n")))
}

fn gzip_unasked(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::List, |answer| {
        answer.body = gzip(&answer.body).into();
        answer.headers.push(("content-encoding", "gzip".to_owned()));
    })
}

/// A gzip member whose blocks hold the bytes as they are.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = bytes.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = block.len() as u16;
        member.push(u8::from(blocks.peek().is_none()));
        member.extend(length.to_le_bytes());
        member.extend((!length).to_le_bytes());
        member.extend(block);
    }
    member.extend(checksum(bytes).to_le_bytes());
    member.extend((bytes.len() as u32).to_le_bytes());
    member
}

/// The CRC-32 of gzip.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

fn json_cut(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.body.truncate(1_500);
    answer
}

fn single_quotes(turn: &mut Turn<'_>) -> Answer {
    with(turn, Asks::Update, |answer| answer.rewrite(|text| text.replace('"', "'")))
}

fn control_characters_raw(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    answer.rewrite(|text| text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0001", "\u{1}"));
    answer
}

fn server_error_now_and_then(turn: &mut Turn<'_>) -> Answer {
    if turn.memory.requests.is_multiple_of(7) { Answer::empty(500) } else { turn.served() }
}

fn gateway_error_page(turn: &mut Turn<'_>) -> Answer {
    if turn.memory.requests.is_multiple_of(9) {
        Answer::html(502, "<html><head><title>502 Bad Gateway</title></head></html>\n".to_owned())
    } else {
        turn.served()
    }
}

fn emoji_answered_500(turn: &mut Turn<'_>) -> Answer {
    let name = turn.sent().filter(|_| turn.writes() && turn.account().is_some()).and_then(|sent| sent.name);
    if name.is_some_and(|name| name.chars().any(|character| character.len_utf8() == 4)) {
        return Answer::empty(500);
    }
    turn.served()
}

fn beyond_the_end_500(turn: &mut Turn<'_>) -> Answer {
    let page = Page::asked_for(turn.profile.paging, &turn.request);
    match turn.account().filter(|_| turn.asks() == Asks::List) {
        Some(account) if page.skip > 0 && page.skip >= turn.world.store.count(account.user_id) => Answer::empty(500),
        _ => turn.served(),
    }
}

fn refusals_as_500(turn: &mut Turn<'_>) -> Answer {
    let mut answer = turn.served();
    if answer.is_refusal() && answer.status == 200 {
        answer.status = 500;
    }
    answer
}

fn create_as_201(turn: &mut Turn<'_>) -> Answer {
    with_accepted(turn, Asks::Create, |answer| answer.status = 201)
}

fn update_as_202(turn: &mut Turn<'_>) -> Answer {
    with_accepted(turn, Asks::Update, |answer| answer.status = 202)
}

fn delete_as_204(turn: &mut Turn<'_>) -> Answer {
    with_accepted(turn, Asks::Delete, |answer| *answer = Answer::empty(204))
}

fn empty_bodies(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if turn.memory.requests.is_multiple_of(5) { Answer::empty(200) } else { answer }
}

fn list_redirects_to_itself(turn: &mut Turn<'_>) -> Answer {
    match turn.request.uri.path_and_query() {
        Some(target) if turn.asks() == Asks::List && turn.request.uri.query().is_some() => {
            Answer::empty(302).with("location", target.as_str())
        }
        _ => turn.served(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_gzip() {
        // The check value that every description of this checksum gives.
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }
}
