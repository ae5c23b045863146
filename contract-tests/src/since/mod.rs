//! `--since REPORT.json`: what changed since an earlier report.

mod changes;
mod earlier;

pub use changes::Changes;
pub use earlier::Earlier;
