//! The records of an answer and what is personal in them, found in its text without reading it as one value: whatever the
//! dialect, and also where the text is broken or cut off.

use std::ops::Range;

use super::json_strings::content;

/// A member of a record that says something about whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Personal {
    Name,
    AllowIps,
}

/// Where a string stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the name of a member.
    MemberName,
    /// It is a value of a documented member of records, or in one.
    Documented,
    /// It is any other value: a message, an undocumented member.
    Elsewhere,
}

/// A string of a text: the offset of its opening quote, and its content with escapes as they are.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) start: usize,
    pub(super) content: Range<usize>,
    pub(super) place: Place,
}

/// A record that has something personal.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    /// Its ids: more than one where the member is there more than once, `None` where it is no integer.
    pub(super) ids: Vec<Option<i64>>,
    /// The contents of its names that are strings.
    pub(super) names: Vec<Range<usize>>,
    /// Where the values of its personal members are.
    pub(super) personal: Vec<(Personal, Range<usize>)>,
    /// Whether a member gives it away as a record.
    is_record: bool,
}

/// What is in a text.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) texts: Vec<Text>,
    pub(super) records: Vec<Record>,
}

/// The documented members of records but for those that are personal. Any of them makes an object with a name a record.
const DOCUMENTED: [&str; 14] = [
    "id",
    "user_id",
    "key",
    "status",
    "created_time",
    "accessed_time",
    "expired_time",
    "remain_quota",
    "unlimited_quota",
    "used_quota",
    "model_limits_enabled",
    "model_limits",
    "group",
    "cross_group_retry",
];

/// An object or array that is open.
struct Open {
    start: usize,
    is_object: bool,
    /// Of an object, the member whose value is next; of an array, that whose value it is.
    member: Member,
    record: Option<Box<Record>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Member {
    Personal(Personal),
    Id,
    Documented,
    Other,
}

impl Member {
    fn of(name: &str) -> Self {
        let is = |known: &str| known.eq_ignore_ascii_case(name);
        match () {
            () if is("name") => Self::Personal(Personal::Name),
            () if is("allow_ips") => Self::Personal(Personal::AllowIps),
            () if is("id") => Self::Id,
            () if DOCUMENTED.into_iter().any(is) => Self::Documented,
            () => Self::Other,
        }
    }
}

impl Answer {
    /// What is in a text, in time linear in its length.
    pub(super) fn read(text: &[u8]) -> Self {
        let mut reading = Reading { text, answer: Self::default(), open: Vec::new() };
        let mut at = 0;
        while let Some(byte) = text.get(at) {
            at = match byte {
                b'{' | b'[' => reading.opens(at),
                b'}' | b']' => reading.closes(at + 1, true),
                b'"' => reading.string(at),
                b',' => reading.goes_on(at),
                b':' | b' ' | b'\t' | b'\r' | b'\n' => at + 1,
                _ => reading.other(at),
            };
        }
        while !reading.open.is_empty() {
            reading.closes(text.len(), false);
        }
        reading.answer
    }
}

struct Reading<'t> {
    text: &'t [u8],
    answer: Answer,
    open: Vec<Open>,
}

impl Reading<'_> {
    fn opens(&mut self, at: usize) -> usize {
        let is_object = self.text[at] == b'{';
        let member = match self.open.last() {
            Some(outer) if !is_object => outer.member,
            _ => Member::Other,
        };
        self.open.push(Open { start: at, is_object, member, record: None });
        at + 1
    }

    /// An object that is cut off is a record if it has anything personal: what tells that may have followed.
    fn closes(&mut self, end: usize, is_whole: bool) -> usize {
        let Some(closed) = self.open.pop() else { return end };
        if let Some(record) =
            closed.record.filter(|record| !record.personal.is_empty() && (record.is_record || !is_whole))
        {
            self.answer.records.push(*record);
        }
        self.value(closed.start..end, None);
        end
    }

    fn goes_on(&mut self, at: usize) -> usize {
        if let Some(open) = self.open.last_mut().filter(|open| open.is_object) {
            open.member = Member::Other;
        }
        at + 1
    }

    fn string(&mut self, start: usize) -> usize {
        let content = content(self.text, start);
        let end = (content.end + 1).min(self.text.len());
        let is_in_object = self.open.last().is_some_and(|open| open.is_object);
        let place = match self.open.last_mut() {
            Some(open) if is_in_object && is_before_colon(&self.text[end..]) => {
                open.member = Member::of(&decoded(&self.text[content.clone()]));
                if open.member == Member::Id || open.member == Member::Documented {
                    open.record.get_or_insert_default().is_record = true;
                }
                Place::MemberName
            }
            Some(Open { member: Member::Id | Member::Documented | Member::Personal(Personal::AllowIps), .. }) => {
                Place::Documented
            }
            _ => Place::Elsewhere,
        };
        self.answer.texts.push(Text { start, content: content.clone(), place });
        if place != Place::MemberName {
            self.value(start..end, Some(content));
        }
        end
    }

    /// A number, a word, or what is no JSON at all.
    fn other(&mut self, start: usize) -> usize {
        let rest = &self.text[start..];
        let length = rest.iter().position(|byte| b"{}[],:\" \t\r\n".contains(byte)).unwrap_or(rest.len());
        self.value(start..start + length, None);
        start + length
    }

    /// The value of the member that is next, where something is kept of it.
    fn value(&mut self, place: Range<usize>, content: Option<Range<usize>>) {
        let Some(open) = self.open.last_mut().filter(|open| open.is_object) else { return };
        match open.member {
            Member::Personal(personal) => {
                let record = open.record.get_or_insert_default();
                record.personal.push((personal, place));
                if personal == Personal::AllowIps {
                    record.is_record = true;
                } else {
                    record.names.extend(content);
                }
            }
            Member::Id => {
                let id = std::str::from_utf8(&self.text[place]).ok().and_then(|text| text.parse().ok());
                open.record.get_or_insert_default().ids.push(id);
            }
            Member::Documented | Member::Other => {}
        }
    }
}

fn is_before_colon(rest: &[u8]) -> bool {
    rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
}

/// What the content of a string stands for.
pub(super) fn decoded(content: &[u8]) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow;
    match String::from_utf8_lossy(content) {
        Cow::Borrowed(text) => super::json_strings::decode(text),
        Cow::Owned(text) => Cow::Owned(super::json_strings::decode(&text).into_owned()),
    }
}
