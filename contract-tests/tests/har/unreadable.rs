//! Files that are no HAR: named, with the place and what to do.

use super::*;

#[test]
fn each_kind_of_bad_file_is_named_with_what_to_do() {
    let next = "export the recording as a HAR file";
    let cases: [(&[u8], String); 9] = [
        (b"", "some.har: is empty\n  next: export the recording again".to_owned()),
        (b" \n", "some.har: is empty\n  next: export the recording again".to_owned()),
        (
            b"{\"log\":\n {\"entries\": [",
            "some.har: is cut off: unexpected end at line 2, column 14\n  next: copy or export the recording \
             again, the file is not complete"
                .to_owned(),
        ),
        (
            b"openapi: 3.0.3",
            format!("some.har: is not JSON: expected value at line 1, column 1\n  next: {next} (HAR 1.2 is JSON)"),
        ),
        (
            b"{\"log\": {\"entries\": []}} x",
            format!(
                "some.har: is not JSON: trailing characters at line 1, column 26\n  next: {next} (HAR 1.2 is JSON)"
            ),
        ),
        (
            b"{\"openapi\": \"3.0.3\"}",
            "some.har: is JSON without log.entries: there is no log\n  next: give a HAR 1.2 file, as browsers and \
             proxies export it"
                .to_owned(),
        ),
        (
            b"{\"log\": {\"entries\": {}}}",
            "some.har: is JSON without log.entries: log.entries is not an array\n  next: give a HAR 1.2 file, as \
             browsers and proxies export it"
                .to_owned(),
        ),
        (
            b"\xff\xfe{\0",
            "some.har: is not UTF-8 at byte 0: it seems to be UTF-16\n  next: export the recording as a HAR file, \
             which is JSON in UTF-8"
                .to_owned(),
        ),
        (
            b"{\"log\": \"\xff\"}",
            "some.har: is not UTF-8 at byte 9\n  next: export the recording as a HAR file, which is JSON in UTF-8"
                .to_owned(),
        ),
    ];
    for (bytes, expected) in cases {
        assert_eq!(error_of(bytes), expected);
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = read(&[HarInput::file("no/such.har")], &ReadOptions::default()).unwrap_err().to_string();
    assert!(error.starts_with("no/such.har: cannot be read: No such file"), "{error}");
    assert!(error.ends_with("next: check the path and its permissions"), "{error}");
}

#[test]
fn however_deeply_a_file_is_nested_nothing_overflows() {
    let deep = "[".repeat(1_000_000);
    assert!(error_of(deep.as_bytes()).contains("is cut off"));
    let deep = format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    assert!(error_of(deep.as_bytes()).contains("it is not an object"));
    let mut ignored = entry();
    ignored["response"]["content"]["text"] = json!(deep);
    assert_eq!(read_json(&har(&json!([ignored]))).exchanges.len(), 1);
    let text = har(&json!([entry()])).to_string().replace("\"time\":12.5", &format!("\"time\":12.5,\"_x\":{deep}"));
    assert_eq!(read_one(HarInput::bytes("deep.har", text.into_bytes())).exchanges.len(), 1);
}

#[test]
fn a_file_cut_off_anywhere_is_an_error_that_names_it() {
    let mut escaped = entry();
    escaped["comment"] = json!("é \u{1f600} \" \\ \n");
    let whole = har(&json!([escaped, entry()])).to_string().into_bytes();
    for length in 0..whole.len() {
        let error = error_of(&whole[..length]);
        assert!(error.starts_with("some.har: is "), "{length}: {error}");
        assert!(length == 0 || error.contains("cut off"), "{length}: {error}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings").join(NEW).join("lifecycle.har");
    let recorded = std::fs::read(path).unwrap();
    let recorded = recorded.trim_ascii_end();
    for length in (0..recorded.len()).step_by(509) {
        assert!(error_of(&recorded[..length]).starts_with("some.har: is "));
    }
}
