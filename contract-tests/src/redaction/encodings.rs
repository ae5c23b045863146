//! How secrets are written inside other texts: in JSON strings, forms and queries.

use url::form_urlencoded;

/// How deep JSON texts inside JSON strings are followed.
pub(super) const DEEPEST: usize = 3;

/// The ways a secret is usually written: as it is, in a JSON string, in a form or query.
pub(super) fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![secret.to_owned()];
    let json = serde_json::Value::String(secret.to_owned()).to_string();
    let json = json[1..json.len() - 1].to_owned();
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    for candidate in [json.replace('/', "\\/"), json, form.replace('+', "%20"), form.to_lowercase(), form] {
        if !forms.contains(&candidate) && candidate.contains(['\\', '%', '+']) {
            forms.push(candidate);
        }
    }
    forms
}

/// The bytes a text stands for, and for each, and for the end, where in the text it begins.
pub(super) fn percent_decoded(text: &str) -> (Vec<u8>, Vec<usize>) {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut decoded, mut offsets) = (Vec::with_capacity(bytes.len()), Vec::with_capacity(bytes.len() + 1));
    let mut at = 0;
    while at < bytes.len() {
        offsets.push(at);
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                // Two hexadecimal digits are a byte.
                decoded.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    offsets.push(at);
    (decoded, offsets)
}
