//! The script that a text is written in.

use std::collections::BTreeMap;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};

/// The Unicode name of a text's script: `Latin`, `Han`. Messages in any language name fields and formats in Latin
/// letters, so a single letter of another script decides; of several others the most frequent one. None for a text
/// without letters.
pub(super) fn script_of(text: &str) -> Option<&'static str> {
    let scripts = CodePointMapData::<Script>::new();
    let mut letters: BTreeMap<Script, usize> = BTreeMap::new();
    for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
        *letters.entry(scripts.get(letter)).or_default() += 1;
    }
    let others =
        letters.iter().filter(|(script, _)| !matches!(**script, Script::Latin | Script::Common | Script::Inherited));
    let most = others.max_by_key(|(_, count)| **count).map(|(script, _)| *script);
    let latin = || letters.contains_key(&Script::Latin).then_some(Script::Latin);
    PropertyNamesLong::<Script>::new().get(most.or_else(latin)?)
}

#[cfg(test)]
mod tests {
    use super::script_of;

    #[test]
    fn names_of_fields_do_not_hide_the_language_of_a_message() {
        for (text, expected) in [
            ("Token name is too long", Some("Latin")),
            ("éééé", Some("Latin")),
            ("令牌名稱過長", Some("Han")),
            ("id 或 userId 为空！", Some("Han")),
            ("トークンが長い", Some("Katakana")),
            ("مفتاح", Some("Arabic")),
            ("401: …", None),
            ("", None),
        ] {
            assert_eq!(script_of(text), expected, "{text}");
        }
    }
}
