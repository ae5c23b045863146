//! A part of a run whose panic ends the part, and not what comes after it.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;

use crate::failure::Failure;

/// What comes of a part of a run, or that it panicked: then the keys that it made are put away all the same. All that both
/// sides of the panic use is behind locks that are taken over from whoever panicked with them.
///
/// # Errors
///
/// When it panicked. Where and why is printed already: see [`crate::panic_text`].
pub(super) async fn unpanicked<T>(part: impl Future<Output = T>) -> Result<T, Failure> {
    AssertUnwindSafe(part).catch_unwind().await.map_err(|_| {
        Failure::could_not_run(
            "the run ended by a defect of this tool, and gives no verdict\n  please report the line above, and the command",
        )
    })
}

#[cfg(test)]
mod tests {
    use openapi::Exit;

    use super::unpanicked;

    #[tokio::test]
    async fn a_panic_after_some_waiting_is_a_failure() {
        let part = async {
            tokio::task::yield_now().await;
            [1][std::hint::black_box(1)]
        };
        let failure = unpanicked(part).await.unwrap_err();
        assert_eq!(failure.exit, Exit::CouldNotRun);
        assert_eq!(unpanicked(async { 7 }).await.unwrap(), 7);
    }
}
