//! Edits of paths, operations, parameters, bodies, responses, security and servers, both ways.

use openapi::compat::Severity::Breaking;
use serde_json::json;

use crate::documents::{complaint, none_of};
use crate::interface_pairs::{Edit, RES, all, at, base};

#[test]
fn each_edit_is_told_by_its_rule_and_severity() {
    let mut complaints = Vec::new();
    let old = base();
    let edits = all();
    for Edit { name, edit, there, back } in &edits {
        let mut new = base();
        edit(&mut new);
        assert_ne!(old, new, "{name} edits nothing");
        complaints.extend(complaint(name, &old, &new, &vec![*there]));
        complaints.extend(complaint(&format!("undone: {name}"), &new, &old, &vec![*back]));
    }
    none_of(&complaints, edits.len() * 2);
}

#[test]
fn a_status_of_a_range_is_no_news_and_a_range_in_place_of_one_is() {
    let of = |status: &str| {
        let mut document = base();
        let response = json!({"description": "d"});
        *at(&mut document, "/paths/~1other/get/responses") = json!({});
        *at(&mut document, &format!("/paths/~1other/get/responses/{status}")) = response;
        document
    };
    none_of(&complaint("2XX to 200", &of("2XX"), &of("200"), &vec![]).into_iter().collect::<Vec<_>>(), 1);
    let expected = vec![("success-status-added", Breaking, RES)];
    none_of(&complaint("200 to 2XX", &of("200"), &of("2XX"), &expected).into_iter().collect::<Vec<_>>(), 1);
}

#[test]
fn a_change_of_what_many_operations_share_is_one_change_with_their_names() {
    let of = |length: u64| {
        let mut document = base();
        *at(&mut document, "/components/schemas") = json!({"S": {"type": "string", "maxLength": length}});
        for path in ["/paths/~1other/get", "/paths/~1things/post"] {
            let body = json!({"content": {"text/plain": {"schema": {"$ref": "#/components/schemas/S"}}}});
            *at(&mut document, &format!("{path}/requestBody")) = body;
        }
        document
    };
    let changes = crate::documents::changes(&of(9), &of(8));
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].operations, ["GET /other", "POST /things"]);
    assert_eq!(changes[0].new.pointer, "/components/schemas/S/maxLength");
}
