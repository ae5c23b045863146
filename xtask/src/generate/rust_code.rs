//! A document through progenitor, our pass over the syntax tree, and the formatter.

use openapi::Source;
use progenitor_impl::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl, TypePatch};
use schemars::schema::{InstanceType, SchemaObject};
use serde_json::Value;

use super::ast_pass;
use super::generator_view::{ENVELOPES, generator_view, nullable_is_known};

/// Types of ours that stand for components, beside the envelopes: checked when a caller makes one, lossless when read.
const VALUES: [(&str, &str); 7] = [
    ("KeyStatus", "crate::KeyStatus"),
    ("KeyId", "crate::KeyId"),
    ("KeyName", "crate::KeyName"),
    ("ExpiredTime", "crate::Expiry"),
    ("RemainQuota", "crate::Quota"),
    ("ModelLimits", "crate::ModelLimits"),
    ("Group", "crate::Group"),
];

/// Where the document says how long a name may be. Our type of names takes the limit from the generated code.
const NAME_LIMIT: &str = "/components/schemas/KeyName/maxLength";

/// The type of ours that stands for every string of `format: password`.
const SECRET: &str = "crate::KeySecret";

/// Why a document cannot be turned into a client. The text says where, and what to do.
#[derive(Debug)]
pub(crate) struct GenerateError(String);

impl std::fmt::Display for GenerateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The whole text of `generated.rs` for our own document. The same document gives the same bytes on any machine.
///
/// # Errors
///
/// When the generator refuses the document, or something that our layer relies on is not in what it made.
pub(crate) fn rust_code(document: &Source) -> Result<String, GenerateError> {
    nullable_is_known(&document.value).map_err(|what| {
        GenerateError(format!("{}: {what}\n  change xtask/src/generate/ast_pass.rs with the document", document.name))
    })?;
    let tokens = tokens(&generator_view(&document.value), &settings())?;
    let mut file: syn::File = syn::parse2(tokens)
        .map_err(|error| GenerateError(format!("{}: the generator made no Rust: {error}", document.name)))?;
    ast_pass::apply(&mut file, &document.value).map_err(|missing| {
        GenerateError(format!(
            "{}: {missing}\n  the client's hand-written layer relies on it: change xtask/src/generate/ with the document",
            document.name
        ))
    })?;
    let code = prettyplease::unparse(&file);
    let expected = ENVELOPES.iter().chain(&VALUES).map(|(_, path)| *path).chain([SECRET]);
    if let Some(path) = expected.into_iter().find(|path| !code.contains(path.trim_end_matches('>'))) {
        let what = format!("nothing in it became {path}");
        return Err(GenerateError(format!(
            "{}: {what}\n  change xtask/src/generate/ with the document",
            document.name
        )));
    }
    Ok(format!("{}{code}{}", header(document), name_limit(document)?))
}

fn name_limit(document: &Source) -> Result<String, GenerateError> {
    match document.get(NAME_LIMIT).and_then(Value::as_u64) {
        Some(limit) => Ok(format!(
            "/// The longest name of a key, in Unicode characters.\npub(crate) const LONGEST_NAME: usize = {limit};\n"
        )),
        None => Err(GenerateError(format!(
            "{}: #{NAME_LIMIT}: not a number, and the client checks names by it\n  \
             change client/src/key_name.rs with the document",
            document.name
        ))),
    }
}

fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote::quote!(crate::Inner))
        .with_derive("PartialEq")
        .with_map_type("::std::collections::BTreeMap");
    // Not of an update: an id that nobody chose could name somebody's key.
    settings.with_patch("CreateApiKey", TypePatch::default().with_derive("Default"));
    for (component, path) in ENVELOPES {
        settings.with_replacement(component, path, std::iter::empty::<TypeImpl>());
    }
    for (component, path) in VALUES {
        settings.with_replacement(component, path, std::iter::once(TypeImpl::Display));
    }
    let password = SchemaObject {
        instance_type: Some(InstanceType::String.into()),
        format: Some("password".to_owned()),
        ..SchemaObject::default()
    };
    settings.with_conversion(password, SECRET, std::iter::empty::<TypeImpl>());
    settings
}

/// What progenitor makes of a document with these settings.
///
/// # Errors
///
/// When it refuses the document. It may also panic: `lint` looks for what makes it.
pub(crate) fn tokens(
    document: &Value,
    settings: &GenerationSettings,
) -> Result<proc_macro2::TokenStream, GenerateError> {
    let spec: openapiv3::OpenAPI = serde_json::from_value(document.clone())
        .map_err(|error| GenerateError(format!("the generator cannot read the document: {error}")))?;
    let advice = "run `cargo xtask lint` to see where";
    Generator::new(settings)
        .generate_tokens(&spec)
        .map_err(|error| GenerateError(format!("the generator refuses the document: {error}\n  {advice}")))
}

fn header(document: &Source) -> String {
    let version = document.value.pointer("/info/version").and_then(Value::as_str).unwrap_or("unstated");
    format!(
        "// Generated from openapi/cometapi-keys.yaml {version} by progenitor: do not edit. After a change of the document run\n\
         // `cargo xtask generate`.\n//\n// Document: sha256:{}\n\n",
        document.sha256()
    )
}
