//! A document with everything around schemas, and edits of it.

use openapi::compat::Severity::{self, Breaking, Compatible, Warning};
use openapi::compat::Way::{self, Request, Response};
use serde_json::{Value, json};

/// A change that must be told: its rule, severity and direction.
pub(crate) type Told = (&'static str, Severity, Option<Way>);

/// An edit, what it must be called, and what undoing it must be called.
pub(crate) struct Edit {
    pub(crate) name: &'static str,
    pub(crate) edit: fn(&mut Value),
    pub(crate) there: Told,
    pub(crate) back: Told,
}

pub(crate) fn base() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://one.example"}, {"url": "https://two.example/{v}", "variables": {"v": {"enum": ["a", "b"], "default": "a"}}}],
        "security": [{"key": []}, {"oauth": ["read"]}],
        "paths": {
            "/things": {
                "get": {
                    "operationId": "list",
                    "parameters": [
                        {"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                        {"name": "X-Trace", "in": "header", "required": true, "schema": {"type": "string"}}
                    ],
                    "responses": {
                        "200": {
                            "description": "d",
                            "headers": {
                                "X-Rate": {"required": true, "schema": {"type": "integer"}},
                                "X-Note": {"schema": {"type": "string"}}
                            },
                            "content": {"application/json": {"schema": {"type": "object"}}, "text/csv": {}}
                        },
                        "202": {"description": "d"},
                        "404": {"description": "d"},
                        "default": {"description": "d"}
                    }
                },
                "post": {
                    "operationId": "make",
                    "requestBody": {
                        "required": true,
                        "content": {
                            "application/json": {"schema": {"type": "object"}},
                            "multipart/form-data": {
                                "schema": {"type": "object", "properties": {"f": {"type": "string"}}},
                                "encoding": {"f": {"contentType": "image/png"}}
                            }
                        }
                    },
                    "responses": {"201": {"description": "d", "content": {"application/json": {}}}},
                    "callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {"204": {"description": "d"}}}}}}
                }
            },
            "/things/{id}": {
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
                "get": {"responses": {"2XX": {"description": "d"}}},
                "delete": {"responses": {"204": {"description": "d"}}, "security": []}
            },
            "/other": {"get": {"responses": {"204": {"description": "d"}}}}
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "Authorization"},
                "oauth": {"type": "oauth2", "flows": {"implicit": {
                    "authorizationUrl": "https://one.example/auth", "scopes": {"read": "r", "write": "w"}
                }}}
            }
        }
    })
}

/// The value at a pointer; a member that is not there yet is made.
pub(crate) fn at<'v>(document: &'v mut Value, pointer: &str) -> &'v mut Value {
    let (parent, last) = openapi::parent(pointer).unwrap();
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
    match parent {
        Value::Array(items) => items.get_mut(last.parse::<usize>().unwrap()).unwrap(),
        _ => &mut parent[openapi::unescape_token(last).as_ref()],
    }
}

fn remove(document: &mut Value, pointer: &str) {
    let (parent, last) = openapi::parent(pointer).unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => drop(items.remove(last.parse().unwrap())),
        Value::Object(members) => {
            members.remove(openapi::unescape_token(last).as_ref()).unwrap_or_else(|| panic!("{pointer}"));
        }
        other => panic!("{other}"),
    }
}

fn edit(name: &'static str, edit: fn(&mut Value), there: Told, back: Told) -> Edit {
    Edit { name, edit, there, back }
}

const REQ: Option<Way> = Some(Request);
pub(crate) const RES: Option<Way> = Some(Response);

