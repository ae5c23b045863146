//! JUnit, as an XML parser reads it.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// An element with its attributes and the text within.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
    /// The names of the elements it stands in.
    pub(crate) path: Vec<String>,
    /// The `name` of the test case that it belongs to.
    pub(crate) case: String,
}

/// Parses it to the end, and asserts that it has JUnit's elements and XML's characters only.
pub(crate) fn elements(text: &str) -> Vec<Element> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_comments = true;
    let (mut elements, mut open, mut case) = (Vec::<Element>::new(), Vec::<usize>::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(tag) => {
                let element = element(&tag, &elements, &open, &mut case);
                open.push(elements.len());
                elements.push(element);
            }
            Event::Empty(tag) => {
                let element = element(&tag, &elements, &open, &mut case);
                elements.push(element);
            }
            Event::End(_) => drop(open.pop()),
            Event::Text(part) => {
                if let Some(&at) = open.last() {
                    elements[at].text.push_str(&part.decode().unwrap());
                }
            }
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref().unwrap() {
                    Some(character) => character.to_string(),
                    None => {
                        let name = reference.decode().unwrap();
                        quick_xml::escape::resolve_predefined_entity(&name).unwrap().to_owned()
                    }
                };
                elements[*open.last().unwrap()].text.push_str(&character);
            }
            Event::Decl(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    assert!(text.chars().all(is_xml), "a character that XML 1.0 does not have");
    elements
}

fn element(tag: &BytesStart<'_>, elements: &[Element], open: &[usize], case: &mut String) -> Element {
    let name = String::from_utf8(tag.name().as_ref().to_vec()).unwrap();
    let known =
        ["testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped", "system-out"];
    assert!(known.contains(&name.as_str()), "<{name}> is not of JUnit");
    let attributes: BTreeMap<String, String> = tag
        .attributes()
        .map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
            (String::from_utf8(attribute.key.as_ref().to_vec()).unwrap(), value)
        })
        .collect();
    if name == "testcase" {
        case.clone_from(&attributes["name"]);
    }
    let path = open.iter().map(|&at| elements[at].name.clone()).collect();
    Element { name, attributes, text: String::new(), path, case: case.clone() }
}

/// `Char` of XML 1.0.
fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
