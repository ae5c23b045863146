//! What git knows of the working tree.

use std::path::Path;
use std::process::Command;

use semver::Version;

use crate::failure::Failure;

/// How many changed files are named; further ones are counted.
const NAMED: usize = 5;

/// Refuses a working tree that is not as it was committed, and a version that has a tag.
///
/// # Errors
///
/// When it is so, or there is no git, or no repository.
pub(super) fn is_clean(root: &Path, version: &Version) -> Result<(), Failure> {
    let status = git(root, &["status", "--porcelain"])?;
    let changed: Vec<&str> = status.lines().collect();
    if !changed.is_empty() {
        let more = changed.len().saturating_sub(NAMED);
        let named = changed.iter().take(NAMED).map(|line| format!("\n  {}", line.trim())).collect::<String>();
        let more = if more == 0 { String::new() } else { format!("\n  and {more} more") };
        let advice = "commit them, or put them away: git stash --include-untracked";
        return Err(Failure::usage(format!(
            "the working tree has changes that are not committed{named}{more}\n  {advice}"
        )));
    }
    let tag = format!("v{version}");
    if !git(root, &["tag", "--list", &tag])?.is_empty() {
        return Err(Failure::usage(format!("there is a tag {tag} already\n  name a higher version")));
    }
    Ok(())
}

fn git(root: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git").args(arguments).current_dir(root).output();
    let output = output.map_err(|error| Failure::could_not_run(format!("cannot run git: {error}\n  install it")))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("git failed").to_owned();
        return Err(Failure::usage(format!("{said}\n  a release needs a clone of the repository: git clone URL")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
