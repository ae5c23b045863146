//! The format of `cases/*.toml`.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::Path;

use serde::Deserialize;

/// When every case starts, in Unix seconds.
pub(crate) const START: i64 = 1_766_102_400;

/// What happens from a fresh sandbox on, with the clock stopped at [`START`], and the rules it is there for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Ids of `openapi/rules.toml`.
    #[serde(default)]
    pub(crate) rules: Vec<String>,
    /// What it is there for where no rule says it: numbers of facts, or a promise of the sandbox itself.
    pub(crate) also: Option<String>,
    pub(crate) steps: Vec<Step>,
}

/// One step. In paths, headers, bodies and expected answers `<a>` stands for the id of the key `a`, and `<a key>` for its
/// value.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    Make(Make),
    Newest(Newest),
    Fill(Fill),
    Clock(Clock),
    Use(Use),
    Send(Box<Send>),
}

/// Creates a key of this name and reads it from the list. Every other field is never, none or off, but for those in `with`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Make {
    pub(crate) make: String,
    #[serde(default = "alice")]
    pub(crate) by: String,
    #[serde(default = "nothing")]
    pub(crate) with: String,
}

/// Reads the newest key of the list and calls it so from now on. It is expected to be as a key made with `with`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Newest {
    pub(crate) newest: String,
    #[serde(default = "alice")]
    pub(crate) by: String,
    #[serde(default = "nothing")]
    pub(crate) with: String,
}

/// Makes so many keys: `k1`, `k2` and so on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fill {
    pub(crate) fill: usize,
}

/// Lets so many seconds pass.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clock {
    pub(crate) pass: i64,
}

/// Lets a key consume quota.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Use {
    pub(crate) consume: i64,
    pub(crate) of: String,
}

/// Sends a request and says what must come back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Send {
    /// Method and path.
    pub(crate) send: String,
    /// The account whose access token it carries.
    #[serde(default = "alice")]
    pub(crate) by: String,
    /// The value of `Authorization` instead; none where it is `(none)`.
    pub(crate) authorization: Option<String>,
    /// Where it comes from.
    pub(crate) from: Option<Ipv4Addr>,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// The body, as it is.
    pub(crate) body: Option<String>,
    /// The same as every editable field with never, none or off, but for these.
    pub(crate) full: Option<String>,

    /// The status of the answer; 200 where it is left out.
    pub(crate) status: Option<u16>,
    /// Header fields of the answer.
    #[serde(default)]
    pub(crate) answered: BTreeMap<String, String>,
    /// What the body of the answer must be equal to, as JSON. One of those below may stand for it.
    pub(crate) answer: Option<String>,
    /// `{"success": true, "message": ""}`.
    #[serde(default)]
    pub(crate) accepted: bool,
    /// `{"success": false, "message": …}`.
    pub(crate) refused: Option<String>,
    /// The record of this key as it was made, but for `but`.
    pub(crate) shows: Option<String>,
    #[serde(default = "nothing")]
    pub(crate) but: String,
    /// A page: its number, its size, how many keys there are, and those that it holds, `k9..k3` for a row of them.
    pub(crate) page: Option<(i64, i64, usize, Vec<String>)>,
    /// These models.
    pub(crate) models: Option<Vec<String>>,
    /// The refusal of a model request.
    pub(crate) rejected: Option<String>,
}

fn alice() -> String {
    "alice".to_owned()
}

fn nothing() -> String {
    "{}".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// All cases, by file and then in their order.
pub(crate) fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documented/cases");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).unwrap();
        toml::from_str::<File>(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())).case
    };
    files.iter().flat_map(read).collect()
}
