//! Rules of paths, operations and what goes over the wire around the schemas.

use super::super::Rule;
use super::super::Severity::{Breaking, Compatible, Warning};
use super::schema::rules;

rules! {
    PATH_REMOVED = Rule::always("path-removed", Breaking, "a path is gone");
    PATH_ADDED = Rule::always("path-added", Compatible, "there is one more path");
    OPERATION_REMOVED = Rule::always("operation-removed", Breaking, "a path does not take a method any more");
    OPERATION_ADDED = Rule::always("operation-added", Compatible, "a path takes one more method");
    OPERATION_ID_CHANGED =
        Rule::always("operation-id-changed", Warning, "the operation has another name: generated methods are renamed");
    OPERATION_DEPRECATED = Rule::always("operation-deprecated", Compatible, "the operation is to be avoided from now on");
    OPERATION_UNDEPRECATED =
        Rule::always("operation-no-longer-deprecated", Compatible, "the operation may be used again");
    PATH_PARAMETER_RENAMED =
        Rule::always("path-parameter-renamed", Warning, "a part of the path has another name: arguments are renamed");
    PARAMETER_REMOVED =
        Rule::narrowed("parameter-removed", "an optional parameter is gone").weighs(Warning, Warning);
    REQUIRED_PARAMETER_REMOVED = Rule::narrowed("required-parameter-removed", "a required parameter is gone");
    PARAMETER_ADDED = Rule::widened("parameter-added", "there is one more optional parameter");
    REQUIRED_PARAMETER_ADDED = Rule::narrowed("required-parameter-added", "there is one more required parameter");
    PARAMETER_BECAME_REQUIRED = Rule::narrowed("parameter-became-required", "a parameter must be there now");
    PARAMETER_BECAME_OPTIONAL = Rule::widened("parameter-became-optional", "a parameter need not be there any more");
    PARAMETER_MOVED = Rule::changed("parameter-moved", "a parameter stands elsewhere: in query, header, path or cookie");
    PARAMETER_STYLE_CHANGED =
        Rule::changed("parameter-style-changed", "lists or objects are written otherwise (style, explode)");
    PARAMETER_CONTENT_CHANGED =
        Rule::changed("parameter-content-changed", "a parameter or header is written in another media type, or in none");
    ALLOW_RESERVED_REMOVED =
        Rule::narrowed("allow-reserved-removed", "reserved characters must be percent-encoded now");
    ALLOW_RESERVED_ADDED = Rule::widened("allow-reserved-added", "reserved characters may stand as they are");
    ALLOW_EMPTY_VALUE_REMOVED = Rule::narrowed("allow-empty-value-removed", "a parameter may not be empty any more");
    ALLOW_EMPTY_VALUE_ADDED = Rule::widened("allow-empty-value-added", "a parameter may be empty");
    PARAMETER_DEPRECATED = Rule::always("parameter-deprecated", Compatible, "a parameter or header is to be avoided");
    PARAMETER_UNDEPRECATED =
        Rule::always("parameter-no-longer-deprecated", Compatible, "a parameter or header may be used again");
    REQUEST_BODY_REMOVED = Rule::narrowed("request-body-removed", "no body is taken any more");
    REQUEST_BODY_ADDED = Rule::widened("request-body-added", "a body may be sent");
    REQUIRED_REQUEST_BODY_ADDED = Rule::narrowed("required-request-body-added", "a body must be sent");
    REQUEST_BODY_BECAME_REQUIRED = Rule::narrowed("request-body-became-required", "the body must be sent now");
    REQUEST_BODY_BECAME_OPTIONAL = Rule::widened("request-body-became-optional", "the body need not be sent any more");
    MEDIA_TYPE_REMOVED = Rule::narrowed("media-type-removed", "a media type is not taken or answered any more")
        .weighs(Breaking, Breaking);
    MEDIA_TYPE_ADDED = Rule::widened("media-type-added", "one more media type is taken, or may be answered");
    ENCODING_CHANGED = Rule::changed("encoding-changed", "a part of a form is encoded otherwise");
    SUCCESS_STATUS_REMOVED = Rule::narrowed("success-status-removed", "a status below 400 is answered no more")
        .weighs(Breaking, Breaking);
    SUCCESS_STATUS_ADDED = Rule::widened("success-status-added", "a status below 400 may be answered that could not");
    ERROR_STATUS_REMOVED = Rule::narrowed("error-status-removed", "a status from 400 on is described no more")
        .weighs(Compatible, Compatible);
    ERROR_STATUS_ADDED = Rule::widened("error-status-added", "a status from 400 on is described that was not")
        .weighs(Compatible, Compatible);
    DEFAULT_RESPONSE_REMOVED =
        Rule::always("default-response-removed", Warning, "statuses that are not listed are described no more");
    DEFAULT_RESPONSE_ADDED =
        Rule::always("default-response-added", Compatible, "statuses that are not listed are described");
    RESPONSE_BODY_REMOVED = Rule::changed("response-body-removed", "the response has no body any more");
    RESPONSE_BODY_ADDED =
        Rule::widened("response-body-added", "the response has a body").weighs(Compatible, Compatible);
    HEADER_REMOVED = Rule::widened("header-removed", "an optional header of a response is gone")
        .weighs(Warning, Warning);
    REQUIRED_HEADER_REMOVED = Rule::widened("required-header-removed", "a required header of a response is gone");
    HEADER_ADDED =
        Rule::widened("header-added", "a response may have one more header").weighs(Compatible, Compatible);
    HEADER_BECAME_REQUIRED = Rule::narrowed("header-became-required", "a header is always there now");
    HEADER_BECAME_OPTIONAL = Rule::widened("header-became-optional", "a header need not be there any more");
    CALLBACK_ADDED = Rule::always("callback-added", Compatible, "the server may call back");
    CALLBACK_REMOVED = Rule::always("callback-removed", Breaking, "the server does not call back any more");
    SECURITY_ADDED = Rule::always("security-added", Breaking, "requests must be authorised now");
    SECURITY_REMOVED = Rule::always("security-removed", Compatible, "requests need not be authorised any more");
    SECURITY_ALTERNATIVE_REMOVED =
        Rule::always("security-alternative-removed", Breaking, "one way to authorise requests is gone, or asks for more");
    SECURITY_ALTERNATIVE_ADDED =
        Rule::always("security-alternative-added", Compatible, "there is one more way to authorise requests");
    SECURITY_ALTERNATIVE_RELAXED =
        Rule::always("security-alternative-relaxed", Compatible, "a way to authorise requests asks for less");
    SECURITY_SCHEME_CHANGED =
        Rule::always("security-scheme-changed", Breaking, "a security scheme that is used works otherwise");
    SERVER_REMOVED = Rule::always("server-removed", Breaking, "a server is gone");
    SERVER_ADDED = Rule::always("server-added", Compatible, "there is one more server");
}
