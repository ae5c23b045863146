//! Which requests are redirected, and where to. Our client follows no redirect: the access token would go along.

use super::tally::Tally;
use super::undocumented_requests::template;
use super::wording::{code, list};
use super::{Observation, Observer};
use crate::effect::Effect;
use crate::examined::Examined;

/// The observer of redirects.
#[derive(Default)]
pub(super) struct Redirects {
    kinds: Tally<Redirect>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Redirect {
    request: String,
    target: Target,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Here(String),
    Elsewhere(String),
    Unnamed,
}

impl Observer for Redirects {
    fn about(&self) -> &'static str {
        "redirects"
    }

    fn observe(&mut self, examined: &Examined<'_>) {
        let Some(response) = examined.response().filter(|_| examined.effect == Effect::None) else { return };
        let request = &examined.exchange.request;
        let target = target(response.headers.get("location"), &request.origin);
        let request = template(&request.method, &request.path);
        self.kinds.note(Redirect { request, target, status: response.status }, examined);
    }

    fn seen(&self) -> Vec<Observation> {
        self.kinds.grouped(
            self.about(),
            |redirect| redirect.target.clone(),
            |target, seen| {
                let requests =
                    seen.iter().map(|(redirect, _)| format!("{} ({})", code(&redirect.request), redirect.status));
                let requests: Vec<String> = requests.collect();
                let are = if requests.len() == 1 { "is" } else { "are" };
                let target = match target {
                    Target::Here(path) => format!("to {}", code(path)),
                    Target::Elsewhere(origin) => format!("to another server, {}", code(origin)),
                    Target::Unnamed => "without a usable `Location`".to_owned(),
                };
                Some(format!("{} {are} redirected {target}", list(&requests)))
            },
        )
    }
}

/// The path that a redirect leads to, or the server if it is another. A query may hold anything and is left out.
fn target(location: Option<&str>, origin: &str) -> Target {
    let Some(location) = location else { return Target::Unnamed };
    let base = url::Url::parse(origin);
    let Ok(url) = base.as_ref().map_or_else(|_| url::Url::parse(location), |base| base.join(location)) else {
        return Target::Unnamed;
    };
    let here = base.is_ok_and(|base| base.origin() == url.origin());
    if here { Target::Here(template("", url.path())) } else { Target::Elsewhere(url.origin().ascii_serialization()) }
}

#[cfg(test)]
mod tests {
    use crate::small_recording::{get, request, seen};

    #[test]
    fn the_place_is_told_and_nothing_of_its_query() {
        let to = |method: &str, path: &str, place: &str| {
            request(method, path).answered(307, "").answer_header("Location", place)
        };
        let told = |entry| seen("redirects", [entry]);
        let here = "1: `PUT /api/token` (307) is redirected to `/api/token/`";
        assert_eq!(told(to("PUT", "/api/token", "/api/token/?secret=1")), [here]);
        assert_eq!(told(to("PUT", "/api/token", "https://api.cometapi.com/api/token/")), [here]);
        assert_eq!(
            told(to("GET", "/api/token/7", "https://elsewhere.example/login?next=7")),
            ["1: `GET /api/token/{id}` (307) is redirected to another server, `https://elsewhere.example`"]
        );
        let nowhere = ["1: `GET /api/token/{id}` (304) is redirected without a usable `Location`"];
        assert_eq!(told(get().answered(304, "")), nowhere);
        assert!(told(get().answer_header("Location", "/elsewhere")).is_empty());
    }
}
