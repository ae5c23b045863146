//! The manifest and the lock file with another version.

use semver::Version;

use crate::failure::Failure;
use crate::workspace::MANIFEST;

/// The manifest of the workspace with another version of its crates, every other character as it is.
///
/// # Errors
///
/// When its versions do not stand where they are looked for, so that setting them would be guessing.
pub(super) fn manifest(text: &str, old: &Version, new: &Version) -> Result<String, Failure> {
    let mut section = String::new();
    let mut edited = String::with_capacity(text.len());
    let (from, to) = (format!("version = \"{old}\""), format!("version = \"{new}\""));
    for line in text.split_inclusive('\n') {
        let plain = line.trim();
        if plain.starts_with('[') {
            plain.clone_into(&mut section);
        }
        let is_version = match section.as_str() {
            "[workspace.package]" => plain.starts_with(&from),
            "[workspace.dependencies]" => plain.contains("path = ") && plain.contains(&from),
            _ => false,
        };
        edited += &if is_version { line.replacen(&from, &to, 1) } else { line.to_owned() };
    }
    let wrong = |why: &str| Failure::usage(format!("{MANIFEST}: {why}\n  set the versions by hand, and report this"));
    let read = |text: &str| toml::from_str::<toml::Table>(text).map_err(|error| wrong(error.message()));
    let mut expected = read(text)?;
    let set = expected.get_mut("workspace").and_then(toml::Value::as_table_mut).and_then(|workspace| {
        *workspace.get_mut("package")?.get_mut("version")? = new.to_string().into();
        for (_, dependency) in workspace.get_mut("dependencies")?.as_table_mut()? {
            if let Some(dependency) = dependency.as_table_mut().filter(|it| it.contains_key("path")) {
                dependency.insert("version".to_owned(), new.to_string().into());
            }
        }
        Some(())
    });
    if set.is_none() || read(&edited)? != expected {
        return Err(wrong("the versions of the workspace's crates do not all stand where they are looked for"));
    }
    Ok(edited)
}

/// The lock file with another version of the workspace's own crates: those that come from nowhere else.
pub(super) fn lock(text: &str, old: &Version, new: &Version) -> String {
    let (from, to) = (format!("\nversion = \"{old}\"\n"), format!("\nversion = \"{new}\"\n"));
    let packages: Vec<String> = text
        .split("\n\n")
        .map(|package| {
            let is_own = package.starts_with("[[package]]") && !package.contains("\nsource = ");
            // The last package ends with the file.
            if is_own {
                format!("{package}\n").replacen(&from, &to, 1).trim_end_matches('\n').to_owned()
            } else {
                package.to_owned()
            }
        })
        .collect();
    let mut edited = packages.join("\n\n");
    if text.ends_with('\n') && !edited.ends_with('\n') {
        edited.push('\n');
    }
    edited
}

#[cfg(test)]
mod tests {
    use semver::Version;

    use super::{lock, manifest};

    const OLD: Version = Version::new(0, 1, 0);
    const NEW: Version = Version::new(0, 2, 0);
    const MANIFEST: &str = "[workspace]\nmembers = [\"a\"]\n\n[workspace.package]\nversion = \"0.1.0\"\n\n\
        [workspace.dependencies]\na = { path = \"a\", version = \"0.1.0\" } # ours\nb = { version = \"0.1.0\" }\nc = \"0.1.0\"\n";

    #[test]
    fn the_versions_of_our_own_crates_are_set_and_no_other() {
        let expected = MANIFEST
            .replacen("version = \"0.1.0\"", "version = \"0.2.0\"", 1)
            .replace("\"a\", version = \"0.1.0\"", "\"a\", version = \"0.2.0\"");
        assert_eq!(manifest(MANIFEST, &OLD, &NEW).unwrap(), expected);
        assert_eq!(manifest(MANIFEST, &OLD, &OLD).unwrap(), MANIFEST);
    }

    #[test]
    fn a_manifest_that_is_written_otherwise_is_refused() {
        for (from, to) in [
            ("[workspace.package]\nversion = \"0.1.0\"", "[workspace.package]\nversion = '0.1.0'"),
            ("path = \"a\", version = \"0.1.0\"", "path = \"a\", version = \"0.1\""),
            ("[workspace.package]\nversion = \"0.1.0\"\n", ""),
        ] {
            assert!(MANIFEST.contains(from));
            let failure = manifest(&MANIFEST.replace(from, to), &OLD, &NEW).unwrap_err();
            assert!(failure.text.starts_with("Cargo.toml: "), "{}", failure.text);
        }
    }

    #[test]
    fn the_lock_file_keeps_what_comes_from_elsewhere() {
        let text = "# by cargo\nversion = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\ndependencies = [\n \"b\",\n]\n\n\
            [[package]]\nname = \"b\"\nversion = \"0.1.0\"\nsource = \"registry\"\n\n[[package]]\nname = \"z\"\nversion = \"0.1.0\"\n";
        let expected = text
            .replace("name = \"a\"\nversion = \"0.1.0\"", "name = \"a\"\nversion = \"0.2.0\"")
            .replace("name = \"z\"\nversion = \"0.1.0\"", "name = \"z\"\nversion = \"0.2.0\"");
        assert_eq!(lock(text, &OLD, &NEW), expected);
        assert_eq!(lock(text, &OLD, &OLD), text);
    }
}
