//! A line for a shell that sends a request again.

use std::fmt::Write as _;

use crate::exchange::Request;
use crate::operation::Operation;
use crate::wire::is_variable;

/// The longest body that the line holds, in bytes: a longer one is asked for as a file.
const LONGEST_BODY: usize = 16 * 1024;

/// The line. The base URL and the credential are variables; text is quoted so that a shell takes it as it is.
pub fn line(request: &Request, operation: Operation) -> String {
    let credential = match operation {
        Operation::Models => "Authorization: Bearer $COMETAPI_KEY",
        _ => "Authorization: $COMETAPI_ACCESS_TOKEN",
    };
    let mut line = format!("curl -X {} \"$COMETAPI_BASE_URL\"{}", quote(&request.method), quote(&target(request)));
    if request.headers.get("authorization").is_some() {
        line.push_str(&format!(" -H \"{credential}\""));
    }
    for (name, value) in &request.headers.0 {
        let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if is_plain && is_variable(value) {
            line.push_str(&format!(" -H \"{name}: {value}\""));
            continue;
        }
        if name.eq_ignore_ascii_case("content-type") || name.eq_ignore_ascii_case("new-api-user") {
            line.push_str(&format!(" -H {}", quote(&format!("{name}: {value}"))));
        }
    }
    let Some(body) = request.body.as_deref().filter(|body| !body.is_empty()) else { return line };
    match std::str::from_utf8(body) {
        _ if body.len() > LONGEST_BODY => {
            format!("{line} --data-binary @body.json # body.json: a file with the {} bytes of the request", body.len())
        }
        Ok(text) if openapi::escape(text) == text => format!("{line} --data-raw {}", quote(text)),
        // What a terminal or a build server must not see, or bytes that are no text, which a shell may drop.
        _ => format!("printf %b {} | {line} --data-binary @-", quote(&octal(body))),
    }
}

fn target(request: &Request) -> String {
    if request.query.is_empty() {
        return request.path.clone();
    }
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&request.query).finish();
    format!("{}?{query}", request.path)
}

/// Bytes as `printf %b` takes them: whatever is no plain text, the backslash, and `#`, two of which build servers may obey,
/// as an octal escape.
fn octal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b' '..=b'~' if !matches!(byte, b'\\' | b'#') => text.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => drop(write!(text, "\\0{byte:03o}")),
        }
    }
    text
}

/// A text as one word of a POSIX shell, taken as it is.
pub(crate) fn quote(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=?&@,+".contains(c);
    match text.chars().all(plain) && !text.contains(['?', '&']) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Headers;

    fn request(body: &[u8]) -> Request {
        Request {
            method: "PUT".to_owned(),
            origin: "http://127.0.0.1".into(),
            path: "/api/token/".to_owned(),
            query: vec![("a b".to_owned(), "$(x)'&".to_owned())],
            headers: Headers(vec![
                ("Authorization".to_owned(), "REDACTED".to_owned()),
                ("Content-Type".to_owned(), "application/json".to_owned()),
            ]),
            body: Some(body.to_vec().into()),
        }
    }

    /// The body that a real shell gives to `curl` by way of a pipe.
    fn piped(line: &str) -> Vec<u8> {
        let script = format!("curl() {{ cat; }}; {line}");
        std::process::Command::new("sh").args(["-c", &script]).output().unwrap().stdout
    }

    /// What a real shell makes of the line: the words, and then what `curl` would read.
    fn words(line: &str) -> Vec<String> {
        let script = format!("curl() {{ printf '%s\\n' \"$@\"; cat; }}; exec </dev/null; {line}");
        let output = std::process::Command::new("sh")
            .args(["-c", &script])
            .env("COMETAPI_BASE_URL", "http://h")
            .env("COMETAPI_ACCESS_TOKEN", "T")
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_shell_takes_every_word_as_it_is() {
        let line = line(&request(br#"{"name":"'$(x)`y`"}"#), Operation::Update);
        let words = words(&line);
        assert_eq!(words[2], "http://h/api/token/?a+b=%24%28x%29%27%26");
        assert!(words.contains(&"Authorization: T".to_owned()), "{words:?}");
        assert!(words.contains(&r#"{"name":"'$(x)`y`"}"#.to_owned()), "{words:?}");
        assert!(!line.contains("REDACTED"));
    }

    #[test]
    fn control_characters_are_not_printed() {
        let line = line(&request(b"{\"name\":\"\x1b[2J'\\n\xff\"}"), Operation::Update);
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line}");
        assert_eq!(piped(&line), b"{\"name\":\"\x1b[2J'\\n\xff\"}");
    }

    /// Shown as code points they would be sent as such: the line must say the same bytes in another way.
    #[test]
    fn what_reports_replace_is_sent_all_the_same() {
        let body = "{\"name\":\"\u{202e}##[error]\"}";
        let line = line(&request(body.as_bytes()), Operation::Update);
        assert_eq!(openapi::escape(&line), line);
        assert_eq!(piped(&line), body.as_bytes());
    }

    #[test]
    fn a_body_too_long_for_a_line_is_asked_for_as_a_file() {
        let line = line(&request(&vec![b'a'; 1 << 20]), Operation::Update);
        assert!(line.len() < 400 && line.ends_with("a file with the 1048576 bytes of the request"), "{line}");
        assert!(words(&line).contains(&"@body.json".to_owned()));
    }
}
