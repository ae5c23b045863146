//! Takes the names and addresses of keys that are not the run's own out of what a live server answers.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};
use std::ops::Range;

use super::answer_records::{Answer, Personal, Place, Record, Text, decoded};
use super::stand_ins::{StandIns, escaped};

/// Whether a record with that id, where it has one that is an integer, and that name is of the run's own.
pub type IsOurs<'a> = dyn Fn(Option<i64>, &str) -> bool + 'a;

/// Hides what records of others say about them: `name` and `allow_ips`. The same value has the same stand-in while the
/// salt is the same, so that judges still see what changed and what did not; without the salt nothing leads back to it.
///
/// What the run itself has sent stays: it is no news of anybody, and a key whose name does not show whose it is may be the
/// run's own.
pub struct ForeignRecords {
    stand_ins: StandIns,
    sent: HashSet<u64>,
    hasher: RandomState,
}

impl std::fmt::Debug for ForeignRecords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ForeignRecords").field("known", &self.stand_ins.known()).finish_non_exhaustive()
    }
}

/// Header fields that speak about the message, not about a key: a name that is one of their words is not one there.
const ABOUT_THE_MESSAGE: [&str; 12] = [
    "cache-control",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "retry-after",
    "server",
    "transfer-encoding",
    "vary",
    "via",
];

/// More duplicates of a member than this and a record is nobody's of ours.
const DUPLICATES: usize = 4;

impl ForeignRecords {
    /// With the salt of a run, which must be random and is not shown.
    pub fn new(salt: &[u8]) -> Self {
        Self { stand_ins: StandIns::new(salt), sent: HashSet::new(), hasher: RandomState::new() }
    }

    /// Takes note of the names and addresses in the body of a request that the run sends.
    pub fn sent(&mut self, body: &[u8]) {
        let answer = Answer::read(body);
        let values = others_values(body, &answer, &|_, _| false);
        for (text, _) in answer.texts.iter().zip(values).filter(|(_, personal)| personal.is_some()) {
            self.sent.insert(self.hasher.hash_one(decoded(&body[text.content.clone()]).as_ref()));
        }
    }

    fn was_sent(&self, value: &str) -> bool {
        self.sent.contains(&self.hasher.hash_one(value))
    }

    /// A body without names and addresses of others' records, in time linear in its length.
    ///
    /// A record is an object with an `id`, or with a name and any other documented member of records, wherever it is and
    /// whatever the case of its members' names. Of one that is not ours, every string in `name` becomes as many letters
    /// and digits, every string in `allow_ips` as many lines of addresses from 203.0.113.0/24; all other bytes stay as
    /// they are. Names and addresses that came up before are also taken out of strings that are no documented member of
    /// a record, such as messages, and out of our own records' names, if they have at least 6 characters. In a body that
    /// is not whole JSON they are taken out wherever they occur, and a record that is cut off before its `id` is one.
    pub fn hidden<'b>(&mut self, body: &'b [u8], is_ours: &IsOurs<'_>) -> Cow<'b, [u8]> {
        let answer = Answer::read(body);
        let personal = others_values(body, &answer, is_ours);
        // All of them before anything is replaced: a message stands before the record it speaks about.
        for (text, personal) in answer.texts.iter().zip(&personal) {
            self.remember(body, text, *personal, is_ours);
        }
        let clean = self.rewritten(body, &answer.texts, &personal);
        if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() {
            return clean;
        }
        match clean {
            Cow::Borrowed(body) => self.stand_ins.cleaned(body),
            Cow::Owned(body) => Cow::Owned(self.stand_ins.cleaned(&body).into_owned()),
        }
    }

