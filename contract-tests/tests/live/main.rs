//! Live runs as people start them: the binary in a process of its own, a sandbox behind a proxy that sees every request.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, helpers included")]

mod cleaning;
mod consent;
mod departures;
mod faulty;
mod headers;
mod hostile;
mod named;
mod observed;
mod process;
mod proxies;
mod secrets;
mod shown;
mod stranger;
mod throttled;
mod tls;
mod unlimited;
mod wrong_usage;
