//! Writing reports: whole or not at all.

use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::arguments::Reports;
use crate::failure::Failure;
use crate::report::{Detail, Report, to_html, to_json, to_junit, to_markdown, to_terminal};

/// The files asked for, with their flags.
fn files(asked: &Reports) -> impl Iterator<Item = (&'static str, &Path)> {
    let Reports { json, junit, markdown, html, .. } = asked;
    [("--json", json), ("--junit", junit), ("--markdown", markdown), ("--html", html)]
        .into_iter()
        .flat_map(|(flag, paths)| paths.iter().map(move |path| (flag, path.as_path())))
}

/// Whether one of the reports goes to standard output.
pub fn takes_stdout(asked: &Reports) -> bool {
    files(asked).any(|(_, path)| path == Path::new("-"))
}

/// Refuses two reports to one place, where the second would overwrite the first.
///
/// # Errors
///
/// When two of them name the same path, or standard output.
pub fn check(asked: &Reports) -> Result<(), Failure> {
    let mut taken: Vec<(&str, &Path)> = Vec::new();
    for (flag, path) in files(asked) {
        if let Some((before, _)) = taken.iter().find(|(_, other)| *other == path) {
            let place = if path == Path::new("-") { "standard output".to_owned() } else { path.display().to_string() };
            return Err(Failure::usage(format!(
                "{before} and {flag} both write to {place}\n  name a file for one of them: {flag} FILE"
            )));
        }
        taken.push((flag, path));
    }
    Ok(())
}

/// Writes the files asked for, and the report for a terminal unless one of them goes to standard output, or something else
/// has `taken` it. `closing` is what people read last: on standard error, where standard output is taken.
///
/// # Errors
///
/// When one cannot be written; every report is made before the first is written.
pub fn write(report: &Report, asked: &Reports, detail: Detail, (closing, taken): (&str, bool)) -> Result<(), Failure> {
    let texts = files(asked).map(|(flag, path)| {
        let text = match flag {
            "--json" => to_json(report).map_err(Failure::could_not_run)?,
            "--junit" => to_junit(report).map_err(Failure::could_not_run)?,
            "--markdown" => to_markdown(report),
            _ => to_html(report),
        };
        Ok((flag, path, text))
    });
    let texts: Vec<_> = texts.collect::<Result<_, Failure>>()?;
    for (flag, path, text) in &texts {
        to_file(flag, path, text)?;
    }
    if taken || takes_stdout(asked) {
        eprint!("{closing}");
        return Ok(());
    }
    to_stdout(&format!("{}{closing}", to_terminal(report, detail)))
}

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
            "cannot write {}: {error}\n  nothing was written there; name a path in a folder that exists and may be written to: \
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
    let mut file = readable_by_others(&mut tempfile::Builder::new()).tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is its owner's alone; a report is as readable as any file that the user writes.
#[cfg(unix)]
fn readable_by_others<'a>(
    builder: &'a mut tempfile::Builder<'static, 'static>,
) -> &'a mut tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(std::fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn readable_by_others<'a>(
    builder: &'a mut tempfile::Builder<'static, 'static>,
) -> &'a mut tempfile::Builder<'static, 'static> {
    builder
}
