//! Every place of a document where a schema stands.

use openapi::compat::Way;
use serde_json::{Value, json};

use crate::documents::document;

/// A place, which way its values travel, and the document that has a schema there.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) way: Way,
    pub(crate) with: fn(Value) -> Value,
}

fn body(request: Option<Value>, response: Value) -> Value {
    let mut operation = json!({
        "operationId": "op",
        "responses": {"200": {"description": "d", "content": {"application/json": {"schema": response}}}}
    });
    if let Some(schema) = request {
        operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": schema}}});
    }
    document(json!({"/a": {"post": operation}}), json!({}))
}

fn parameter(parameter: Value) -> Value {
    let path = if parameter["in"] == "path" { "/a/{x}" } else { "/a" };
    let operation = json!({"parameters": [parameter], "responses": {"204": {"description": "d"}}});
    document(json!({path: {"get": operation}}), json!({}))
}

fn request(schema: Value) -> Value {
    body(Some(schema), json!({}))
}

fn response(schema: Value) -> Value {
    body(None, schema)
}

fn with_component(mut document: Value, schema: Value) -> Value {
    document["components"] = json!({"schemas": {"S": schema}});
    document
}

/// The places. Those of parameters and headers take no objects that are told apart by their members.
pub(crate) const PLACES: &[Place] = &[
    Place { name: "request body", way: Way::Request, with: request },
    Place {
        name: "request member",
        way: Way::Request,
        with: |s| request(json!({"type": "object", "properties": {"m": s}})),
    },
    Place {
        name: "required request member",
        way: Way::Request,
        with: |s| request(json!({"type": "object", "required": ["m"], "properties": {"m": s}})),
    },
    Place { name: "request item", way: Way::Request, with: |s| request(json!({"type": "array", "items": s})) },
    Place {
        name: "other request members",
        way: Way::Request,
        with: |s| request(json!({"type": "object", "additionalProperties": s})),
    },
    Place {
        name: "request member by reference",
        way: Way::Request,
        with: |s| {
            let reference = json!({"type": "object", "properties": {"m": {"$ref": "#/components/schemas/S"}}});
            with_component(request(reference), s)
        },
    },
    Place {
        name: "request member by allOf",
        way: Way::Request,
        with: |s| {
            let part = json!({"type": "object", "properties": {"m": s}});
            request(json!({"allOf": [{"type": "object", "properties": {"n": {"type": "string"}}}, part]}))
        },
    },
    Place {
        name: "request alternative",
        way: Way::Request,
        with: |s| {
            let kind = json!({"type": "string", "enum": ["one"]});
            let other = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["other"]}}});
            let one = json!({"type": "object", "required": ["kind"], "properties": {"kind": kind, "m": s}});
            request(json!({"oneOf": [one, other]}))
        },
    },
    Place {
        name: "recursive request",
        way: Way::Request,
        with: |s| {
            let list = json!({"type": "array", "items": {"$ref": "#/components/schemas/S"}});
            let node = json!({"type": "object", "properties": {"m": s, "children": list}});
            with_component(request(json!({"$ref": "#/components/schemas/S"})), node)
        },
    },
    Place {
        name: "query parameter",
        way: Way::Request,
        with: |s| parameter(json!({"name": "x", "in": "query", "schema": s})),
    },
    Place {
        name: "header parameter",
        way: Way::Request,
        with: |s| parameter(json!({"name": "X-Y", "in": "header", "schema": s})),
    },
    Place {
        name: "cookie parameter",
        way: Way::Request,
        with: |s| parameter(json!({"name": "x", "in": "cookie", "schema": s})),
    },
    Place {
        name: "path parameter",
        way: Way::Request,
        with: |s| parameter(json!({"name": "x", "in": "path", "required": true, "schema": s})),
    },
    Place {
        name: "parameter by content",
        way: Way::Request,
        with: |s| parameter(json!({"name": "x", "in": "query", "content": {"application/json": {"schema": s}}})),
    },
    Place {
        name: "parameter of a path",
        way: Way::Request,
        with: |s| {
            let operation = json!({"responses": {"204": {"description": "d"}}});
            let list = json!([{"name": "x", "in": "query", "schema": s}]);
            document(json!({"/a": {"parameters": list, "get": operation}}), json!({}))
        },
    },
    Place {
        name: "form",
        way: Way::Request,
        with: |s| {
            let schema = json!({"type": "object", "properties": {"m": s}});
            let operation = json!({
                "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}},
                "responses": {"204": {"description": "d"}}
            });
            document(json!({"/a": {"post": operation}}), json!({}))
        },
    },
    Place { name: "response body", way: Way::Response, with: response },
    Place {
        name: "response member",
        way: Way::Response,
        with: |s| response(json!({"type": "object", "properties": {"m": s}})),
    },
    Place {
        name: "nested response item",
        way: Way::Response,
        with: |s| {
            let data = json!({"type": "object", "properties": {"items": {"type": "array", "items": s}}});
            response(json!({"type": "object", "required": ["data"], "properties": {"data": data}}))
        },
    },
    Place {
        name: "error response",
        way: Way::Response,
        with: |s| {
            let mut document = response(json!({}));
            document["paths"]["/a"]["post"]["responses"]["400"] =
                json!({"description": "d", "content": {"application/json": {"schema": s}}});
            document
        },
    },
    Place {
        name: "shared response",
        way: Way::Response,
        with: |s| {
            let mut document = response(json!({}));
            document["paths"]["/a"]["post"]["responses"]["200"] = json!({"$ref": "#/components/responses/R"});
            let content = json!({"application/json": {"schema": {"$ref": "#/components/schemas/S"}}});
            document["components"] =
                json!({"responses": {"R": {"description": "d", "content": content}}, "schemas": {"S": s}});
            document
        },
    },
    Place {
        name: "response header",
        way: Way::Response,
        with: |s| {
            let mut document = response(json!({}));
            document["paths"]["/a"]["post"]["responses"]["200"]["headers"] = json!({"X-Y": {"schema": s}});
            document
        },
    },
    Place {
        name: "recursive response",
        way: Way::Response,
        with: |s| {
            let node = json!({"type": "object", "properties": {"m": s, "next": {"$ref": "#/components/schemas/S"}}});
            with_component(response(json!({"$ref": "#/components/schemas/S"})), node)
        },
    },
    Place { name: "request of a callback", way: Way::Response, with: |s| callback(s, json!({})) },
    Place { name: "response of a callback", way: Way::Request, with: |s| callback(json!({}), s) },
];

fn callback(request: Value, answer: Value) -> Value {
    let hook = json!({
        "requestBody": {"content": {"application/json": {"schema": request}}},
        "responses": {"200": {"description": "d", "content": {"application/json": {"schema": answer}}}}
    });
    let operation = json!({
        "responses": {"204": {"description": "d"}},
        "callbacks": {"told": {"{$request.body#/url}": {"post": hook}}}
    });
    document(json!({"/a": {"post": operation}}), json!({}))
}
