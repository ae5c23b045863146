//! What an exchange did, as far as its answer tells.

use crate::exchange::Answer;

/// What the answer says was done. Independent of whether the answer fits the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// 2xx and `success: true`.
    Accepted,
    /// `success: false`, or 4xx.
    Refused,
    /// 429.
    Throttled,
    /// 3xx: the server did nothing, it pointed elsewhere.
    None,
    /// 5xx, an answer that cannot be read, or none at all: it may have been done or not.
    Unknown,
}

impl Effect {
    /// The effect of an answer of the five operations; `success` is the member of that name, where it is a boolean.
    pub fn of(answer: &Answer, success: Option<bool>) -> Self {
        let Some(response) = answer.response() else { return Self::Unknown };
        match (response.status, success) {
            (429, _) => Self::Throttled,
            (300..=399, _) => Self::None,
            (400..=499, _) => Self::Refused,
            (200..=299, Some(true)) => Self::Accepted,
            (200..=299, Some(false)) => Self::Refused,
            _ => Self::Unknown,
        }
    }

    /// The effect of the answer to a model request, which has no envelope: its status alone tells.
    pub fn of_model_request(answer: &Answer) -> Self {
        let served = answer.response().map(|response| (200..=299).contains(&response.status));
        Self::of(answer, served)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Headers, Response};

    #[test]
    fn the_table_of_the_design() {
        use Effect::{Accepted, None as Nothing, Refused, Throttled, Unknown};
        let table = [
            // status, without success, success true, success false
            (100, Unknown, Unknown, Unknown),
            (200, Unknown, Accepted, Refused),
            (204, Unknown, Accepted, Refused),
            (299, Unknown, Accepted, Refused),
            (301, Nothing, Nothing, Nothing),
            (307, Nothing, Nothing, Nothing),
            (400, Refused, Refused, Refused),
            (401, Refused, Refused, Refused),
            (404, Refused, Refused, Refused),
            (429, Throttled, Throttled, Throttled),
            (500, Unknown, Unknown, Unknown),
            (502, Unknown, Unknown, Unknown),
            (599, Unknown, Unknown, Unknown),
            (999, Unknown, Unknown, Unknown),
        ];
        for (status, absent, yes, no) in table {
            let answer =
                Answer::Response(Response { status, headers: Headers::default(), body: bytes::Bytes::default() });
            for (success, expected) in [(None, absent), (Some(true), yes), (Some(false), no)] {
                assert_eq!(Effect::of(&answer, success), expected, "{status} {success:?}");
            }
        }
        assert_eq!(Effect::of(&Answer::Nothing("timed out".to_owned()), Some(true)), Unknown);
    }
}
