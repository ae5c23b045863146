//! Being told to stop.

use std::io;

/// Waits until somebody wants the process to stop: Ctrl-C, or, on Unix, SIGTERM or SIGHUP too.
///
/// # Errors
///
/// When the operating system does not tell.
pub(super) fn wait_for_stop() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(stop())
}

#[cfg(unix)]
async fn stop() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminate.recv() => Ok(()),
        _ = hang_up.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
