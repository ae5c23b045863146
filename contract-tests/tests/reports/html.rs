//! The report as a page.

use contract_tests::report::{Report, to_html};

use crate::by_hand;
use crate::checks::html::parse;

#[test]
fn a_page_has_everything_that_a_report_has() {
    let page = parse(&to_html(&by_hand::report()));
    let titles = page.texts_of("h2");
    let sections = ["overview", "beware", "verdicts", "matrix", "proof", "observations", "open", "coverage"]
        .map(|id| page.by_id(id));
    assert_eq!(titles.len(), sections.len());
    let [overview, beware, verdicts, matrix, proof, observations, open, coverage] =
        sections.map(|section| &section.text);
    assert!(
        overview.contains("broken, 2 rules contradicted beyond 2 known departures")
            && overview.contains("Stale: list.p")
            && overview.contains("Lost: get.own")
    );
    assert!(beware.contains("what is seen of update.status.others-refused") && beware.contains("What it means."));
    assert!(
        verdicts.contains("○ not verified")
            && verdicts.contains("43 exchanges")
            && verdicts.contains("7 against, 0 for")
    );
    assert!(
        matrix.contains("reset to \"\"")
            && matrix.contains("unlimited_quota")
            && matrix.contains("omitted-fields.har#")
    );
    assert!(proof.contains("Seen in other ways too: 1") && proof.contains("And 5 more exchanges of the same kinds."));
    assert!(observations.contains("refusals come with status 200 (40 times), 400 (7 times)"));
    assert!(
        open.contains("an update, and a read of the same key after it")
            && open.contains("recorded, gateway-a, 2026-11-23")
    );
    assert!(coverage.contains("Document keywords reached 2 of 3") && coverage.contains("no answer ×1"));
    assert!(
        coverage.contains("/components/schemas/AllowIps/nullable") && coverage.contains("Rules never exercised: 1")
    );
}

#[test]
fn a_contradiction_across_exchanges_shows_them_in_order() {
    let page = parse(&to_html(&by_hand::report()));
    let text = &page.by_id("proof-2-update.status.stored-as-sent").text;
    let order = [
        "status 2, as the accepted update sent it",
        "First",
        "PUT /api/token/",
        "status.har#/log/entries/2",
        "Then, which shows it",
        "GET /api/token/3",
        "status.har#/log/entries/3",
        "curl -X PUT first",
        "curl -X GET then",
    ];
    let mut rest = text.as_str();
    for words in order {
        let (_, after) = rest.split_once(words).unwrap_or_else(|| panic!("{words} is not in {rest}"));
        rest = after;
    }
}

#[test]
fn a_section_without_content_is_not_there() {
    let mut target = by_hand::target("gateway", contract_tests::report::Overall::Held, vec![by_hand::confirmed()]);
    target.matrix.clear();
    target.observations.clear();
    target.coverage = Default::default();
    let page = parse(&to_html(&Report { targets: vec![target] }));
    assert_eq!(page.texts_of("h2"), ["Targets", "Verdict of every rule"]);
}
