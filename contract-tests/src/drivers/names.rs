//! Names around the limit of 50 characters, in scripts that count otherwise in bytes, in units of UTF-16, and on screen; and
//! names that a server may be tempted to tidy up.

use serde_json::json;

use super::in_turn::in_turn;
use super::read_back::field_read_back;
use super::words::{create, get, list, update};
use crate::steps::{Body, Case, Given, NameText, Unit};

/// Latin, CJK, an emoji outside the basic plane, a letter with a combining mark, a family of joined emoji.
const FILLS: [&str; 5] = ["x", "漢", "😀", "e\u{301}", "👨\u{200d}👩\u{200d}👧"];

pub(super) fn cases() -> Vec<Case> {
    let mut lengths = Vec::new();
    for fill in FILLS {
        for unit in [Unit::Characters, Unit::Bytes] {
            for length in [51, 50, 49] {
                if unit == Unit::Bytes && fill == "x" {
                    continue;
                }
                lengths.push(NameText { fill: fill.into(), length: Some((length, unit)), ..NameText::default() });
            }
        }
    }
    for length in [52, 64, 100, 255, 256, 1_000, 10_000] {
        lengths.push(NameText { fill: "x".into(), length: Some((length, Unit::Characters)), ..NameText::default() });
    }
    // What a server may tidy up, fold, cut, or take for something else.
    let odd = [
        ("a+", "+b c%2Bd%20e"),
        ("&", "&a=b&c=;d#e?f/g"),
        ("\"", "\"quoted\" \\ 'and' `so`"),
        (" ", ""),
        ("", " "),
        ("\t", "\n"),
        ("", "e\u{301}"),
        ("", "\u{e9}"),
        ("", "ﬁ① Å"),
        ("", "ǅ ß İ"),
        ("", "\u{200b}\u{200d}\u{feff}"),
        ("", "\u{202e}abc"),
        ("", "<b>&amp;\"'"),
        ("", "'; --"),
        ("", "%41%00 %s {}"),
        ("", "\\n\\u0041\\"),
        ("", "\u{1}\u{7f}"),
        ("", "\u{0}after"),
        ("", "\u{fffd}\u{fffe}"),
        ("ABC", "DEF"),
    ];
    let odd = odd.map(|(before, after)| NameText { before: before.into(), after: after.into(), ..NameText::default() });
    let lengths = field_read_back("name", lengths.into_iter().map(Given::Name));
    let odd = field_read_back("name", odd.into_iter().map(Given::Name));
    let mut cases = in_turn(vec![lengths, odd]);
    // Names that say something in other languages, whole.
    for whole in ["null", "0", "true", "漢字漢字", "production"] {
        let named = Body::plain().value("name", json!(whole));
        cases.push(Case::of([create(0, Body::plain()), update(0, named), get(0), list()]));
    }
    cases
}
