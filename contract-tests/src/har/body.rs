//! The bodies of an entry.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use url::form_urlencoded;

use super::file::{Content, Entry, PostData};
use super::lenient::{Number, Text};

/// A body as far as the file holds it.
pub(super) enum Body<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// None was sent.
    None,
    /// There was one and the file does not hold it; why, as a clause for a note.
    Lost(&'static str),
}

/// Some tools leave the padding off.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The request body: ours, then the text, then the fields of a form.
pub(super) fn request_body<'e>(entry: &'e Entry<'_>) -> Body<'e> {
    if let Some(ours) = ours(entry, true) {
        return decode(ours);
    }
    let Some(request) = entry.request.get() else { return Body::None };
    if let Some(post_data) = request.post_data.get() {
        if let Some(text) = post_data.text.get() {
            let params = post_data.params.items();
            return if text.is_empty() && !params.is_empty() {
                form(post_data)
            } else {
                text_or_base64(text, &post_data.encoding)
            };
        }
        if !post_data.params.items().is_empty() {
            return form(post_data);
        }
    }
    let length = request.headers.items().iter().filter_map(|field| field.get()).find_map(|field| {
        field.name.get().filter(|name| name.eq_ignore_ascii_case("content-length"))?;
        field.value.get()?.trim().parse::<f64>().ok()
    });
    // -1 stands for "not known", and a browser that lost a body says 0: only a length that was sent says that none was.
    let takes_none = !matches!(method(entry).to_ascii_uppercase().as_str(), "PUT" | "PATCH" | "POST");
    let was_none = length == Some(0.0) || (takes_none && length.is_none() && !is_positive(&request.body_size));
    if was_none { Body::None } else { Body::Lost("an exchange is left out: the file does not hold its request body") }
}

/// The response body: ours, then the text.
pub(super) fn response_body<'e>(entry: &'e Entry<'_>, status: u16) -> Body<'e> {
    const LOST: &str = "an exchange is left out: the file does not hold its response body";
    if let Some(ours) = ours(entry, false) {
        return decode(ours);
    }
    let Some(response) = entry.response.get() else { return Body::None };
    let has_none = matches!(status, 204 | 205 | 304) || method(entry).eq_ignore_ascii_case("head");
    match response.content.get() {
        Some(Content { text, encoding, .. }) if text.get().is_some() => {
            text_or_base64(text.get().unwrap_or_default(), encoding)
        }
        _ if has_none => Body::None,
        Some(content) if is_positive(&content.size) => Body::Lost(LOST),
        _ if is_positive(&response.body_size) => Body::Lost(LOST),
        Some(content) if content.size.get() == Some(0.0) => Body::None,
        None if response.body_size.get() == Some(0.0) => Body::None,
        // No size, or -1 for "not known".
        _ if (200..300).contains(&status) => Body::Lost(LOST),
        _ => Body::None,
    }
}

fn method<'e>(entry: &'e Entry<'_>) -> &'e str {
    entry.request.get().and_then(|request| request.method.get()).unwrap_or_default()
}

fn ours<'e>(entry: &'e Entry<'_>, of_request: bool) -> Option<&'e str> {
    let bodies = entry.contract.get()?.body_base64.get()?;
    if of_request { bodies.request.get() } else { bodies.response.get() }
}

fn text_or_base64<'t>(text: &'t str, encoding: &Text<'_>) -> Body<'t> {
    match encoding.get() {
        Some(encoding) if encoding.eq_ignore_ascii_case("base64") => decode(text),
        _ => Body::Bytes(Cow::Borrowed(text.as_bytes())),
    }
}

fn decode(text: &str) -> Body<'static> {
    let joined: Cow<'_, str> = if text.contains(char::is_whitespace) {
        text.split_whitespace().collect::<String>().into()
    } else {
        text.into()
    };
    match BASE64.decode(joined.as_bytes()) {
        Ok(bytes) => Body::Bytes(Cow::Owned(bytes)),
        Err(_) => Body::Lost("an exchange is left out: its body is not the base64 the file says it is"),
    }
}

fn form(post_data: &PostData<'_>) -> Body<'static> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for field in post_data.params.items().iter().filter_map(|field| field.get()) {
        form.append_pair(field.name.get().unwrap_or_default(), field.value.get().unwrap_or_default());
    }
    Body::Bytes(Cow::Owned(form.finish().into_bytes()))
}

fn is_positive(size: &Number) -> bool {
    size.get().is_some_and(|size| size > 0.0)
}
