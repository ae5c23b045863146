//! The page, as an HTML tokenizer reads it.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Token, Tokenizer};

use super::lines::is_verdict;

/// Elements that have no end.
const VOID: [&str; 3] = ["meta", "wbr", "br"];

/// Elements that we write. None of them fetches or runs anything.
const KNOWN: [&str; 45] = [
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "nav",
    "main",
    "section",
    "article",
    "footer",
    "div",
    "span",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "ol",
    "ul",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
    "code",
    "pre",
    "strong",
    "small",
    "details",
    "summary",
    "blockquote",
    "wbr",
    "br",
    "em",
    "tfoot",
    "kbd",
];

/// An element, with all the text within.
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
}

/// The page as elements, and every text with the elements around it, by their places.
pub(crate) struct Page {
    pub(crate) elements: Vec<Element>,
    texts: Vec<(String, Vec<usize>)>,
}

/// Parses a page, and asserts that it is whole, self-contained and inert.
pub(crate) fn parse(text: &str) -> Page {
    let (mut page, mut open) = (Page { elements: Vec::new(), texts: Vec::new() }, Vec::<usize>::new());
    for Ok(token) in Tokenizer::new(text) {
        match token {
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                assert!(KNOWN.contains(&name.as_str()), "<{name}> is not ours");
                let attributes = tag.attributes.iter().map(|(k, v)| (string(k), string(v))).collect();
                if !VOID.contains(&name.as_str()) {
                    open.push(page.elements.len());
                }
                page.elements.push(Element { name, attributes, text: String::new() });
            }
            Token::EndTag(tag) => {
                let closed = open.pop().map(|at| page.elements[at].name.clone());
                assert_eq!(closed, Some(string(&tag.name)), "elements overlap");
            }
            Token::String(part) => {
                let part = string(&part);
                open.iter().for_each(|&at| page.elements[at].text.push_str(&part));
                page.texts.push((part, open.clone()));
            }
            Token::Doctype(_) => {}
            Token::Comment(_) | Token::Error(_) => panic!("{token:?}"),
        }
    }
    assert!(open.is_empty(), "{} elements are not closed", open.len());
    page.assert_inert();
    page
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

impl Page {
    /// No attribute runs or fetches anything; every link leads to a place of the page.
    fn assert_inert(&self) {
        let known = [
            "id",
            "class",
            "href",
            "lang",
            "charset",
            "http-equiv",
            "content",
            "name",
            "scope",
            "colspan",
            "title",
            "style",
        ];
        let mut ids = BTreeSet::new();
        for element in &self.elements {
            for (name, value) in &element.attributes {
                let ours = known.contains(&name.as_str()) || name.starts_with("aria-") || name.starts_with("data-");
                assert!(ours, "the attribute {name}={value:?} is not ours");
                assert!(
                    name != "style" || value.strip_prefix("flex-grow:").is_some_and(|n| n.parse::<usize>().is_ok()),
                    "{value}"
                );
            }
            if let Some(id) = element.attributes.get("id") {
                assert!(ids.insert(id), "the id {id} is there twice");
            }
        }
        for target in self.elements.iter().filter_map(|element| element.attributes.get("href")) {
            assert!(target.strip_prefix('#').is_some_and(|id| ids.contains(&id.to_owned())), "a link to {target}");
        }
        let policy = self
            .elements
            .iter()
            .find(|e| e.attributes.get("http-equiv").is_some_and(|v| v == "Content-Security-Policy"));
        assert!(policy.unwrap().attributes["content"].starts_with("default-src 'none'; style-src 'unsafe-inline'"));
        let style = &self.elements.iter().find(|element| element.name == "style").unwrap().text;
        assert!(!style.contains("url(") && !style.contains("@import"));
    }

    /// Every text that gives a verdict stands in a cell, an item, a paragraph or an article that names a target.
    pub(crate) fn assert_labelled(&self, labels: &[String]) {
        let mut count = 0;
        let scopes = ["td", "li", "p", "article"];
        for (text, around) in self.texts.iter().filter(|(text, _)| is_verdict(text)) {
            if around.iter().any(|&at| self.elements[at].name == "style") {
                continue;
            }
            count += 1;
            let scoped = around.iter().map(|&at| &self.elements[at]).filter(|e| scopes.contains(&e.name.as_str()));
            let labelled = scoped.into_iter().any(|e| labels.iter().any(|label| e.text.contains(label)));
            assert!(labelled, "no target, deployment and date around {text:?}");
        }
        assert!(count >= labels.len(), "{count} verdicts");
    }

    /// The text of all elements of a name.
    pub(crate) fn texts_of(&self, name: &str) -> Vec<&str> {
        self.elements.iter().filter(|element| element.name == name).map(|element| element.text.as_str()).collect()
    }

    /// The element of an id.
    pub(crate) fn by_id(&self, id: &str) -> &Element {
        let is = |element: &&Element| element.attributes.get("id").is_some_and(|other| other == id);
        self.elements.iter().find(is).unwrap_or_else(|| panic!("nothing has the id {id}"))
    }
}
