//! Which headers and members hold secrets.

/// Whether a member, form field or query parameter of that name holds a secret.
///
/// Case, `_` and `-` do not matter: `accessToken` is `access_token`.
pub fn is_secret_name(name: &str) -> bool {
    // Names come by the thousand: the longest of the list, with separators, is well below this.
    if name.len() > 24 {
        return false;
    }
    let mut plain = [0_u8; 24];
    let mut length = 0;
    for byte in name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')) {
        plain[length] = byte.to_ascii_lowercase();
        length += 1;
    }
    matches!(
        &plain[..length],
        b"key"
            | b"token"
            | b"accesstoken"
            | b"refreshtoken"
            | b"idtoken"
            | b"secret"
            | b"clientsecret"
            | b"password"
            | b"passwd"
            | b"apikey"
            | b"authorization"
            | b"sessionid"
    )
}

/// Whether a header field of that name carries a credential: `Authorization`, cookies, `X-Api-Key` and the like.
pub fn is_credential_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let mut before = "";
    for word in name.split(['-', '_', ':']) {
        match word {
            "authorization" | "cookie" | "cookie2" | "token" | "secret" | "password" | "apikey" | "session"
            | "sessionid" => return true,
            "key" if matches!(before, "api" | "access" | "auth") => return true,
            _ => before = word,
        }
    }
    false
}

/// The parts of a credential header's value that are secret, as ranges.
pub(super) fn credential_parts(name: &str, value: &str) -> Vec<std::ops::Range<usize>> {
    if name.eq_ignore_ascii_case("cookie") {
        return value.split(';').filter_map(|cookie| part(value, cookie_value(cookie))).collect();
    }
    if name.eq_ignore_ascii_case("set-cookie") {
        return value.split(';').next().and_then(|cookie| part(value, cookie_value(cookie))).into_iter().collect();
    }
    part(value, without_key_prefix(without_scheme(value))).into_iter().collect()
}

/// The value behind an authentication scheme such as `Bearer`, where there is one.
///
/// Only schemes known by name: the first word of an unknown value may well be the secret.
pub(super) fn without_scheme(value: &str) -> &str {
    const SCHEMES: [&str; 9] =
        ["bearer", "basic", "digest", "token", "apikey", "key", "negotiate", "ntlm", "aws4-hmac-sha256"];
    let value = value.trim();
    match value.split_once(char::is_whitespace) {
        Some((scheme, rest)) if SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)) => rest.trim(),
        _ if value.eq_ignore_ascii_case("bearer") => "",
        _ => value,
    }
}

/// A secret as it stands for itself: without a scheme before it, and without the prefix of keys.
pub(crate) fn bare_secret(value: &str) -> &str {
    without_key_prefix(without_scheme(value))
}

/// A key without its `sk-`, which servers of the family put before it or leave out. Short remainders keep it.
pub(super) fn without_key_prefix(value: &str) -> &str {
    value.strip_prefix("sk-").filter(|rest| rest.chars().count() >= super::placeholder::SHORTEST).unwrap_or(value)
}

fn cookie_value(cookie: &str) -> &str {
    cookie.split_once('=').map_or(cookie, |(_, value)| value).trim().trim_matches('"')
}

/// Where `part`, a slice of `whole`, lies in it.
fn part(whole: &str, part: &str) -> Option<std::ops::Range<usize>> {
    if part.is_empty() {
        return None;
    }
    let start = part.as_ptr() as usize - whole.as_ptr() as usize;
    Some(start..start + part.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_members_that_hold_secrets_are_known_by_name() {
        for name in
            ["Authorization", "proxy-authorization", "Cookie", "Set-Cookie", "X-Api-Key", "x-csrf-token", "apikey"]
        {
            assert!(is_credential_header(name), "{name}");
        }
        for name in
            ["WWW-Authenticate", "X-RateLimit-Remaining-Tokens", "Idempotency-Key", "New-Api-User", "Auth-Version"]
        {
            assert!(!is_credential_header(name), "{name}");
        }
        for name in ["key", "Key", "access_token", "accessToken", "api-key", "PASSWORD"] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["keys", "name", "token_name", "monkey", "________________________key", "aaaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn the_secret_parts_of_a_header_are_found() {
        let parts = |name, value: &'static str| -> Vec<&str> {
            credential_parts(name, value).into_iter().map(|range| &value[range]).collect()
        };
        assert_eq!(parts("Authorization", "abcdefgh"), ["abcdefgh"]);
        assert_eq!(parts("Authorization", "Bearer  abcdefgh "), ["abcdefgh"]);
        assert_eq!(parts("Authorization", "Bearer sk-abcdefgh"), ["abcdefgh"]);
        assert_eq!(parts("Authorization", "Bearer sk-abc"), ["sk-abc"]);
        assert_eq!(parts("Authorization", "two words"), ["two words"]);
        assert_eq!(parts("Authorization", "Bearer "), [""; 0]);
        assert_eq!(parts("Authorization", ""), [""; 0]);
        assert_eq!(parts("Cookie", "a=1; session=\"xyz\"; bare"), ["1", "xyz", "bare"]);
        assert_eq!(parts("Set-Cookie", "session=xyz=; Path=/; HttpOnly"), ["xyz="]);
        assert_eq!(parts("X-Api-Key", "sk-abcdefgh"), ["abcdefgh"]);
    }
}
