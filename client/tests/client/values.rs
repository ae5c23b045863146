//! What each constructor takes, and what it says of the rest: the argument and why, never the value.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cometapi_keys::{
    AccessToken, AllowList, BaseUrl, Client, Error, Expiry, Group, KeyId, KeyName, KeySecret, Kind, ModelLimits,
    Options, Quota,
};

/// The error of a constructor names the argument and the reason.
fn refused<T: std::fmt::Debug>(made: Result<T, Error>, argument: &str, why: &str) {
    let error = made.unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidInput);
    let Error::InvalidInput { argument: named, why: told } = &error else { panic!("{error}") };
    assert_eq!(*named, argument, "{error}");
    assert!(told.contains(why), "{why}: {error}");
    assert!(error.to_string().contains(argument) && !error.is_retryable(), "{error}");
    assert!(error.to_string().len() < 200 && !error.to_string().contains("canary"), "{error}");
}

fn huge() -> String {
    "canary".repeat(1_000_000)
}

#[test]
fn key_ids_are_positive() {
    for id in [1, 1234, i64::MAX] {
        assert_eq!(KeyId::new(id).unwrap().get(), id);
        assert_eq!(id.to_string().parse::<KeyId>().unwrap().to_string(), id.to_string());
    }
    for id in [0, -1, i64::MIN] {
        refused(KeyId::new(id), "key id", "not positive");
    }
    for text in ["", " 7", "7 ", "7\n", "7\0", "0x7", "1e3", "1.0", "٧", "9223372036854775808", &huge()] {
        refused(text.parse::<KeyId>(), "key id", "integer of 64 bits");
    }
    refused("0".parse::<KeyId>(), "key id", "not positive");
}

#[test]
fn names_have_up_to_50_characters_of_unicode() {
    for name in ["", "a", "  ", "\0\n\u{1b}", "名字", &"é".repeat(50), &"🦀".repeat(50), "\u{202e}\u{feff}\u{fffd}"]
    {
        assert_eq!(KeyName::new(name).unwrap().as_str(), name);
        assert_eq!(KeyName::new(name).unwrap().to_string(), name);
    }
    assert_eq!(KeyName::LONGEST, 50);
    let read = |length: usize| serde_json::from_value::<KeyName>("é".repeat(length).into());
    assert_eq!(serde_json::to_value(read(50).unwrap()).unwrap(), "é".repeat(50));
    assert!(read(51).unwrap_err().to_string().contains("it has 51 characters"));
    refused(KeyName::new("é".repeat(51)), "name", "it has 51 characters, and 50 are the most");
    refused(KeyName::new(huge()), "name", "it has 6000000 characters");
}

#[test]
fn key_secrets_can_be_sent() {
    assert_eq!(KeySecret::new("sk-abc").unwrap().expose(), "sk-abc");
    for (value, why) in
        [("", "empty"), ("canary ", "byte 6"), ("canary\n", "byte 6"), ("ä", "byte 0"), ("a\0", "byte 1")]
    {
        refused(KeySecret::new(value), "key secret", why);
    }
}

#[test]
fn access_tokens_can_be_sent_raw() {
    for token in ["a", "!~", "bearer-is-my-name", &"a".repeat(8192)] {
        AccessToken::new(token).unwrap();
    }
    let cases = [
        ("", "empty"),
        ("Bearer canary", "begins with `Bearer`"),
        ("bearer\tcanary", "begins with `Bearer`"),
        ("BEARER", "begins with `Bearer`"),
        ("canary\n", "byte 6"),
        ("canary\r\nX: y", "byte 6"),
        (" canary", "byte 0"),
        ("ca nary", "byte 2"),
        ("canary\0", "byte 6"),
        ("canary\u{7f}", "byte 6"),
        ("canäry", "byte 3"),
        (&"c".repeat(8193), "8193 bytes"),
        (&huge(), "6000000 bytes"),
    ];
    for (token, why) in cases {
        refused(AccessToken::new(token), "access token", why);
    }
}

