//! Where this user's things are that outlive a run.

use std::path::PathBuf;

/// The folder: below `$XDG_STATE_HOME`, or `~/.local/state`; on Windows below `%LOCALAPPDATA%`. Nothing when the environment
/// names no such place.
pub(crate) fn state_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let state = variable("XDG_STATE_HOME")
        .filter(|path| path.is_absolute())
        .or_else(|| if cfg!(windows) { variable("LOCALAPPDATA") } else { None })
        .or_else(|| {
            std::env::home_dir().filter(|home| home.is_absolute()).map(|home| home.join(".local").join("state"))
        });
    state.map(|state| state.join("cometapi-keys"))
}
