//! The place of an exchange in a run: which case of which driver, and which of its requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::exchange::Location;

/// Numbers the exchanges of a case.
#[derive(Debug)]
pub struct Place {
    file: Arc<str>,
    next: AtomicUsize,
}

/// What stands before the number of a case.
const CASE: &str = ", case ";

/// What a ledger adds to a place of a run on a disposable account: other runs send other bodies in the same case.
pub(crate) const ON_DISPOSABLE: &str = " of a disposable account";

/// What stands before the number of a request.
pub(crate) const REQUEST: &str = ", request ";

impl Place {
    /// For a case of a driver.
    pub fn new(driver: &str, case: u64) -> Self {
        Self { file: name_of(driver, case).into(), next: AtomicUsize::new(1) }
    }

    /// For what is done before any case.
    pub fn beforehand() -> Self {
        Self::outside("beforehand")
    }

    /// For what belongs to no case.
    pub fn outside(what: &str) -> Self {
        Self { file: format!("{what}{CASE}none").into(), next: AtomicUsize::new(1) }
    }

    /// The next exchange.
    pub fn next(&self) -> Location {
        Location { file: Arc::clone(&self.file), entry: self.next.fetch_add(1, Ordering::Relaxed) }
    }
}

/// What a case is called in a place.
pub(crate) fn name_of(driver: &str, case: u64) -> String {
    format!("{driver}{CASE}{case}")
}

/// The number of the case that an exchange belongs to; `None` for one that was read from a recording.
pub fn case_of(location: &Location) -> Option<u64> {
    location.file.rsplit_once(CASE)?.1.parse().ok()
}

/// The case of a run that a place is in, as text, and its number; `None` for no place of a run.
pub(crate) fn case_of_place(place: &str) -> Option<(&str, Option<u64>)> {
    let (case, _) = place.rsplit_once(REQUEST)?;
    Some((case, case.rsplit_once(CASE)?.1.parse().ok()))
}

/// Whether an exchange is of a run.
pub(crate) fn is_of_a_run(location: &Location) -> bool {
    location.file.contains(CASE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_which_case_it_is_of() {
        let place = Place::new("names", 12);
        place.next();
        let second = place.next();
        assert_eq!((case_of(&second), second.entry), (Some(12), 2));
        assert_eq!(second.to_string(), "names, case 12, request 2");
        let before = Place::beforehand().next();
        assert_eq!((case_of(&before), before.to_string().as_str()), (None, "beforehand, case none, request 1"));
        assert_eq!(case_of_place("names, case 12, request 2"), Some(("names, case 12", Some(12))));
        assert_eq!(case_of_place("beforehand, case none, request 1"), Some(("beforehand, case none", None)));
        assert_eq!(case_of_place("names.har#/log/entries/24"), None);
        assert_eq!(case_of(&Location { file: "a.har".into(), entry: 1 }), None);
    }
}
