//! A line for a shell that sends a request again.

use std::fmt::Write as _;

use crate::exchange::Request;
use crate::operation::Operation;

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
        if name.eq_ignore_ascii_case("content-type") || name.eq_ignore_ascii_case("new-api-user") {
            line.push_str(&format!(" -H {}", quote(&format!("{name}: {value}"))));
        }
    }
    let Some(body) = request.body.as_deref().filter(|body| !body.is_empty()) else { return line };
    match std::str::from_utf8(body) {
        Ok(text) if !text.chars().any(char::is_control) => format!("{line} --data-raw {}", quote(text)),
        // Control characters, or bytes that are no text: a terminal must not see them, and a shell may drop them.
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

/// Bytes as `printf %b` takes them: whatever is no plain text, and the backslash, as an octal escape.
fn octal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b' '..=b'~' if byte != b'\\' => text.push(char::from(byte)),
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
        let script = format!("curl() {{ cat; }}; {line}");
        let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
        assert_eq!(output.stdout, b"{\"name\":\"\x1b[2J'\\n\xff\"}");
    }
}
