//! What no setting of the generator reaches, changed in the syntax tree. Each change is counted: one that finds nothing to
//! change is an error, because the client relies on it.

use serde_json::Value;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, Expr, Field, File, ItemStruct, Stmt, Type, parse_quote};

use super::generator_view::{NULLABLE, RECORD};

/// Changes the generated file in place.
///
/// # Errors
///
/// The change that found nothing to change.
pub(super) fn apply(file: &mut File, document: &Value) -> Result<(), String> {
    let mut pass = Pass::new(document);
    pass.visit_file_mut(file);
    let counts = [
        (pass.version_headers, "an `api-version` header to leave out"),
        (pass.request_fields, "an optional nullable member of a request body, to tell omitted from null"),
        (pass.arrays, "an array of records, to refuse arrays instead of records"),
        (pass.record_fields, "a nullable member of the record, to refuse an answer without it"),
        (pass.constructors, "a constructor of the client to leave out"),
        (pass.descriptions, "a member whose type alone is described, to describe the member"),
        (pass.aliases, "the newtype of a nullable component, no longer needed"),
    ];
    match counts.into_iter().find(|(count, _)| *count == 0) {
        None => Ok(()),
        Some((_, what)) => Err(format!("the generated code does not have {what}")),
    }
}

struct Pass<'d> {
    document: &'d Value,
    descriptions: usize,
    version_headers: usize,
    request_fields: usize,
    record_fields: usize,
    arrays: usize,
    constructors: usize,
    aliases: usize,
}

impl VisitMut for Pass<'_> {
    /// `Client::new` follows redirects, with the body of a request to another host, and panics where TLS is not set up.
    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        let is_new = |item: &syn::ImplItem| matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "new");
        if item.trait_.is_none() && text(&item.self_ty) == "Client" {
            let before = item.items.len();
            item.items.retain(|item| !is_new(item));
            self.constructors += before - item.items.len();
        }
        visit_mut::visit_item_impl_mut(self, item);
    }

    fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
        if let Some((_, items)) = &mut module.content {
            let before = items.len();
            items.retain(|item| !is_about_nullable(item));
            self.aliases += before - items.len();
        }
        visit_mut::visit_item_mod_mut(self, module);
    }

    /// The generator sends the document's version with every request, as a header the server knows nothing of.
    fn visit_block_mut(&mut self, block: &mut Block) {
        let is_version = |statement: &Stmt| text(statement).contains("\"api-version\"");
        if block.stmts.iter().any(is_version) {
            self.version_headers += 1;
            block.stmts.retain(|statement| !is_version(statement));
            let header_map = |statement: &Stmt| text(statement).starts_with("header_map .");
            if !block.stmts.iter().any(header_map) {
                block.stmts.retain(|statement| !text(statement).starts_with("let mut header_map"));
                WithoutHeaders.visit_block_mut(block);
            }
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_item_struct_mut(&mut self, item: &mut ItemStruct) {
        let schema = format!("/components/schemas/{}", item.ident);
        for field in &mut item.fields {
            self.describe(&schema, field);
            self.nullable_field(field);
            if text(&field.ty).replace(' ', "") == format!("::std::vec::Vec<{RECORD}>") {
                // serde would take an array of values for an object.
                self.arrays += 1;
                field.attrs.push(parse_quote!(#[serde(deserialize_with = "crate::objects")]));
            }
        }
        visit_mut::visit_item_struct_mut(self, item);
    }
}

impl<'d> Pass<'d> {
    fn new(document: &'d Value) -> Self {
        Self {
            document,
            descriptions: 0,
            version_headers: 0,
            request_fields: 0,
            record_fields: 0,
            arrays: 0,
            constructors: 0,
            aliases: 0,
        }
    }

    /// The generator documents a member by what stands beside its type. What stands in a component that the member refers
    /// to, it writes at the component's own type only, and ours have none there.
    fn describe(&mut self, schema: &str, field: &mut Field) {
        let Some(name) = field.ident.as_ref().filter(|_| !field.attrs.iter().any(|a| a.path().is_ident("doc"))) else {
            return;
        };
        let pointer = format!("{schema}/properties/{name}");
        let Ok(resolved) = openapi::resolve(self.document, &pointer) else { return };
        if let Some(description) = resolved.value.get("description").and_then(Value::as_str) {
            let text = format!(" {}", description.split_whitespace().collect::<Vec<_>>().join(" "));
            self.descriptions += 1;
            field.attrs.insert(0, parse_quote!(#[doc = #text]));
        }
    }

    fn nullable_field(&mut self, field: &mut Field) {
        let field_type = text(&field.ty).replace(' ', "");
        if field_type == format!("::std::option::Option<{NULLABLE}>") {
            // Omitted, null and a value are three things in a request.
            self.request_fields += 1;
            field.ty = parse_quote!(crate::Optional<crate::AllowList>);
            replace_serde(field, parse_quote!(#[serde(default, skip_serializing_if = "crate::Optional::is_omitted")]));
        } else if field_type == NULLABLE {
            // serde would read a missing member as null: the answer must have it.
            self.record_fields += 1;
            field.ty = parse_quote!(::std::option::Option<crate::AllowList>);
            replace_serde(field, parse_quote!(#[serde(deserialize_with = "crate::required_nullable")]));
        }
    }
}

fn replace_serde(field: &mut Field, attribute: Attribute) {
    field.attrs.retain(|attribute| !attribute.path().is_ident("serde"));
    field.attrs.push(attribute);
}

/// The newtype of the nullable component, and what is implemented for it.
fn is_about_nullable(item: &syn::Item) -> bool {
    let names = |candidate: &Type| text(candidate) == NULLABLE;
    match item {
        syn::Item::Struct(item) => item.ident == NULLABLE,
        syn::Item::Impl(item) => {
            names(&item.self_ty)
                || item.trait_.as_ref().is_some_and(|(_, path, _)| text(path).contains(&format!("< {NULLABLE} >")))
        }
        _ => false,
    }
}

/// Removes `.headers(header_map)` from a chain of calls.
struct WithoutHeaders;

impl VisitMut for WithoutHeaders {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::MethodCall(call) = expression
            && call.method == "headers"
        {
            *expression = (*call.receiver).clone();
        }
    }
}

fn text(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
