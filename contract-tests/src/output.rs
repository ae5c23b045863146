//! Writing reports: whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::failure::Failure;

/// Writes a text to standard output. A reader that has gone away is no failure.
///
/// # Errors
///
/// When it cannot be written.
pub fn to_stdout(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::could_not_run(format!(
            "cannot write the report to standard output: {error}\n  make room there, or write it elsewhere"
        ))),
        _ => Ok(()),
    }
}

/// Writes a text to a file, or to standard output for `-`. A file is replaced as a whole, so that a failure leaves what
/// was there; a device or a pipe is written to as it is.
///
/// # Errors
///
/// When it cannot be written; the text names the flag and the path.
pub fn to_file(flag: &str, path: &Path, text: &str) -> Result<(), Failure> {
    if path == Path::new("-") {
        return to_stdout(text);
    }
    let written = match std::fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => write_in_place(path, text),
        _ => replace(path, text),
    };
    written.map_err(|error| {
        Failure::usage(format!(
            "cannot write {}: {error}\n  nothing was written; name a path in a folder that exists and may be written to: \
             {flag} FILE",
            path.display()
        ))
    })
}

fn write_in_place(path: &Path, text: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.flush()
}

fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
