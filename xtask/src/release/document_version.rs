//! The document with another version.

use openapi::Source;
use semver::Version;

use crate::failure::Failure;

/// The text of a document with another `info.version`, every other character as it is.
///
/// # Errors
///
/// When the line of the version is not written as a plain key and value, so that setting it would be guessing.
pub(super) fn with_version(document: &Source, version: &Version) -> Result<String, Failure> {
    let failure = || {
        let line = document.line_of("/info/version").map_or_else(String::new, |line| format!(":{line}"));
        Failure::usage(format!("{}{line}: info.version cannot be set\n  write it as `version: 1.2.3`", document.name))
    };
    let old = document.get("/info/version").and_then(serde_json::Value::as_str).ok_or_else(failure)?;
    let number = document.line_of("/info/version").ok_or_else(failure)?;
    let line = document.text.split_inclusive('\n').nth(number - 1).ok_or_else(failure)?;
    if line.matches(old).count() != 1 {
        return Err(failure());
    }
    let mut text = String::with_capacity(document.text.len());
    for (index, other) in document.text.split_inclusive('\n').enumerate() {
        text += &if index + 1 == number { line.replace(old, &version.to_string()) } else { other.to_owned() };
    }
    let mut expected = document.value.clone();
    if let Some(place) = expected.pointer_mut("/info/version") {
        *place = version.to_string().into();
    }
    let read = Source::parse(&document.name, text.clone()).map_err(Failure::usage)?;
    if read.value == expected { Ok(text) } else { Err(failure()) }
}

#[cfg(test)]
mod tests {
    use openapi::Source;
    use semver::Version;

    use super::with_version;

    fn set(line: &str) -> Result<String, String> {
        let text = format!("# a comment\nopenapi: 3.0.3\ninfo:\n  title: t\n  {line}\npaths: {{}}\n");
        let document = Source::parse("a.yaml", text.clone()).unwrap();
        let set = with_version(&document, &Version::new(2, 0, 0)).map_err(|failure| failure.text)?;
        assert_eq!(set.replace("2.0.0", "1.2.3"), text, "nothing else is changed");
        Ok(set)
    }

    #[test]
    fn the_version_alone_is_set() {
        for line in ["version: 1.2.3", "version: '1.2.3' # now", "\"version\": \"1.2.3\""] {
            assert!(set(line).unwrap().contains("2.0.0"), "{line}");
        }
        assert!(set("version: 1.2.3 # as 1.2.3 was").unwrap_err().starts_with("a.yaml:5: info.version cannot be set"));
        assert!(set("version: \"1.\\x32.3\"").is_err());
    }
}