    /// A text that is no body, such as a message, without names and addresses that came up and have 6 characters or more.
    pub fn clean_text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        match self.stand_ins.cleaned(text.as_bytes()) {
            Cow::Borrowed(_) => Cow::Borrowed(text),
            Cow::Owned(clean) => Cow::Owned(String::from_utf8_lossy(&clean).into_owned()),
        }
    }

    /// The same for the value of a header field; those about the message itself stay as they are.
    pub fn clean_header<'t>(&mut self, name: &str, value: &'t str) -> Cow<'t, str> {
        if ABOUT_THE_MESSAGE.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Cow::Borrowed(value);
        }
        self.clean_text(value)
    }

    /// What a server says of another's key may be ours, and what is cut off may be the beginning of anything.
    fn remember(&mut self, body: &[u8], text: &Text, personal: Option<Personal>, is_ours: &IsOurs<'_>) {
        let Some(personal) = personal.filter(|_| text.content.end < body.len()) else { return };
        let value = decoded(&body[text.content.clone()]);
        match personal {
            _ if self.was_sent(&value) => {}
            Personal::Name if is_ours(None, &value) => {}
            Personal::Name => self.stand_ins.remember(&value),
            Personal::AllowIps => self.stand_ins.remember_allow_list(&value),
        }
    }

    /// The body with others' values replaced, and with what came up taken out of the other strings.
    fn rewritten<'b>(&mut self, body: &'b [u8], texts: &[Text], personal: &[Option<Personal>]) -> Cow<'b, [u8]> {
        let mut rewritten = Vec::new();
        let mut copied = 0;
        for (text, personal) in texts.iter().zip(personal) {
            if let Some(stand_in) = self.standing_for(&body[text.content.clone()], text.place, *personal) {
                rewritten.extend_from_slice(&body[copied..text.content.start]);
                rewritten.extend_from_slice(&escaped(&stand_in));
                copied = text.content.end;
            }
        }
        if copied == 0 {
            return Cow::Borrowed(body);
        }
        rewritten.extend_from_slice(&body[copied..]);
        Cow::Owned(rewritten)
    }

    /// What replaces a string, if it does not stay as it is.
    fn standing_for(&mut self, content: &[u8], place: Place, personal: Option<Personal>) -> Option<String> {
        if content.is_empty() || (personal.is_none() && stays(content, place)) {
            return None;
        }
        let value = decoded(content);
        match personal {
            Some(_) if self.was_sent(&value) => None,
            Some(Personal::Name) => Some(self.stand_ins.name(&value)),
            Some(Personal::AllowIps) => Some(self.stand_ins.allow_list(&value)),
            None => match self.stand_ins.cleaned_text(&value) {
                Cow::Owned(clean) => Some(clean),
                Cow::Borrowed(_) => None,
            },
        }
    }
}

/// Whether a string is left as it is whatever names came up: a key may be called `default`, and so is a group.
fn stays(content: &[u8], place: Place) -> bool {
    match place {
        Place::Documented => true,
        Place::MemberName => content.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')),
        Place::Elsewhere => false,
    }
}

/// Of each string, whether it is in a personal value of a record that is not ours.
fn others_values(body: &[u8], answer: &Answer, is_ours: &IsOurs<'_>) -> Vec<Option<Personal>> {
    let others = answer.records.iter().filter(|record| !is_record_ours(body, record, is_ours));
    let mut values: Vec<&(Personal, Range<usize>)> = others.flat_map(|record| &record.personal).collect();
    values.sort_by_key(|(_, place)| place.start);
    let mut values = values.into_iter().peekable();
    let mut current: Option<&(Personal, Range<usize>)> = None;
    let in_value = |text: &Text| {
        while let Some(next) = values.next_if(|(_, place)| place.start <= text.start) {
            if current.is_none_or(|(_, place)| place.end < next.1.end) {
                current = Some(next);
            }
        }
        let (personal, _) = current.filter(|(_, place)| text.start < place.end)?;
        (text.place != Place::MemberName).then_some(*personal)
    };
    answer.texts.iter().map(in_value).collect()
}

