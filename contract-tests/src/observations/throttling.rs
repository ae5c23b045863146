//! How a throttled request (429) is answered.

use super::tally::Tally;
use super::{Observation, Observer};
use crate::effect::Effect;
use crate::examined::Examined;

/// The observer of throttling.
#[derive(Default)]
pub(super) struct Throttling {
    answers: Tally<Throttled>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Throttled {
    body: bool,
    retry_after: bool,
}

impl Observer for Throttling {
    fn about(&self) -> &'static str {
        "throttling"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let Some(response) = examined.response().filter(|_| examined.effect == Effect::Throttled) else { return };
        let retry_after = response.headers.get("retry-after").is_some();
        self.answers.note(Throttled { body: !response.body.is_empty(), retry_after }, examined);
    }

    fn seen(&self) -> Vec<Observation> {
        self.answers.each(self.about(), |answer, _| {
            let body = if answer.body { "a body" } else { "an empty body" };
            let retry_after = if answer.retry_after { "with" } else { "without" };
            Some(format!("a throttled request is answered 429 with {body}, {retry_after} `Retry-After`"))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{get, request, seen};

    #[test]
    fn the_body_and_the_time_to_wait_are_told() {
        let bare = get().answered(429, "");
        let telling = request("GET", "/v1/models").answered(429, "{}").answer_header("retry-after", "20");
        let expected = [
            "1: a throttled request is answered 429 with an empty body, without `Retry-After`",
            "1: a throttled request is answered 429 with a body, with `Retry-After`",
        ];
        assert_eq!(seen("throttling", [bare, telling]), expected);
        assert!(seen("throttling", [get().answered(503, "").answer_header("Retry-After", "20")]).is_empty());
    }
}
