//! Which entries of a file are exchanges with this API.

use std::sync::Arc;

use url::Url;

use super::file::Entry;
use super::notes::Notes;
use crate::exchange::Location;
use crate::operation::Operation;

/// An entry whose request could be read.
pub(super) struct Candidate<'e> {
    pub(super) location: Location,
    pub(super) entry: &'e Entry<'e>,
    /// How long it took.
    pub(super) milliseconds: Option<f64>,
    /// In upper case.
    pub(super) method: String,
    pub(super) url: Url,
    pub(super) origin: Arc<str>,
    /// The path below the base URL and the operation, for an exchange with this API that is to be judged.
    pub(super) chosen: Option<(Operation, String)>,
    /// Whether its origin serves this API: then its secrets are secrets of this API too.
    pub(super) is_of_this_server: bool,
}

/// Sorts the entries of all files into exchanges and others.
pub(super) struct Selector<'o> {
    base_url: Option<&'o Url>,
    origins: Vec<Arc<str>>,
}

impl<'o> Selector<'o> {
    pub(super) fn new(base_url: Option<&'o Url>) -> Self {
        Self { base_url, origins: Vec::new() }
    }

    /// Reads the request line of an entry; `None` when it has none to speak of.
    pub(super) fn candidate<'e>(
        &mut self,
        entry: &'e Entry<'e>,
        location: Location,
        milliseconds: Option<f64>,
        notes: &mut Notes,
    ) -> Option<Candidate<'e>> {
        let request = entry.request.get();
        let Some(url) = request.and_then(|request| Url::parse(request.url.get()?.trim()).ok()) else {
            notes.add("an entry is left out: it has no request with a URL", &location);
            return None;
        };
        let Some(method) = request.and_then(|request| request.method.get()) else {
            notes.add("an entry is left out: its request has no method", &location);
            return None;
        };
        let method = method.trim().to_ascii_uppercase();
        let chosen = self.chosen(&method, &url, entry);
        if chosen.is_none() && self.base_url.is_none() && is_below_a_prefix(&method, url.path()) {
            notes.add(
                "a request for this API lies below another path and is skipped; name its base URL to have it judged",
                &location,
            );
        }
        let origin = self.intern(url.origin().ascii_serialization());
        Some(Candidate { location, entry, milliseconds, method, url, origin, chosen, is_of_this_server: false })
    }

    fn chosen(&self, method: &str, url: &Url, entry: &Entry<'_>) -> Option<(Operation, String)> {
        let path = match self.base_url {
            None => url.path(),
            Some(base) if base.origin() == url.origin() => {
                url.path().strip_prefix(base.path().trim_end_matches('/'))?
            }
            Some(_) => return None,
        };
        let is_web = matches!(url.scheme(), "http" | "https");
        let operation = Operation::of(method, path).filter(|_| is_web && !is_preflight(method, entry))?;
        Some((operation, path.to_owned()))
    }

    fn intern(&mut self, origin: String) -> Arc<str> {
        if let Some(known) = self.origins.iter().find(|known| ***known == *origin) {
            return Arc::clone(known);
        }
        let origin: Arc<str> = origin.into();
        self.origins.push(Arc::clone(&origin));
        origin
    }
}

/// Marks the candidates whose origin serves this API.
pub(super) fn mark_servers(candidates: &mut [Candidate<'_>]) {
    let mut servers: Vec<Arc<str>> = Vec::new();
    for candidate in &*candidates {
        let serves = candidate.chosen.is_some() || Operation::of(&candidate.method, candidate.url.path()).is_some();
        if serves && !servers.contains(&candidate.origin) {
            servers.push(Arc::clone(&candidate.origin));
        }
    }
    for candidate in candidates {
        candidate.is_of_this_server = servers.contains(&candidate.origin);
    }
}

/// What a browser asks before a request to another origin. It does nothing, and no client of ours sends it.
fn is_preflight(method: &str, entry: &Entry<'_>) -> bool {
    method == "OPTIONS"
        && entry.request.get().is_some_and(|request| {
            let names = request.headers.items().iter().filter_map(|field| field.get()?.name.get());
            names.into_iter().any(|name| name.eq_ignore_ascii_case("access-control-request-method"))
        })
}

fn is_below_a_prefix(method: &str, path: &str) -> bool {
    path.find("/api/token/").is_some_and(|at| at > 0 && Operation::of(method, &path[at..]).is_some())
}