#[test]
fn expiries_are_unix_seconds_or_never() {
    for seconds in [0, 1, 1_766_102_400, 253_402_300_799] {
        let expiry = Expiry::at(seconds).unwrap();
        assert_eq!((expiry.unix_seconds(), expiry.is_never()), (seconds, false));
    }
    assert_eq!((Expiry::never().unix_seconds(), Expiry::never().is_never()), (-1, true));
    for seconds in [-1, i64::MIN] {
        refused(Expiry::at(seconds), "expiry", "Expiry::never");
    }
    for seconds in [253_402_300_800, 1_766_102_400_000, i64::MAX] {
        refused(Expiry::at(seconds), "expiry", "not milliseconds");
    }
    let time = UNIX_EPOCH + Duration::from_millis(1_999);
    assert_eq!(Expiry::try_from(time).unwrap().unix_seconds(), 1);
    refused(Expiry::try_from(UNIX_EPOCH - Duration::from_secs(1)), "expiry", "before 1970");
    assert!(Expiry::try_from(SystemTime::now()).is_ok());
}

#[test]
fn never_is_after_every_time() {
    let (early, late, never) = (Expiry::at(5).unwrap(), Expiry::at(6).unwrap(), Expiry::never());
    let before = [(early, late), (early, never), (late, never)];
    for (one, other) in before {
        assert!(one.is_before(other) && !other.is_before(one), "{one:?} {other:?}");
    }
    for same in [early, never] {
        assert!(!same.is_before(same));
    }
}

#[test]
fn quotas_are_not_negative() {
    for units in [0, 1, i64::MAX] {
        assert_eq!(
            (Quota::units(units).unwrap().get(), Quota::units(units).unwrap().to_string()),
            (units, units.to_string())
        );
    }
    for units in [-1, i64::MIN] {
        refused(Quota::units(units), "quota", "negative");
    }
}

#[test]
fn allow_lists_are_addresses_and_ranges() {
    let good = [
        "198.51.100.10",
        "203.0.113.0/24",
        "2001:db8::/32",
        "::1",
        "0.0.0.0/0",
        "::/0",
        "1.2.3.4/32",
        "::1/128",
        "::ffff:1.2.3.4",
        "128.0.0.0/1",
        "8000::/1",
        "10.0.0.2/31",
    ];
    let list = AllowList::new(good).unwrap();
    assert_eq!(list.as_str(), good.join("\n"));
    assert_eq!(list.entries().collect::<Vec<_>>(), good);
    assert!(!list.is_empty());
    let neither = "neither an IPv4 nor an IPv6 address";
    let bad = [
        ("", neither),
        (" ", neither),
        ("1.2.3", neither),
        ("1.2.3.4.5", neither),
        ("256.1.1.1", neither),
        ("01.2.3.4", neither),
        (" 1.2.3.4", neither),
        ("1.2.3.4\n", neither),
        ("1.2.3.4\n5.6.7.8", neither),
        ("1.2.3.4,5.6.7.8", neither),
        ("1.2.3.4\0", neither),
        ("fe80::1%eth0", neither),
        ("[::1]", neither),
        ("canary.example", neither),
        ("１.2.3.4", neither),
        ("/24", neither),
        ("1.2.3.4/33", "prefix length"),
        ("::/129", "prefix length"),
        ("0.0.0.0/", "prefix length"),
        ("0.0.0.0/+8", "prefix length"),
        ("0.0.0.0/08", "prefix length"),
        ("0.0.0.0/-1", "prefix length"),
        ("0.0.0.0/8/8", "prefix length"),
        ("0.0.0.0/255.0.0.0", "prefix length"),
        ("0.0.0.0/4294967297", "prefix length"),
        ("203.0.113.7/24", "bits below"),
        ("10.0.0.1/31", "bits below"),
        ("0.0.0.1/0", "bits below"),
        ("::1/0", "bits below"),
        ("::1/127", "bits below"),
        ("8000::/0", "bits below"),
    ];
    for (entry, why) in bad {
        refused(AllowList::new([entry]), "allow list", why);
        refused(AllowList::new(["::1", entry]), "allow list", "index 1");
    }
    refused(AllowList::new([huge()]), "allow list", neither);
    refused(AllowList::new([""; 0]), "allow list", "every address");
}

