//! SIGINT, SIGTERM and SIGHUP: the run stops, and puts away what it made.

use std::sync::Arc;

use crate::wire::Target;

/// Stops what is sent to a server when the process is told to end. Keys are put away all the same; a second signal changes
/// nothing.
///
/// # Errors
///
/// When the operating system lets nobody listen: then a signal would kill the run, and nothing must be created.
pub(super) fn listen(target: &Arc<Target>) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [
            (SignalKind::interrupt(), "SIGINT"),
            (SignalKind::terminate(), "SIGTERM"),
            (SignalKind::hangup(), "SIGHUP"),
        ];
        for (kind, name) in kinds {
            let mut arriving = signal(kind)?;
            let target = Arc::clone(target);
            tokio::spawn(async move {
                while arriving.recv().await.is_some() {
                    stop(&target, name);
                }
            });
        }
    }
    #[cfg(not(unix))]
    {
        let target = Arc::clone(target);
        tokio::spawn(async move {
            while tokio::signal::ctrl_c().await.is_ok() {
                stop(&target, "Ctrl-C");
            }
        });
    }
    Ok(())
}

fn stop(target: &Target, name: &str) {
    if target.care.stopped_by().is_none() {
        eprintln!("{name}: nothing more is tried; the keys of the run are put away");
    }
    target.care.stop(format!("stopped by {name}"));
}
