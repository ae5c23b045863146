use openapi::{Direction, InstanceValidator, SchemaError, Source, Violation};
use serde_json::{Value, json};

const SCHEMAS: &str = "
components:
  schemas:
    Key:
      type: object
      required: [id, key, status]
      additionalProperties: false
      properties:
        id: {type: integer, format: int32, readOnly: true}
        big: {type: integer, format: int64}
        key: {type: string, format: password, maxLength: 8}
        status: {type: integer, enum: [1, 2, 3, 4]}
        nullable: {$ref: '#/components/schemas/Ips'}
        next: {$ref: '#/components/schemas/Key'}
        $ref: {type: string}
    Ips: {type: string, nullable: true}
    Own: {allOf: [{$ref: '#/components/schemas/Own'}]}
    Bad: {type: string, pattern: '['}
    Dead: {$ref: '#/components/schemas/None'}
paths:
  /a b/{id}:
    get: {responses: {200: {content: {application/json: {schema: {items: {$ref: '#/components/schemas/Key'}}}}}}}
";

fn validator(pointer: &str) -> Result<InstanceValidator, SchemaError> {
    InstanceValidator::new(&Source::parse("a.yaml", SCHEMAS).unwrap(), pointer)
}

#[track_caller]
fn violation(instance: Value, at: &str, keyword: &str, expected: &str) {
    let validator = validator("/components/schemas/Key").unwrap();
    assert!(!validator.is_valid(&instance));
    let violations = validator.violations(&instance);
    let found: Vec<_> = violations
        .iter()
        .map(|Violation { instance_pointer, schema_pointer, expected, .. }| {
            (&**instance_pointer, &**schema_pointer, &**expected)
        })
        .collect();
    assert_eq!(found, [(at, &*format!("/components/schemas/{keyword}"), expected)]);
    assert!(!format!("{violations:?}").contains("CANARY"));
}

#[test]
fn violations_name_the_keyword_and_never_the_instance() {
    let with = |member: &str, value: Value| {
        let mut key = json!({"id": 1, "key": "k", "status": 1});
        key[member] = value;
        key
    };
    violation(json!({"id": 1, "status": 1}), "", "Key/required", "required member `key`");
    violation(with("big", json!("CANARY")), "/big", "Key/properties/big/type", "type integer");
    violation(with("status", json!(5)), "/status", "Key/properties/status/enum", "one of 1, 2, 3, 4");
    violation(with("key", json!("CANARY-CANARY")), "/key", "Key/properties/key/maxLength", "at most 8 characters");
    violation(with("nullable", json!(7)), "/nullable", "Ips/type", "type string or null");
    violation(
        with("id", json!(1_i64 << 31)),
        "/id",
        "Key/properties/id/format",
        "an integer from -2147483648 to 2147483647",
    );
    violation(with("next", with("id", json!(null))), "/next/id", "Key/properties/id/type", "type integer");
    violation(
        with("other", json!("CANARY")),
        "",
        "Key/additionalProperties",
        "no members besides `$ref`, `big`, `id`, `key`, `next`, `nullable`, `status`",
    );
    let validator = validator("/components/schemas/Key").unwrap();
    assert!(validator.is_valid(&with("nullable", json!(null))));
    assert!(validator.is_valid(&with("big", json!(i64::MAX))) && validator.is_valid(&with("big", json!(i64::MIN))));
    assert!(!validator.is_valid(&with("big", json!(1_u64 << 63))));
    assert!(validator.is_valid(&with("key", json!("八個の文字です。"))));
    assert!(!validator.is_valid(&with("id", json!(1.5))));
    assert!(validator.violations(&with("big", json!(3))).is_empty());
}

#[test]
fn a_schema_anywhere_in_the_document_can_be_asked() {
    let pointer = "/paths/~1a b~1{id}/get/responses/200/content/application~1json/schema";
    let validator = validator(pointer).unwrap();
    let violations = validator.violations(&json!([{"id": 1, "key": "k", "status": 9}]));
    assert_eq!(violations[0].schema_pointer, "/components/schemas/Key/properties/status/enum");
    assert_eq!(violations[0].instance_pointer, "/0/status");
}

#[test]
fn members_that_travel_one_way_may_be_missing_the_other_way() {
    let source = Source::parse("a.yaml", SCHEMAS).unwrap();
    let without_id = json!({"key": "k", "status": 1});
    for (direction, fits) in [
        (Direction::Request, true),
        (Direction::Either, true),
        (Direction::Response, false),
        (Direction::AsWritten, false),
    ] {
        let validator = InstanceValidator::for_direction(&source, "/components/schemas/Key", direction).unwrap();
        assert_eq!(validator.is_valid(&without_id), fits, "{direction:?}");
    }
}

#[test]
fn broken_schemas_are_errors() {
    assert!(matches!(validator("/components/schemas/Own"), Err(SchemaError::Endless(at)) if at.ends_with("/allOf/0")));
    assert!(matches!(validator("/components/schemas/Bad"), Err(SchemaError::Malformed { .. })));
    assert!(matches!(validator("/components/schemas/Dead"), Err(SchemaError::Reference(_))));
    assert!(matches!(validator("/components/schemas/Nowhere"), Err(SchemaError::Reference(_))));
}
