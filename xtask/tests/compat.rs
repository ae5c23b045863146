//! `cargo xtask compat` as a user runs it: exit codes, every report read back by a parser that did not write it, and the
//! examples of docs/compat.md.

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};

    use serde_json::Value;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
    }

    fn compat(folder: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("compat").args(arguments).current_dir(folder).output().unwrap()
    }

    fn out(output: &Output) -> String {
        String::from_utf8(output.stdout.clone()).unwrap()
    }

    fn said(output: &Output) -> String {
        String::from_utf8(output.stderr.clone()).unwrap()
    }

    /// Text that would be markup, a command or an escape sequence in one of the reports.
    const HOSTILE: &str = "a|b`c``d<b>[x](y)\u{1b}[31m::error::x ##[z] ]]> & %0A\n::error::y \u{202e}";

    const OLD: &str = "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n      operationId: make\n      \
        requestBody:\n        content:\n          application/json:\n            schema:\n              type: object\n              \
        properties:\n                name: {type: string, maxLength: 50}\n      responses:\n        '200': {description: d}\n";

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        write("old.yaml", OLD.to_owned());
        write(
            "new.yaml",
            OLD.replace("maxLength: 50", "maxLength: 40").replace("operationId: make", "operationId: create"),
        );
        write("wider.yaml", OLD.replace("maxLength: 50", "maxLength: 60"));
        let hostile = serde_json::to_string(HOSTILE).unwrap();
        write(
            "hostile.yaml",
            OLD.replace("name: {type: string, maxLength: 50}", &format!("{hostile}: {{enum: [{hostile}]}}")),
        );
        write("reason.toml", accepting("max-length-narrowed"));
        write("stale.toml", accepting("max-length-narrowed") + &accepting("enum-narrowed"));
        write("no-reason.toml", accepting("max-length-narrowed").replace("The vendor says so.", ""));
        folder
    }

    fn accepting(rule: &str) -> String {
        format!("[[accepted]]\nrule = \"{rule}\"\noperation = \"POST /a\"\nreason = \"The vendor says so.\"\n")
    }

    #[test]
    fn the_exit_code_is_0_1_or_2() {
        let folder = folder();
        let cases: &[(&[&str], i32)] = &[
            (&["old.yaml", "old.yaml"], 0),
            (&["old.yaml", "wider.yaml"], 0),
            (&["old.yaml", "new.yaml"], 1),
            (&["new.yaml", "old.yaml"], 0),
            (&["new.yaml", "old.yaml", "--fail-on", "warning"], 1),
            (&["old.yaml", "new.yaml", "--accept", "reason.toml"], 0),
            (&["old.yaml", "new.yaml", "--accept", "reason.toml", "--fail-on", "warning"], 1),
            (&["old.yaml", "new.yaml", "--accept", "stale.toml"], 1),
            (&["old.yaml", "new.yaml", "--accept", "no-reason.toml"], 2),
            (&["old.yaml", "new.yaml", "--accept", "nowhere.toml"], 2),
            (&["old.yaml", "nowhere.yaml"], 2),
            (&["old.yaml"], 2),
            (&["old.yaml", "new.yaml", "--json", "-", "--junit", "-"], 2),
            (&["old.yaml", "reason.toml"], 2),
            (&["--list"], 0),
        ];
        for (arguments, code) in cases {
            let output = compat(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(*code), "{arguments:?}\n{}{}", out(&output), said(&output));
            assert!(!said(&output).contains("panicked"), "{arguments:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_nothing_is_written() {
        let folder = folder();
        std::fs::write(folder.path().join("bad.yaml"), OLD.replace("3.0.3", "3.1.0")).unwrap();
        let output = compat(folder.path(), &["old.yaml", "bad.yaml", "--json", "r.json", "--junit", "r.xml"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            said(&output).contains("bad.yaml:1  #/openapi\n  this is a document of OpenAPI 3.1.0"),
            "{}",
            said(&output)
        );
        assert!(!folder.path().join("r.json").exists() && !folder.path().join("r.xml").exists());
    }

    #[test]
    fn without_arguments_the_last_release_is_compared_and_where_there_is_none_the_next_command_is_told() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("openapi")).unwrap();
        std::fs::write(folder.path().join("openapi/cometapi-keys.yaml"), OLD).unwrap();
        let output = compat(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains("openapi/released/") && said(&output).contains("cargo xtask compat OLD NEW"));

        let released = folder.path().join("openapi/released");
        std::fs::create_dir(&released).unwrap();
        std::fs::write(released.join("0.9.0.yaml"), OLD.replace("maxLength: 50", "maxLength: 70")).unwrap();
        std::fs::write(released.join("0.10.0.yaml"), OLD.replace("maxLength: 50", "maxLength: 60")).unwrap();
        std::fs::write(released.join("README.md"), "text").unwrap();
        let output = compat(folder.path(), &[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            out(&output).starts_with("openapi/released/0.10.0.yaml → openapi/cometapi-keys.yaml\n"),
            "{}",
            out(&output)
        );
        assert!(out(&output).contains("maxLength: 60 became 50"), "{}", out(&output));
    }

    #[test]
    fn the_json_report_is_as_its_schema_says() {
        let folder = folder();
        let schema: Value = serde_json::from_str(include_str!("../compat.schema.json")).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        for new in ["old.yaml", "new.yaml", "wider.yaml", "hostile.yaml"] {
            let output = compat(folder.path(), &["old.yaml", new, "--accept", "stale.toml", "--json", "-"]);
            let report: Value = serde_json::from_slice(&output.stdout).unwrap();
            let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}");
        }
        let output = compat(folder.path(), &["old.yaml", "new.yaml", "--accept", "reason.toml", "--json", "-"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let change = &report["changes"][0];
        assert_eq!((&report["verdict"], &change["rule"]), (&"held".into(), &"max-length-narrowed".into()));
        assert_eq!((&change["old"]["value"], &change["new"]["value"]), (&50.into(), &40.into()));
        assert_eq!(change["no_longer_legal"], "a".repeat(50));
        assert_eq!((&change["old"]["line"], &change["accepted"]["line"]), (&13.into(), &1.into()));
    }

    #[test]
    fn text_of_the_documents_is_inert_in_every_report() {
        let folder = folder();
        let files = ["--json", "r.json", "--junit", "r.xml", "--markdown", "r.md", "--github"];
        let output = compat(folder.path(), &[&["old.yaml", "hostile.yaml"], &files[..]].concat());
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));

        let text = out(&output);
        let commands: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("::")).collect();
        assert!(
            commands.iter().all(|line| line.starts_with("::error file=hostile.yaml,line=")
                || line.starts_with("::notice file=hostile.yaml,line=")),
            "{commands:?}"
        );
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains("##["), "{text}");

        let xml = std::fs::read_to_string(folder.path().join("r.xml")).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut cases = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                    cases += usize::from(element.name().as_ref() == b"testcase");
                    assert_ne!(element.name().as_ref(), b"b");
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        assert!(cases >= 2, "{xml}");

        let markdown = std::fs::read_to_string(folder.path().join("r.md")).unwrap();
        let options = pulldown_cmark::Options::ENABLE_TABLES;
        for event in pulldown_cmark::Parser::new_ext(&markdown, options) {
            use pulldown_cmark::{Event, Tag};
            match event {
                Event::InlineHtml(html) => assert_eq!(&*html, "<br>", "{markdown}"),
                Event::Html(html) => panic!("{html}"),
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("{markdown}"),
                _ => {}
            }
        }
        let rows = markdown.lines().filter(|line| line.starts_with("| `"));
        assert!(rows.count() >= 2, "{markdown}");
    }

    #[test]
    fn a_stale_acceptance_is_named_by_file_and_line() {
        let folder = folder();
        let output = compat(folder.path(), &["old.yaml", "new.yaml", "--accept", "stale.toml", "--github"]);
        assert!(out(&output).contains("stale.toml:5: the accepted enum-narrowed is not there"), "{}", out(&output));
        assert!(out(&output).contains("::error file=stale.toml,line=5,title=stale acceptance::"), "{}", out(&output));
    }

    /// The commands of the documentation, each with the output that follows it.
    fn documented() -> Vec<(String, String)> {
        let text = std::fs::read_to_string(root().join("docs/compat.md")).unwrap();
        let blocks = text.split("```console\n").skip(1).map(|rest| rest.split_once("\n```").unwrap().0.to_owned());
        let blocks = blocks.map(|block| {
            let (command, output) = block.split_once('\n').unwrap();
            (command.strip_prefix("$ cargo xtask compat ").unwrap().to_owned(), output.to_owned())
        });
        blocks.collect()
    }

    #[test]
    fn the_documentation_shows_what_the_command_prints() {
        let documented = documented();
        assert!(documented.len() >= 4, "{}", documented.len());
        for (arguments, shown) in documented {
            let arguments: Vec<&str> = arguments.split(' ').collect();
            let output = compat(&root(), &arguments);
            assert_eq!(shown.trim_end(), out(&output).trim_end(), "docs/compat.md is stale: {arguments:?}");
        }
    }

    #[test]
    fn the_documented_examples_end_as_documented() {
        let examples = [("vendor-breaks", 1), ("corrected", 1), ("added-field", 0)];
        for (name, code) in examples {
            let at = |file: &str| format!("docs/compat/{name}/{file}.yaml");
            let output = compat(&root(), &[&at("old"), &at("new")]);
            assert_eq!(output.status.code(), Some(code), "{name}\n{}{}", out(&output), said(&output));
        }
    }
}
