//! When an exchange was started and ended.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::file::Entry;
use super::lenient::Number;

/// The start of each entry of a file.
///
/// One that cannot be read is that of its predecessor, or of its first successor where there is none, so that sorting
/// leaves the entry where it is. The flag says whether it was read.
pub(super) fn starts(entries: &[Option<&Entry<'_>>]) -> Vec<(Timestamp, bool)> {
    let read: Vec<Option<Timestamp>> =
        entries.iter().map(|entry| entry.and_then(|entry| started(entry.started.get()?))).collect();
    let mut previous = read.iter().flatten().next().copied().unwrap_or(Timestamp::UNIX_EPOCH);
    read.into_iter()
        .map(|start| {
            previous = start.unwrap_or(previous);
            (previous, start.is_some())
        })
        .collect()
}

/// A time with an offset, or else without one and taken as UTC.
fn started(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

/// How long an entry took, in milliseconds, by a file of that tool.
///
/// HAR adds up all phases. mitmproxy connects to the server after it has taken the request, within what it gives as `wait`,
/// and counts that twice: a request sent after the answer would seem to overlap.
pub(super) fn duration(entry: &Entry<'_>, creator: Option<&str>) -> Option<f64> {
    let time = entry.time.get()?;
    let twice = match (creator, entry.timings.get()) {
        (Some("mitmproxy"), Some(timings)) => {
            [&timings.connect, &timings.ssl].into_iter().filter_map(Number::get).filter(|time| *time > 0.0).sum()
        }
        _ => 0.0,
    };
    Some(if twice <= time { time - twice } else { time })
}

/// When an exchange ended: `time` is in milliseconds.
pub(super) fn ended(started: Timestamp, milliseconds: Option<f64>) -> Timestamp {
    let Some(milliseconds) = milliseconds.filter(|time| time.is_finite() && *time > 0.0) else { return started };
    SignedDuration::try_from_secs_f64(milliseconds / 1000.0)
        .ok()
        .and_then(|duration| started.checked_add(duration).ok())
        .unwrap_or(started)
}
