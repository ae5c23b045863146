//! The hashes of what shipped, in the form that `sha256sum --check` reads: what shipped is not edited.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::failure::Failure;
use crate::workspace;

/// The file of the hashes, in the folder of what shipped.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// The hash of a text, in hexadecimal.
pub(crate) fn sum(text: &[u8]) -> String {
    Sha256::digest(text).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The text of the file with further files listed.
pub(crate) fn with(text: &str, files: &[(&str, &str)]) -> String {
    files.iter().fold(text.to_owned(), |text, (name, content)| text + &format!("{}  {name}\n", sum(content.as_bytes())))
}

/// A sentence for every file that is not as it shipped: edited, gone, or never listed.
///
/// # Errors
///
/// When a file cannot be read.
pub(crate) fn changed(root: &Path) -> Result<Vec<String>, Failure> {
    let folder = root.join(workspace::RELEASED);
    let text = read(&folder.join(SUMS))?.unwrap_or_default();
    let mut listed: BTreeMap<String, String> = BTreeMap::new();
    let mut sentences = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match line.split_once("  ") {
            Some((hash, name)) => drop(listed.insert(name.to_owned(), hash.to_owned())),
            None => sentences.push(format!("{SUMS}:{}: it is no hash, two spaces and a name", index + 1)),
        }
    }
    for (name, hash) in &listed {
        match read_bytes(&folder.join(name))? {
            None => sentences.push(format!("{name} is gone")),
            Some(bytes) if sum(&bytes) != *hash => sentences.push(format!("{name} is not as it was released")),
            Some(_) => {}
        }
    }
    for name in names(&folder)? {
        if name != SUMS && name != "README.md" && !listed.contains_key(&name) {
            sentences.push(format!("{name} is not listed in {SUMS}: it was never released"));
        }
    }
    Ok(sentences)
}

fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(unreadable(folder, &error)),
    };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
    let mut names: Vec<String> = names.collect::<Result<_, _>>().map_err(|error| unreadable(folder, &error))?;
    names.sort();
    Ok(names)
}

fn read(file: &Path) -> Result<Option<String>, Failure> {
    Ok(read_bytes(file)?.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

fn read_bytes(file: &Path) -> Result<Option<Vec<u8>>, Failure> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(file, &error)),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::{SUMS, changed, with};
    use crate::workspace::RELEASED;

    #[test]
    fn what_is_edited_gone_or_added_is_told() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(changed(root.path()).unwrap(), Vec::<String>::new(), "no folder");
        let folder = root.path().join(RELEASED);
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        write(SUMS, &with("", &[("0.1.0.yaml", "one"), ("0.1.0.api.txt", "two")]));
        write("0.1.0.yaml", "one");
        write("0.1.0.api.txt", "two");
        write("README.md", "what this is");
        assert_eq!(changed(root.path()).unwrap(), Vec::<String>::new());
        write("0.1.0.yaml", "one ");
        std::fs::remove_file(folder.join("0.1.0.api.txt")).unwrap();
        write("0.2.0.yaml", "three");
        let expected = [
            "0.1.0.api.txt is gone",
            "0.1.0.yaml is not as it was released",
            "0.2.0.yaml is not listed in SHA256SUMS: it was never released",
        ];
        assert_eq!(changed(root.path()).unwrap(), expected);
    }

    #[test]
    fn the_file_is_what_sha256sum_reads() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.yaml\n";
        assert_eq!(with("", &[("a.yaml", "")]), empty);
    }
}
