//! The document as a whole, its metadata, components and security.

use super::super::shape::{Object, Patterned, Shape, field, required};
use super::{CALLBACK, EXAMPLE, EXTERNAL_DOCS, HEADER, LINK, PARAMETER, PATHS, REQUEST_BODY, RESPONSE, SCHEMA};

pub(in crate::lint) static OPENAPI: Object = Object {
    elsewhere: &[
        ("webhooks", "3.1", "describe the webhook as a callback, or leave it out"),
        ("jsonSchemaDialect", "3.1", "remove it: 3.0 has one dialect"),
        ("swagger", "2.0", "write `openapi: 3.0.3` and convert the document"),
        ("definitions", "2.0", "move the schemas to components/schemas"),
        ("host", "2.0", "write it into servers"),
        ("basePath", "2.0", "write it into servers"),
        ("schemes", "2.0", "write them into servers"),
        ("consumes", "2.0", "name the media types under requestBody/content"),
        ("produces", "2.0", "name the media types under the responses' content"),
        ("securityDefinitions", "2.0", "move them to components/securitySchemes"),
    ],
    ..Object::of(
        "OpenAPI Object",
        &[
            required("openapi", Shape::Text),
            required("info", Shape::Object(&INFO)),
            field("servers", Shape::List(&Shape::Object(&SERVER))),
            required("paths", Shape::Object(&PATHS)),
            field("components", Shape::Object(&COMPONENTS)),
            field("security", Shape::List(&Shape::Object(&SECURITY_REQUIREMENT))),
            field("tags", Shape::List(&Shape::Object(&TAG))),
            field("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        ],
    )
};

static INFO: Object = Object {
    elsewhere: &[("summary", "3.1", "move the text to the description")],
    ..Object::of(
        "Info Object",
        &[
            required("title", Shape::Text),
            field("description", Shape::Text),
            field("termsOfService", Shape::Text),
            field("contact", Shape::Object(&CONTACT)),
            field("license", Shape::Object(&LICENSE)),
            required("version", Shape::Text),
        ],
    )
};

static CONTACT: Object =
    Object::of("Contact Object", &[field("name", Shape::Text), field("url", Shape::Text), field("email", Shape::Text)]);

static LICENSE: Object = Object {
    elsewhere: &[("identifier", "3.1", "give the license's url instead")],
    ..Object::of("License Object", &[required("name", Shape::Text), field("url", Shape::Text)])
};

pub(in crate::lint) static SERVER: Object = Object::of(
    "Server Object",
    &[
        required("url", Shape::Text),
        field("description", Shape::Text),
        field("variables", Shape::Map(&Shape::Object(&SERVER_VARIABLE))),
    ],
);

static SERVER_VARIABLE: Object = Object::of(
    "Server Variable Object",
    &[field("enum", Shape::Set(&Shape::Text)), required("default", Shape::Text), field("description", Shape::Text)],
);

static TAG: Object = Object::of(
    "Tag Object",
    &[
        required("name", Shape::Text),
        field("description", Shape::Text),
        field("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
);

static COMPONENTS: Object = Object {
    elsewhere: &[("pathItems", "3.1", "write the path items where they are used")],
    ..Object::of(
        "Components Object",
        &[
            field("schemas", Shape::Components(&Shape::OrReference(&SCHEMA))),
            field("responses", Shape::Components(&Shape::OrReference(&RESPONSE))),
            field("parameters", Shape::Components(&Shape::OrReference(&PARAMETER))),
            field("examples", Shape::Components(&Shape::OrReference(&EXAMPLE))),
            field("requestBodies", Shape::Components(&Shape::OrReference(&REQUEST_BODY))),
            field("headers", Shape::Components(&Shape::OrReference(&HEADER))),
            field("securitySchemes", Shape::Components(&Shape::OrReference(&SECURITY_SCHEME))),
            field("links", Shape::Components(&Shape::OrReference(&LINK))),
            field("callbacks", Shape::Components(&Shape::OrReference(&CALLBACK))),
        ],
    )
};

pub(in crate::lint) static SECURITY_REQUIREMENT: Object = Object {
    patterned: Some(Patterned {
        fits: |_| true,
        words: "the name of a security scheme",
        shape: Shape::List(&Shape::Text),
    }),
    extensible: false,
    ..Object::of("Security Requirement Object", &[])
};

pub(in crate::lint) static SECURITY_SCHEME: Object = Object::of(
    "Security Scheme Object",
    &[
        required("type", Shape::OneOf(&["apiKey", "http", "oauth2", "openIdConnect"])),
        field("description", Shape::Text),
        field("name", Shape::Text),
        field("in", Shape::OneOf(&["query", "header", "cookie"])),
        field("scheme", Shape::Text),
        field("bearerFormat", Shape::Text),
        field("flows", Shape::Object(&OAUTH_FLOWS)),
        field("openIdConnectUrl", Shape::Text),
    ],
);

pub(in crate::lint) static OAUTH_FLOWS: Object = Object::of(
    "OAuth Flows Object",
    &[
        field("implicit", Shape::Object(&OAUTH_FLOW)),
        field("password", Shape::Object(&OAUTH_FLOW)),
        field("clientCredentials", Shape::Object(&OAUTH_FLOW)),
        field("authorizationCode", Shape::Object(&OAUTH_FLOW)),
    ],
);

static OAUTH_FLOW: Object = Object::of(
    "OAuth Flow Object",
    &[
        field("authorizationUrl", Shape::Text),
        field("tokenUrl", Shape::Text),
        field("refreshUrl", Shape::Text),
        required("scopes", Shape::Map(&Shape::Text)),
    ],
);
