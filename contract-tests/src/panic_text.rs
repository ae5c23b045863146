//! What is printed of a panic.

use std::panic::PanicHookInfo;

/// Where it was, and what the code itself says of it. A text that was put together while running is left out: it may hold
/// what a server sent.
pub fn panic_text(panic: &PanicHookInfo<'_>) -> String {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let words = panic.payload().downcast_ref::<&'static str>().copied();
    format!(
        "error: a defect of this tool, at {place}: {}",
        words.unwrap_or("its text is left out, for it may hold a secret")
    )
}