#[test]
fn a_list_as_it_was_read_is_kept() {
    let list: AllowList = serde_json::from_str(r#"" 1.2.3.4\n\nx ""#).unwrap();
    assert_eq!((list.as_str(), list.is_empty()), (" 1.2.3.4\n\nx ", false));
    assert_eq!(list.entries().collect::<Vec<_>>(), [" 1.2.3.4", "x "]);
    assert!(serde_json::from_str::<AllowList>(r#""""#).unwrap().is_empty());
}

#[test]
fn model_limits_are_ids_without_commas() {
    let limits = ModelLimits::new(["gpt-4o", "claude-3.5/x:y", "模型"]).unwrap();
    assert_eq!(limits.as_str(), "gpt-4o,claude-3.5/x:y,模型");
    assert_eq!(limits.models().collect::<Vec<_>>(), ["gpt-4o", "claude-3.5/x:y", "模型"]);
    assert!(!limits.is_none());
    assert_eq!(
        (ModelLimits::none().as_str(), ModelLimits::none().is_none(), ModelLimits::none().models().count()),
        ("", true, 0)
    );
    refused(ModelLimits::new([""; 0]), "model limits", "every model");
    refused(ModelLimits::new(["a", ""]), "model limits", "index 1 is empty");
    for model in ["a,b", "canary ", "a\n", "a\0", "a\u{3000}b", "\u{7f}"] {
        refused(ModelLimits::new(["a", model]), "model limits", "index 1 holds");
    }
}

#[test]
fn groups_have_a_name_or_are_none() {
    assert_eq!((Group::none().as_str(), Group::none().is_none()), ("", true));
    for name in ["auto", "vip 1", "組"] {
        let group = Group::new(name).unwrap();
        assert_eq!((group.as_str(), group.is_none(), group.to_string()), (name, false, name.to_owned()));
    }
    refused(Group::new(""), "group", "Group::none");
    for name in [" a", "a ", "\n", "a\u{3000}"] {
        refused(Group::new(name), "group", "white space");
    }
    for name in ["a\0b", "a\nb", "a\u{85}b"] {
        refused(Group::new(name), "group", "control character");
    }
}

#[test]
fn headers_can_be_sent_and_are_not_the_clients_own() {
    for (name, value) in [("New-Api-User", "2"), ("x-a", ""), ("x-a", "é")] {
        Options::default().header(name, value).unwrap();
    }
    for name in ["", "a b", "a\n", "a\0", "ä", &huge()] {
        refused(Options::default().header(name, "v"), "header name", "not a token");
    }
    for name in ["authorization", "Content-Type", "HOST", "content-length", "connection", "transfer-encoding"] {
        refused(Options::default().header(name, "canary"), "header name", "itself");
    }
    for value in ["a\nb", "canary\r\nX: y", "a\0", "a\u{7f}"] {
        refused(Options::default().header("x-a", value), "header value", "line feed or a control character");
    }
}

#[test]
fn timeouts_are_longer_than_nothing() {
    for options in [Options::default().timeout(Duration::ZERO), Options::default().connect_timeout(Duration::ZERO)] {
        let token = AccessToken::new("t").unwrap();
        refused(Client::with_options(&BaseUrl::new("https://h").unwrap(), token, options), "timeout", "zero");
    }
}

#[test]
fn base_urls_have_a_scheme_and_a_host_alone() {
    refused(BaseUrl::new(&huge()), "base URL", "https://");
    refused(BaseUrl::new("https://canary:canary@h"), "base URL", "credentials");
    refused(BaseUrl::new("https://h?canary=1"), "base URL", "query");
    refused(BaseUrl::new("http://api.cometapi.com"), "base URL", "use https");
    assert!(
        BaseUrl::new("https://h").unwrap().as_str() == "https://h" && !BaseUrl::new("https://h").unwrap().is_loopback()
    );
    assert!(BaseUrl::new("http://localhost:1/").unwrap().is_loopback());
    assert!(
        BaseUrl::new("http://127.9.9.9").unwrap().is_loopback() && BaseUrl::new("http://[::1]").unwrap().is_loopback()
    );
}
