//! The profiles of the sandbox that follow recorded servers: do they answer every recorded request as those did, are they
//! judged alike, and where are they not proven?

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, helpers included")]

mod alike;
mod departures;
mod every_situation;
mod judged;
mod recorded;
mod uncovered;
mod unlike;
mod unreadable;
