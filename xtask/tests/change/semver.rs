//! The advice.

use serde_json::Value;

use crate::copy::{Copy, DOCUMENT};

#[test]
fn a_member_that_is_added_is_named_in_the_document_and_in_the_client() {
    let copy = Copy::new();
    assert_eq!(
        copy.run(&["semver"]).out,
        "patch: after 0.1.0 at least 0.1.1; neither the document nor the client's public API differs\n"
    );

    copy.edit(
        DOCUMENT,
        "        used_quota:\n",
        "        remark:\n          type: string\n          description: What somebody noted.\n        used_quota:\n",
    );
    assert_eq!(copy.run(&["generate"]).code, Some(0));
    let run = copy.run(&["semver", "--json", "-"]);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let advice: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&advice["level"], &advice["minimum"]), (&"major".into(), &"0.2.0".into()), "{advice:#}");
    let reason = &advice["reasons"][0];
    assert_eq!(
        (&reason["document"]["rule"], &reason["document"]["level"]),
        (&"member-added".into(), &"minor".into()),
        "{advice:#}"
    );
    let field = &reason["client"][0];
    assert!(field["new"].as_str().unwrap().contains("ApiKey::remark: "), "{advice:#}");
    assert_eq!(field["what"], "is a new field of a struct that anyone may build");
}

#[test]
fn without_what_was_released_it_says_what_to_do() {
    let copy = Copy::new();
    std::fs::remove_file(copy.path("openapi/released/0.1.0.api.txt")).unwrap();
    let run = copy.run(&["semver"]);
    assert_eq!(run.code, Some(2));
    assert!(run.said.contains("git checkout -- openapi/released/0.1.0.api.txt"), "{}", run.said);
    std::fs::remove_dir_all(copy.path("openapi/released")).unwrap();
    let run = copy.run(&["semver"]);
    assert_eq!(run.code, Some(2));
    assert!(run.said.contains("nothing has been released yet"), "{}", run.said);
}
