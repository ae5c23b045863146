//! Which keys a page of a list holds.

use crate::profile::{OddNumbers, Paging};
use crate::request::Request;

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its number, as the answer says it.
    pub(crate) number: i64,
    /// Its size, as the answer says it.
    pub(crate) size: i64,
    /// How many keys come before it.
    pub(crate) skip: usize,
    /// How many keys it may hold.
    pub(crate) take: usize,
}

impl Page {
    /// The page that the query asks for.
    pub(crate) fn asked_for(paging: Paging, request: &Request) -> Self {
        let number = request.parameter("p");
        let sizes = paging.size_names.iter().filter_map(|name| request.parameter(name));
        match paging.odd_numbers {
            OddNumbers::Default => strict(paging, number.as_deref(), sizes),
            OddNumbers::AsTheyCome => as_they_come(paging, number.as_deref(), sizes, true),
            OddNumbers::AsTheyComeButSizes => as_they_come(paging, number.as_deref(), sizes, false),
        }
    }
}

fn strict(paging: Paging, number: Option<&str>, mut sizes: impl Iterator<Item = String>) -> Page {
    let number = number.and_then(|text| text.parse().ok()).filter(|&number: &i64| number >= paging.first);
    let number = number.unwrap_or(paging.first);
    let size = sizes.next().and_then(|text| text.parse().ok()).filter(|&size: &i64| size > 0);
    let size = size.unwrap_or(paging.default_size).min(paging.largest_size);
    let skip = number.saturating_sub(paging.first).saturating_mul(size);
    Page { number, size, skip: clamped(skip), take: clamped(size) }
}

fn as_they_come(
    paging: Paging,
    number: Option<&str>,
    sizes: impl Iterator<Item = String>,
    negative_sizes: bool,
) -> Page {
    let mut number = number.map_or(0, nearest);
    if number == 0 || (number < paging.first && !negative_sizes) {
        number = paging.first;
    }
    let size = sizes.map(|text| nearest(&text)).find(|&size| size != 0).unwrap_or_default();
    let size = match size {
        0 => paging.default_size,
        size if size < 0 && !negative_sizes => paging.default_size,
        size => size.min(paging.largest_size),
    };
    // The product wraps around, and a database takes a negative offset for none and a negative limit for no limit.
    let skip = number.wrapping_sub(paging.first).wrapping_mul(size);
    Page { number, size, skip: clamped(skip), take: if size < 0 { usize::MAX } else { clamped(size) } }
}

/// A number as Go's `Atoi` leaves it where its error is not looked at: 0 for what is none, else the nearest that fits.
fn nearest(text: &str) -> i64 {
    text.parse().unwrap_or_else(|error: std::num::ParseIntError| match error.kind() {
        std::num::IntErrorKind::PosOverflow => i64::MAX,
        std::num::IntErrorKind::NegOverflow => i64::MIN,
        _ => 0,
    })
}

fn clamped(number: i64) -> usize {
    usize::try_from(number.max(0)).unwrap_or(usize::MAX)
}