fn of_operations() -> Vec<Edit> {
    vec![
        edit(
            "a path is gone",
            |d| remove(d, "/paths/~1other"),
            ("path-removed", Breaking, None),
            ("path-added", Compatible, None),
        ),
        edit(
            "a method is gone",
            |d| remove(d, "/paths/~1things~1{id}/delete"),
            ("operation-removed", Breaking, None),
            ("operation-added", Compatible, None),
        ),
        edit(
            "another operationId",
            |d| *at(d, "/paths/~1things/get/operationId") = json!("index"),
            ("operation-id-changed", Warning, None),
            ("operation-id-changed", Warning, None),
        ),
        edit(
            "no operationId",
            |d| remove(d, "/paths/~1things/get/operationId"),
            ("operation-id-changed", Warning, None),
            ("operation-id-changed", Warning, None),
        ),
        edit(
            "deprecated",
            |d| *at(d, "/paths/~1things/get/deprecated") = json!(true),
            ("operation-deprecated", Compatible, None),
            ("operation-no-longer-deprecated", Compatible, None),
        ),
        edit(
            "no callback",
            |d| remove(d, "/paths/~1things/post/callbacks"),
            ("callback-removed", Breaking, None),
            ("callback-added", Compatible, None),
        ),
        edit(
            "another name in the path",
            |d| {
                let item = at(d, "/paths").as_object_mut().unwrap().remove("/things/{id}").unwrap();
                *at(d, "/paths/~1things~1{key}") = item;
                *at(d, "/paths/~1things~1{key}/parameters/0/name") = json!("key");
            },
            ("path-parameter-renamed", Warning, None),
            ("path-parameter-renamed", Warning, None),
        ),
        edit(
            "a server is gone",
            |d| remove(d, "/servers/0"),
            ("server-removed", Breaking, None),
            ("server-added", Compatible, None),
        ),
        edit(
            "a value of a server's variable is gone",
            |d| remove(d, "/servers/1/variables/v/enum/1"),
            ("server-removed", Breaking, None),
            ("server-added", Compatible, None),
        ),
        edit(
            "an operation has one server of its own",
            |d| {
                *at(d, "/paths/~1other/get/servers") =
                    json!([{"url": "https://one.example"}, {"url": "https://two.example/a"}])
            },
            ("server-removed", Breaking, None),
            ("server-added", Compatible, None),
        ),
    ]
}

fn of_security() -> Vec<Edit> {
    vec![
        edit(
            "an operation needs nothing any more",
            |d| *at(d, "/paths/~1other/get/security") = json!([]),
            ("security-removed", Compatible, None),
            ("security-added", Breaking, None),
        ),
        edit(
            "nothing is an alternative",
            |d| *at(d, "/paths/~1other/get/security") = json!([{"key": []}, {"oauth": ["read"]}, {}]),
            ("security-removed", Compatible, None),
            ("security-added", Breaking, None),
        ),
        edit(
            "one alternative is gone",
            |d| *at(d, "/paths/~1other/get/security") = json!([{"key": []}]),
            ("security-alternative-removed", Breaking, None),
            ("security-alternative-added", Compatible, None),
        ),
        edit(
            "an alternative asks for one more scope",
            |d| *at(d, "/paths/~1other/get/security") = json!([{"key": []}, {"oauth": ["read", "write"]}]),
            ("security-alternative-removed", Breaking, None),
            ("security-alternative-relaxed", Compatible, None),
        ),
        edit(
            "the key is sent under another name",
            |d| *at(d, "/components/securitySchemes/key/name") = json!("X-Key"),
            ("security-scheme-changed", Breaking, None),
            ("security-scheme-changed", Breaking, None),
        ),
        edit(
            "the key is a bearer token",
            |d| *at(d, "/components/securitySchemes/key") = json!({"type": "http", "scheme": "bearer"}),
            ("security-scheme-changed", Breaking, None),
            ("security-scheme-changed", Breaking, None),
        ),
        edit(
            "tokens come from another address",
            |d| {
                *at(d, "/components/securitySchemes/oauth/flows/implicit/authorizationUrl") =
                    json!("https://two.example/auth")
            },
            ("security-scheme-changed", Breaking, None),
            ("security-scheme-changed", Breaking, None),
        ),
    ]
}