/// Whether every id and every name of a record says that it is ours.
fn is_record_ours(body: &[u8], record: &Record, is_ours: &IsOurs<'_>) -> bool {
    if record.ids.len() > DUPLICATES || record.names.len() > DUPLICATES {
        return false;
    }
    let ids = if record.ids.is_empty() { &[None] } else { record.ids.as_slice() };
    let names: Vec<_> = record.names.iter().map(|name| decoded(&body[name.clone()])).collect();
    let names = if names.is_empty() { vec![Cow::Borrowed("")] } else { names };
    ids.iter().all(|id| names.iter().all(|name| is_ours(*id, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: i64 = 7;

    fn is_ours(id: Option<i64>, name: &str) -> bool {
        id == Some(OURS) || (id.is_none() && name.starts_with("ct-"))
    }

    fn hidden(records: &mut ForeignRecords, body: &str) -> String {
        String::from_utf8(records.hidden(body.as_bytes(), &is_ours).into_owned()).unwrap()
    }

    fn fresh() -> ForeignRecords {
        ForeignRecords::new(b"a salt")
    }

    fn name(value: &str) -> String {
        StandIns::new(b"a salt").name(value)
    }

    fn list(value: &str) -> String {
        StandIns::new(b"a salt").allow_list(value)
    }

    #[test]
    fn others_are_hidden_in_every_dialect_and_ours_are_not() {
        let other = r#"{"id":3,"name":"Bob's laptop","allow_ips":"10.1.2.3"}"#;
        let ours = r#"{"id":7,"name":"ct-1","allow_ips":"10.1.2.3"}"#;
        let clean = format!(r#"{{"id":3,"name":"{}","allow_ips":"{}"}}"#, name("Bob's laptop"), list("10.1.2.3"));
        for (before, behind) in [
            (r#"{"success":true,"data":{"page":1,"items":["#, "]}}"),
            ("[", "]"),
            (r#"{"success":true,"data":"#, "}"),
            (r#"{"a":[[{"b":"#, "}]]}"),
            ("", ""),
            ("{\"x\":1}\n", ""),
            (r#"{"id":7,"name":"ct-1","token":"#, "}"),
            (r#"{"items":["#, ""),
        ] {
            assert_eq!(hidden(&mut fresh(), &format!("{before}{other}{behind}")), format!("{before}{clean}{behind}"));
            let text = format!("{before}{ours}{behind}");
            assert_eq!(hidden(&mut fresh(), &text), text);
        }
    }

    #[test]
    fn what_the_run_sent_stays() {
        let mut records = fresh();
        records.sent(br#"{"expired_time":-1,"name":"caf\u00e9","allow_ips":"198.51.100.7\n2001:db8::/32"}"#);
        let text = r#"{"id":8,"name":"café","allow_ips":"198.51.100.7\n2001:db8::\/32"}"#;
        assert_eq!(hidden(&mut records, text), text);
        let other = r#"{"id":9,"name":"cafés","allow_ips":"198.51.100.7"}"#;
        let clean = format!(r#"{{"id":9,"name":"{}","allow_ips":"{}"}}"#, name("cafés"), list("198.51.100.7"));
        assert_eq!(hidden(&mut records, other), clean);
        assert_eq!(records.clean_text("no café, no 198.51.100.7"), "no café, no 198.51.100.7");
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        let text = "\t{\"id\" : 3e0 ,\r\n\"name\":\"Bob's laptop\",\"quota\":1.50,\"quota\":10000000000000000000001,\
                    \"remark\":\"\\u00e9\\/\",\"allow_ips\":null,\"status\":\"x\\ud800\"} ";
        assert_eq!(hidden(&mut fresh(), text), text.replace("Bob's laptop", &name("Bob's laptop")));
        let text = r#"{"id":3,"name":"","allow_ips":"","key":"abcdef"}"#;
        assert_eq!(hidden(&mut fresh(), text), text);
        let text = r#"{"id":3,"name":12,"allow_ips":[]}"#;
        assert_eq!(hidden(&mut fresh(), text), text);
    }

    #[test]
    fn a_name_is_known_however_it_is_written_and_has_as_many_characters() {
        let mut records = fresh();
        let long = "é漢😀".repeat(40);
        for (written, decoded) in [
            ("b\\u00e9b\\u00E9", "bébé"),
            ("\\ud83d\\ude00\\n\\\"", "😀\n\""),
            (long.as_str(), long.as_str()),
            ("a", "a"),
            ("\\/", "/"),
        ] {
            let clean = hidden(&mut records, &format!(r#"{{"id":1,"n\u0061me":"{written}"}}"#));
            let expected = name(decoded);
            assert_eq!(clean, format!(r#"{{"id":1,"n\u0061me":"{expected}"}}"#));
            assert_eq!(expected.len(), decoded.chars().count());
            assert!(expected.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        }
        assert_ne!(name("Bob's laptop"), name("Bob's laptoq"));
        assert_ne!(name("Bob's laptop"), StandIns::new(b"another").name("Bob's laptop"));
    }

    #[test]
    fn an_allow_list_keeps_its_lines() {
        let list = list("10.0.0.1\n 2001:470::/32 \r\n\n10.0.0.1");
        let lines: Vec<&str> = list.split('\n').collect();
        assert_eq!(lines.len(), 4);
        assert!(lines[0].starts_with("203.0.113.") && lines[0] == lines[3] && lines[2].is_empty(), "{list}");
        assert!(lines[1].starts_with(" 203.0.113.") && lines[1].ends_with(" \r"), "{list}");
        assert!(matches!(crate::allow_list::AllowList::read(lines[0]), crate::allow_list::AllowList::Entries));
        let text = hidden(&mut fresh(), r#"{"id":3,"allow_ips":"the office, 2nd floor"}"#);
        assert_eq!(text, format!(r#"{{"id":3,"allow_ips":"{}"}}"#, name("the office, 2nd floor")));
        let text = hidden(&mut fresh(), r#"{"id":3,"allow_ips":["10.0.0.1",{"also":"10.9.9.9"}]}"#);
        assert!(!text.contains("10.0.0.1") && !text.contains("10.9.9.9") && text.contains("also"), "{text}");
    }

    #[test]
    fn a_record_is_ours_only_if_everything_says_so() {
        for (text, secret) in [
            (r#"{"id":7,"id":3,"name":"Bob's laptop"}"#, "Bob"),
            (r#"{"name":"ct-1","name":"Bob's laptop","key":"k"}"#, "Bob"),
            (r#"{"id":"7","name":"Bob's laptop"}"#, "Bob"),
            (r#"{"id":"3","id":7,"name":"Bob's laptop"}"#, "Bob"),
            (r#"{"id":7.0,"name":"Bob's laptop"}"#, "Bob"),
            (r#"{"ID":3,"Name":"Bob's laptop","Allow_IPs":"10.2.3.4"}"#, "10.2"),
            (r#"{"ID":3,"Name":"Bob's laptop"}"#, "Bob"),
            (r#"{"name":"Bob's laptop","remain_quota":3}"#, "Bob"),
            (r#"{"name":"Bob's laptop","id":3}"#, "Bob"),
            (r#"{"id":3,"name":{"first":"Bob","rest":["Bob"]}}"#, "Bob"),
            (r#"{"id":3,"name":{"id":7,"name":"Bob"},"allow_ips":""}"#, "Bob"),
            (r#"{"id":7,"id":7,"id":7,"id":7,"id":7,"name":"Bob"}"#, "Bob"),
            (r#"{"items":[{"name":"Bob's lap"#, "Bob"),
            (r#"{"items":[{"name":"Bob's laptop","ke"#, "Bob"),
        ] {
            let clean = hidden(&mut fresh(), text);
            assert!(!clean.contains(secret) && clean.len() >= text.len() - 2, "{clean}");
        }
        for text in [
            r#"{"id":7,"id":7,"name":"Bob"}"#,
            r#"{"name":"ct-1","remain_quota":3}"#,
            r#"{"name":"too long","message":"x"}"#,
            r#"{"items":[{"id":7,"name":"Bob's lap"#,
        ] {
            assert_eq!(hidden(&mut fresh(), text), text);
        }
    }

    #[test]
    fn names_that_came_up_are_taken_out_of_other_texts() {
        let mut records = fresh();
        let text =
            r#"{"message":"Bob's laptop, 10.1.2.3","data":{"id":3,"name":"Bob's laptop","allow_ips":"10.1.2.3"}}"#;
        assert!(!hidden(&mut records, text).contains("Bob") && !hidden(&mut records, text).contains("10.1.2.3"));
        let stand_in = name("Bob's laptop");
        for (text, clean) in [
            (r#"{"message":"B\u006fb's laptop\n","id":1}"#, format!(r#"{{"message":"{stand_in}\n","id":1}}"#)),
            (r#"{"Bob's laptop":{"x":["Bob's laptop"]}}"#, format!(r#"{{"{stand_in}":{{"x":["{stand_in}"]}}}}"#)),
            (r#"{"id":7,"name":"Bob's laptop"}"#, format!(r#"{{"id":7,"name":"{stand_in}"}}"#)),
            ("<p>Bob's laptop</p>", format!("<p>{stand_in}</p>")),
            (r#"{"message":"Bob's laptop is"#, format!(r#"{{"message":"{stand_in} is"#)),
            (r#"{"message":"Bob\u0027s laptop is"#, format!(r#"{{"message":"{stand_in} is"#)),
            ("{'name':'Bob's laptop'}", format!("{{'name':'{stand_in}'}}")),
        ] {
            assert_eq!(hidden(&mut records, text), clean);
        }
        assert_eq!(records.clean_text("no Bob's laptop"), format!("no {stand_in}"));
        assert_eq!(records.clean_text("\"Bob\\u0027s laptop\""), format!("\"{stand_in}\""));
        assert_eq!(records.clean_header("X-Name", "Bob's laptop"), stand_in);
        let garbage = records.hidden(b"\xff\"Bob\\u0027s laptop\" Bob's laptop\xfe", &is_ours).into_owned();
        assert_eq!(garbage, [b"\xff\"", stand_in.as_bytes(), b"\" ", stand_in.as_bytes(), b"\xfe"].concat());
    }

    #[test]
    fn words_that_are_also_names_stay_where_they_are_words() {
        let mut records = fresh();
        for name in ["default", "success", "application", "ct-1234567", "Bob", "message"] {
            hidden(
                &mut records,
                &format!(r#"{{"id":3,"name":"{name}","allow_ips":"127.0.0.1\n0.0.0.0/0\n192.0.2.1"}}"#),
            );
        }
        let text = r#"{"success":true,"message":"","data":{"id":7,"name":"ct-1234567","group":"default","model_limits":["default"]}}"#;
        assert_eq!(hidden(&mut records, text), text);
        let text = r#"{"id":7,"message":"Bob ct-1234567 127.0.0.1 0.0.0.0/0 192.0.2.1"}"#;
        assert_eq!(hidden(&mut records, text), text);
        assert_eq!(records.clean_header("content-type", "application/json"), "application/json");
        assert_ne!(records.clean_text("application/json"), "application/json");
    }

    #[test]
    fn time_and_memory_are_linear_in_the_length_of_a_body() {
        let huge = 400_000;
        let bodies = [
            "[".repeat(huge),
            r#"{"name":"#.repeat(huge / 8),
            r#"{"id":1,"name":"#.repeat(huge / 14),
            format!("{{\"id\":1,\"name\":[{}", "\"Bob's laptop\",".repeat(huge / 14)),
            format!("{{{}\"name\":\"Bob's laptop\"}}", "\"id\":7,".repeat(huge / 7)),
            format!("{{\"id\":3,{}", "\"name\":\"Bob's laptop\",".repeat(huge / 22)),
            (0..huge / 40).map(|i| format!(r#"{{"id":{i},"name":"the name of somebody {i}"}}"#)).collect(),
            format!(r#"{{"id":3,"name":"{}"#, "é".repeat(huge)),
            "\\\"".repeat(huge),
        ];
        let started = std::time::Instant::now();
        let mut records = fresh();
        for body in bodies {
            hidden(&mut records, &body);
        }
        // It takes a second on a slow machine without optimisation; were it quadratic, it would be hours.
        assert!(started.elapsed() < std::time::Duration::from_secs(60), "{:?}", started.elapsed());
        assert!(format!("{records:?}").len() < 60, "{records:?}");
    }
}
