//! Where access tokens come from: never from arguments, which everyone on the machine can read.

use std::io::Read as _;
use std::path::Path;

use cometapi_keys::AccessToken;

use crate::failure::Failure;

/// The variable that holds the access token.
pub const FIRST: &str = "COMETAPI_ACCESS_TOKEN";
/// The variable that holds the token of a second account.
pub const SECOND: &str = "COMETAPI_SECOND_ACCESS_TOKEN";

/// The longest file that is taken for a token, in bytes.
const LONGEST: u64 = 16 * 1024;

/// An access token with its text, for those who must look for it in what is printed. No `Debug`.
#[derive(Clone)]
pub struct Token {
    text: String,
    token: AccessToken,
}

impl Token {
    /// Takes a text. One line feed at its end is how files and shells end a line, and is dropped.
    ///
    /// # Errors
    ///
    /// When it cannot be a token; `origin` says where it came from, and the text is not shown.
    pub fn new(text: &str, origin: &str) -> Result<Self, Failure> {
        let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        let token = AccessToken::new(text).map_err(|error| {
            Failure::usage(format!(
                "{origin}: {error}\n  copy it again: Console, Personal Settings, the access token alone"
            ))
        })?;
        Ok(Self { text: text.to_owned(), token })
    }

    /// For the client.
    pub fn access_token(&self) -> &AccessToken {
        &self.token
    }

    /// In clear: for raw requests, and for the redaction.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The tokens of a run: of the account to be verified, and of a second one, if there is one.
///
/// `file` holds the first, and on a second line the second one; `-` is standard input. Without a file the environment
/// counts.
///
/// # Errors
///
/// When there is none, or what is there cannot be one.
pub fn tokens(file: Option<&Path>) -> Result<(Token, Option<Token>), Failure> {
    let (first, second, origins) = match file {
        Some(path) => {
            let text = read(path)?;
            let (first, second) = split(&text).map_or((text.as_str(), None), |(first, second)| (first, Some(second)));
            let name = if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
            let origins = [format!("{name}, first line"), format!("{name}, second line")];
            (first.to_owned(), second.map(str::to_owned), origins)
        }
        None => (variable(FIRST)?.ok_or_else(missing)?, variable(SECOND)?, [FIRST.to_owned(), SECOND.to_owned()]),
    };
    let first = Token::new(&first, &origins[0])?;
    let second = second.map(|text| Token::new(&text, &origins[1])).transpose()?;
    if second.as_ref().is_some_and(|second| second.text == first.text) {
        let text =
            format!("{} and {} are the same token\n  give the second that of another account", origins[0], origins[1]);
        return Err(Failure::usage(text));
    }
    Ok((first, second))
}

/// Two lines, where there are two.
fn split(text: &str) -> Option<(&str, &str)> {
    let (first, second) = text.split_once('\n')?;
    (!second.is_empty()).then(|| (first.strip_suffix('\r').unwrap_or(first), second))
}

fn read(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(LONGEST).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
    };
    let name = path.display();
    read.map_err(|error| Failure::usage(format!("the access token cannot be read from {name}: {error}")))?;
    String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{name} holds no access token: it is no text")))
}

fn variable(name: &str) -> Result<Option<String>, Failure> {
    match std::env::var(name) {
        Ok(text) if text.is_empty() => Ok(None),
        Ok(text) => Ok(Some(text)),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => {
            Err(Failure::usage(format!("{name} holds no access token: it is no text")))
        }
    }
}

fn missing() -> Failure {
    Failure::usage(format!(
        "no access token\n  put it into {FIRST}, or name a file with --token-file FILE (- for standard input)"
    ))
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn file(text: &str) -> Result<(String, Option<String>), String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, text).unwrap();
        match tokens(Some(&path)) {
            Ok((first, second)) => Ok((first.text().to_owned(), second.map(|second| second.text().to_owned()))),
            Err(failure) => Err(failure.to_string()),
        }
    }

    #[test]
    fn one_line_or_two() {
        assert_eq!(file("first"), Ok(("first".to_owned(), None)));
        assert_eq!(file("first\n"), Ok(("first".to_owned(), None)));
        assert_eq!(file("first\r\nsecond\r\n"), Ok(("first".to_owned(), Some("second".to_owned()))));
    }

    #[test]
    fn what_is_no_token_is_refused_and_not_shown() {
        for text in ["", "\n", "Bearer s3cret", "s3 cret", "s3cret\n\n", "s3cret\ns3cret", "s3cret\nsecond\nthird"] {
            let error = file(text).unwrap_err();
            assert!(!error.contains("s3"), "{text:?}: {error}");
        }
    }
}
