use openapi::{Source, lint, report};

#[test]
fn a_good_document_is_clean_as_yaml_and_as_json() {
    let yaml = super::library();
    assert_eq!(report("library.yaml", &lint(&yaml)), "library.yaml: no errors, no warnings\n");
    for text in [
        serde_json::to_string_pretty(&yaml.value).unwrap(),
        yaml.value.to_string(),
        format!("\u{feff}\t{}", yaml.value),
    ] {
        let json = Source::parse("library.json", text).unwrap();
        assert_eq!(json.value, yaml.value);
        assert_eq!(lint(&json), []);
    }
}

#[test]
fn the_maintained_document_is_clean_and_quickly_linted() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("cometapi-keys.yaml");
    let source = Source::load(&path).unwrap();
    let start = std::time::Instant::now();
    assert_eq!(lint(&source), []);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

#[test]
fn findings_read_well() {
    let text = super::LIBRARY
        .replace("maxLength: 200", "maxLenght: 200")
        .replace("example: Emma", "example: 7")
        .replace("type: apiKey, in: header", "type: apiKey, in: \"he\\u001b[31mader\"");
    let source = Source::parse("evil\u{1b}[2J.yaml", text).unwrap();
    insta::assert_snapshot!("findings_read_well", report(&source.name, &lint(&source)));
}
