use openapi::Source;
use serde_json::json;

#[track_caller]
fn refused(name: &str, text: &str, place: (usize, usize), says: &str) {
    let error = Source::parse(name, text).unwrap_err();
    assert_eq!((error.line, error.column), (Some(place.0), Some(place.1)), "{error}");
    assert!(error.to_string().contains(says), "{error}");
    assert!(error.to_string().starts_with(&format!("{name}:{}:{}: ", place.0, place.1)), "{error}");
    assert!(error.to_string().contains("\n  fix: "), "{error}");
}

#[test]
fn what_is_no_single_value_is_refused_with_its_place() {
    refused("a.yaml", "a: 1\nb: 2\na: 3\n", (3, 1), "`a` is there twice, first on line 1");
    refused("a.yaml", "x:\n  - {k: 1, 'k': 2}\n", (2, 12), "`k` is there twice, first on line 2");
    refused("a.yaml", "200: a\n'200': b\n", (2, 1), "`200` is there twice");
    refused("a.json", "{\"a\": 1,\n \"a\": 2}", (2, 7), "`a` is there twice, first on line 1");
    refused("a.yaml", "{\"a\": {\"b\": 1,\n \"b\": 2}}", (2, 7), "`b` is there twice, first on line 1");
    refused("a.yaml", "a: 1\n---\nb: 2\n", (2, 1), "a second document");
    refused("a.yaml", "a: [1, 2\nb: 3\n", (2, 2), "not YAML");
    refused("a.yaml", "a: !secret b\n", (1, 4), "the tag !secret does not fit");
    refused("a.yaml", "a: .nan\n", (1, 4), "a number that JSON does not have");
    refused("a.yaml", "? [a, b]\n: c\n", (1, 3), "where a key must be");
    refused("a.yaml", "a: &x\n  b: *x\n", (2, 6), "an alias inside");
    refused("a.json", "{\"a\": 1,}", (1, 9), "not JSON: key must be a string");
    refused("a.yaml", &"[".repeat(200), (1, 121), "nested more than 120 levels");
    refused("a.json", &format!("{}{}", "[".repeat(125), "]".repeat(125)), (1, 122), "nested more than 120 levels");
    for empty in ["", "  \n", "# only a comment\n", "\u{feff}"] {
        assert!(Source::parse("a.yaml", empty).unwrap_err().what.contains("is empty"), "{empty:?}");
    }
}

#[test]
fn aliases_are_expanded_within_a_budget() {
    let source = Source::parse("a.yaml", "a: &x {k: [1]}\nb: *x\n").unwrap();
    assert_eq!(source.value, json!({"a": {"k": [1]}, "b": {"k": [1]}}));
    assert_eq!(source.line_of("/b/k/0"), Some(2));
    let mut laughs = "l0: &l0 [ha, ha]\n".to_owned();
    for level in 1..40 {
        laughs += &format!("l{level}: &l{level} [*l{0}, *l{0}, *l{0}]\n", level - 1);
    }
    assert!(Source::parse("a.yaml", laughs).unwrap_err().what.contains("stand for too much"));
}

#[test]
fn lines_are_those_of_keys_and_items() {
    let yaml = Source::parse("a.yaml", "a:\n  200:\n    - x\n    - y: |\n        text\n# c\nd/e: 1\n").unwrap();
    let lines =
        ["/a", "/a/200", "/a/200/0", "/a/200/1", "/a/200/1/y", "/d~1e", "/a/200/7/8"].map(|at| yaml.line_of(at));
    assert_eq!(lines, [1, 2, 3, 4, 4, 7, 2].map(Some));
    assert_eq!(yaml.value, json!({"a": {"200": ["x", {"y": "text\n"}]}, "d/e": 1}));
    let json =
        Source::parse("a.json", "{\r\n\t\"\\ud83d\\ude00\\/\": [1,\r\n\t2.50, 18446744073709551615]\r\n}").unwrap();
    assert_eq!(json.value, json!({"😀/": [1, 2.5, u64::MAX]}));
    assert_eq!(json.line_of("/😀~1/1"), Some(3));
}

#[test]
fn files_that_cannot_be_read_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("latin.yaml");
    std::fs::write(&path, b"a: 1\nb: caf\xe9\n").unwrap();
    let error = Source::load(&path).unwrap_err();
    assert_eq!((error.line, error.column), (Some(2), Some(7)));
    assert!(error.what.contains("UTF-8"));
    assert!(Source::load(folder.path()).unwrap_err().what.contains("cannot be read"));
    assert!(Source::load(&folder.path().join("none")).unwrap_err().what.contains("cannot be read"));
    std::fs::write(&path, "abc").unwrap();
    assert_eq!(
        Source::load(&path).unwrap().sha256(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}