fn of_parameters() -> Vec<Edit> {
    vec![
        edit(
            "an optional parameter is gone",
            |d| remove(d, "/paths/~1things/get/parameters/0"),
            ("parameter-removed", Warning, REQ),
            ("parameter-added", Compatible, REQ),
        ),
        edit(
            "a required parameter is gone",
            |d| remove(d, "/paths/~1things/get/parameters/1"),
            ("required-parameter-removed", Breaking, REQ),
            ("required-parameter-added", Breaking, REQ),
        ),
        edit(
            "a parameter is required",
            |d| *at(d, "/paths/~1things/get/parameters/0/required") = json!(true),
            ("parameter-became-required", Breaking, REQ),
            ("parameter-became-optional", Compatible, REQ),
        ),
        edit(
            "a parameter is sent in a header",
            |d| *at(d, "/paths/~1things/get/parameters/0/in") = json!("header"),
            ("parameter-moved", Breaking, REQ),
            ("parameter-moved", Breaking, REQ),
        ),
        edit(
            "another style",
            |d| *at(d, "/paths/~1things/get/parameters/0/style") = json!("pipeDelimited"),
            ("parameter-style-changed", Breaking, REQ),
            ("parameter-style-changed", Breaking, REQ),
        ),
        edit(
            "not exploded",
            |d| *at(d, "/paths/~1things/get/parameters/0/explode") = json!(false),
            ("parameter-style-changed", Breaking, REQ),
            ("parameter-style-changed", Breaking, REQ),
        ),
        edit(
            "reserved characters",
            |d| *at(d, "/paths/~1things/get/parameters/0/allowReserved") = json!(true),
            ("allow-reserved-added", Compatible, REQ),
            ("allow-reserved-removed", Breaking, REQ),
        ),
        edit(
            "empty values",
            |d| *at(d, "/paths/~1things/get/parameters/0/allowEmptyValue") = json!(true),
            ("allow-empty-value-added", Compatible, REQ),
            ("allow-empty-value-removed", Breaking, REQ),
        ),
        edit(
            "a deprecated parameter",
            |d| *at(d, "/paths/~1things/get/parameters/0/deprecated") = json!(true),
            ("parameter-deprecated", Compatible, None),
            ("parameter-no-longer-deprecated", Compatible, None),
        ),
        edit(
            "a parameter as JSON",
            |d| {
                let schema = at(d, "/paths/~1things/get/parameters/0/schema").take();
                remove(d, "/paths/~1things/get/parameters/0/schema");
                *at(d, "/paths/~1things/get/parameters/0/content") = json!({"application/json": {"schema": schema}});
            },
            ("parameter-content-changed", Breaking, REQ),
            ("parameter-content-changed", Breaking, REQ),
        ),
    ]
}

fn of_bodies() -> Vec<Edit> {
    vec![
        edit(
            "no request body",
            |d| remove(d, "/paths/~1things/post/requestBody"),
            ("request-body-removed", Breaking, REQ),
            ("required-request-body-added", Breaking, REQ),
        ),
        edit(
            "an optional request body more",
            |d| *at(d, "/paths/~1other/get/requestBody") = json!({"content": {"application/json": {}}}),
            ("request-body-added", Compatible, REQ),
            ("request-body-removed", Breaking, REQ),
        ),
        edit(
            "an optional request body",
            |d| *at(d, "/paths/~1things/post/requestBody/required") = json!(false),
            ("request-body-became-optional", Compatible, REQ),
            ("request-body-became-required", Breaking, REQ),
        ),
        edit(
            "a media type less in a request",
            |d| remove(d, "/paths/~1things/post/requestBody/content/application~1json"),
            ("media-type-removed", Breaking, REQ),
            ("media-type-added", Compatible, REQ),
        ),
        edit(
            "a part of a form in another type",
            |d| {
                *at(d, "/paths/~1things/post/requestBody/content/multipart~1form-data/encoding/f/contentType") =
                    json!("image/gif")
            },
            ("encoding-changed", Breaking, REQ),
            ("encoding-changed", Breaking, REQ),
        ),
        edit(
            "a media type less in a response",
            |d| remove(d, "/paths/~1things/get/responses/200/content/text~1csv"),
            ("media-type-removed", Breaking, RES),
            ("media-type-added", Breaking, RES),
        ),
        edit(
            "no response body",
            |d| remove(d, "/paths/~1things/post/responses/201/content"),
            ("response-body-removed", Breaking, RES),
            ("response-body-added", Compatible, RES),
        ),
        edit(
            "a success less",
            |d| remove(d, "/paths/~1things/get/responses/202"),
            ("success-status-removed", Breaking, RES),
            ("success-status-added", Breaking, RES),
        ),
        edit(
            "an error less",
            |d| remove(d, "/paths/~1things/get/responses/404"),
            ("error-status-removed", Compatible, RES),
            ("error-status-added", Compatible, RES),
        ),
        edit(
            "no default response",
            |d| remove(d, "/paths/~1things/get/responses/default"),
            ("default-response-removed", Warning, RES),
            ("default-response-added", Compatible, RES),
        ),
        edit(
            "an optional header less",
            |d| remove(d, "/paths/~1things/get/responses/200/headers/X-Note"),
            ("header-removed", Warning, RES),
            ("header-added", Compatible, RES),
        ),
        edit(
            "a header is always there",
            |d| *at(d, "/paths/~1things/get/responses/200/headers/X-Note/required") = json!(true),
            ("header-became-required", Compatible, RES),
            ("header-became-optional", Breaking, RES),
        ),
        edit(
            "a required header less",
            |d| remove(d, "/paths/~1things/get/responses/200/headers/X-Rate"),
            ("required-header-removed", Breaking, RES),
            ("header-added", Compatible, RES),
        ),
    ]
}

pub(crate) fn all() -> Vec<Edit> {
    [of_operations(), of_security(), of_parameters(), of_bodies()].into_iter().flatten().collect()
}
