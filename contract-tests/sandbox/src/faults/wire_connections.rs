//! Faults of the connection: what hyper itself would never write.

use super::fault::{Family, Fault};
use super::hooks::{Answering, Hooks};
use super::raw_answer::{End, RawAnswer, head};
use super::turn::{Asks, Turn};
use crate::answer::Answer;

const fn fault(name: &'static str, says: &'static str, answering: Answering) -> Fault {
    Fault { name, family: Family::Wire, says, hooks: Hooks::answering(answering) }
}

pub(super) const FAULTS: &[Fault] = &[
    fault("body-cut-short", "The body of a list ends half-way, before its Content-Length.", body_cut_short),
    fault("length-too-short", "Content-Length of an update's answer is ten less than its body.", length_too_short),
    fault("lengths-disagree", "Answers of get have two Content-Length fields that disagree.", lengths_disagree),
    fault("last-chunk-missing", "The chunked body of a list ends without its last chunk.", last_chunk_missing),
    fault("chunk-sizes-wrong", "The chunks of an update's answer are shorter than they say.", chunk_sizes_wrong),
    fault("connection-reset", "Every sixth request is served, and its connection reset in the head.", connection_reset),
    fault("delete-unanswered", "Deletes are done, and the connection closed without an answer.", delete_unanswered),
    fault("garbage-for-http", "Updates are answered with bytes that are no HTTP.", garbage_for_http),
    fault("endless-body", "The body of a get never ends: white space follows its JSON.", endless_body),
    fault("endless-head", "The head of a create's answer never ends.", endless_head),
    fault("answer-never-comes", "Every fifth update is done and never answered.", answer_never_comes),
    fault("body-never-comes", "The head of a delete's answer comes, and its body never.", body_never_comes),
    fault("very-slow-answers", "Gets with a two-digit id or more take 40 seconds.", very_slow_answers),
];

/// The answer of the server with other bytes in its place, where the request asks for this and it has a body.
fn instead(turn: &mut Turn<'_>, of: Asks, raw: impl FnOnce(&Answer) -> RawAnswer) -> Answer {
    let answer = turn.served();
    if turn.asks() == of && !answer.body.is_empty() {
        turn.outcome.raw = Some(raw(&answer));
    }
    answer
}

fn body_cut_short(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::List, |answer| {
        let length = answer.body.len();
        RawAnswer::of(answer, length, &answer.body[..length / 2], End::Close)
    })
}

fn length_too_short(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Update, |answer| {
        RawAnswer::of(answer, answer.body.len().saturating_sub(10), &answer.body, End::Close)
    })
}

fn lengths_disagree(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Get, |answer| {
        let length = answer.body.len();
        let lengths = format!("content-length: {length}\r\ncontent-length: {}\r\n", length + 2);
        RawAnswer::new([head(answer, &lengths), answer.body.to_vec()].concat(), End::Close)
    })
}

fn chunked(answer: &Answer, more: usize, end: &str) -> RawAnswer {
    let head = head(answer, "transfer-encoding: chunked\r\n");
    let size = format!("{:x}\r\n", answer.body.len() + more);
    RawAnswer::new([&head[..], size.as_bytes(), &answer.body[..], end.as_bytes()].concat(), End::Close)
}

fn last_chunk_missing(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::List, |answer| chunked(answer, 0, "\r\n"))
}

fn chunk_sizes_wrong(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Update, |answer| chunked(answer, 5, "\r\n0\r\n\r\n"))
}

fn connection_reset(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if turn.memory.requests.is_multiple_of(6) {
        turn.outcome.raw = Some(RawAnswer::new("HTTP/1.1 200 OK\r\nconten", End::Reset));
    }
    answer
}

fn delete_unanswered(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Delete, |_| RawAnswer::new([], End::Close))
}

fn garbage_for_http(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Update, |_| RawAnswer::new(*b"\x15\x03\x01\x00\x02\x02\x0aSSH-2.0\r\n\r\n", End::Close))
}

fn endless_body(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Get, |answer| {
        let start = [head(answer, "transfer-encoding: chunked\r\n"), chunk(&answer.body)].concat();
        RawAnswer::new(start, End::Forever(chunk(&[b' '; 65_536]).into()))
    })
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

fn endless_head(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Create, |_| {
        let fields = "x-trace: 0123456789abcdef\r\n".repeat(1_000);
        RawAnswer::new("HTTP/1.1 200 OK\r\n", End::Forever(fields.into()))
    })
}

fn answer_never_comes(turn: &mut Turn<'_>) -> Answer {
    let answer = turn.served();
    if turn.asks() == Asks::Update && turn.memory.requests.is_multiple_of(5) {
        turn.outcome.raw = Some(RawAnswer::new([], End::Silence));
    }
    answer
}

fn body_never_comes(turn: &mut Turn<'_>) -> Answer {
    instead(turn, Asks::Delete, |answer| RawAnswer::of(answer, answer.body.len(), &[], End::Silence))
}

fn very_slow_answers(turn: &mut Turn<'_>) -> Answer {
    if turn.asks() == Asks::Get && turn.id().is_some_and(|id| id >= 10) {
        turn.hold(40_000);
    }
    turn.served()
}
