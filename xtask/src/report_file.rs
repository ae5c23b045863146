//! The files that reports are written to, beside what is printed.

use std::io::Write as _;
use std::path::Path;

use crate::failure::Failure;

/// A report that may be asked for: where to, and what makes it.
pub(crate) struct ReportFile<'a> {
    path: Option<&'a Path>,
    text: Box<dyn FnOnce() -> Result<String, Failure> + 'a>,
}

impl<'a> ReportFile<'a> {
    /// One that is written to `path`, if there is one; `-` is standard output.
    pub(crate) fn new(path: Option<&'a Path>, text: impl FnOnce() -> Result<String, Failure> + 'a) -> Self {
        Self { path, text: Box::new(text) }
    }
}

/// Refuses two reports to standard output.
///
/// # Errors
///
/// When two of them go there.
pub(crate) fn check(paths: &[Option<&Path>]) -> Result<(), Failure> {
    let to_output = paths.iter().flatten().filter(|path| is_standard_output(path)).count();
    if to_output > 1 {
        return Err(Failure::usage("two reports cannot both go to standard output\n  name a file for one of them"));
    }
    Ok(())
}

/// Writes the reports that are asked for and prints the text: to standard error where a report has standard output to
/// itself.
///
/// # Errors
///
/// When a report cannot be made or written.
pub(crate) fn write_all<const N: usize>(files: [ReportFile<'_>; N], text: &str) -> Result<(), Failure> {
    let is_taken = files.iter().filter_map(|file| file.path).any(is_standard_output);
    for ReportFile { path, text } in files {
        if let Some(path) = path {
            write(path, &text()?)?;
        }
    }
    if is_taken {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        return Ok(());
    }
    crate::print(text)
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if is_standard_output(path) {
        return crate::print(text);
    }
    crate::whole_file::write(path, text)
        .map_err(|error| Failure::could_not_run(format!("{} cannot be written: {error}", path.display())))
}

fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}
