//! The edits. The numbers are indices of `log.entries`; what each entry is for is said beside its first use.

use serde_json::{Value, json};

use crate::across::edits_across;
use crate::edit::{
    accept, add_header, cut, header, plain, refuse, remove, request, request_text, response, response_text, rewrite,
    send, set, status,
};

/// One edit to one recording, and the rule that must notice it.
pub(crate) struct Tampering {
    /// What was done.
    pub(crate) what: &'static str,
    /// The recording.
    pub(crate) topic: &'static str,
    /// The rule that must notice it.
    pub(crate) rule: &'static str,
    /// The edit.
    pub(crate) edit: fn(&mut Value),
}

/// In `lifecycle`: 1 create, 2 list, 3 get, 4 and 6 the same update, 7 get, 8 delete, 9 to 11 refusals after the delete.
const CREATE: usize = 1;
const LIST: usize = 2;
const GET: usize = 3;
const UPDATE: usize = 4;
const DELETE: usize = 8;
const REFUSED_GET: usize = 9;

macro_rules! edits {
    ($($topic:literal, $rule:literal, $what:literal, $edit:expr;)*) => {
        vec![$($crate::edits::Tampering { what: $what, topic: $topic, rule: $rule, edit: $edit }),*]
    };
}

pub(crate) use edits;

/// All edits.
pub(crate) fn all() -> Vec<Tampering> {
    let of_one_exchange = [answers(), records(), lists(), creates(), updates(), answered(), tokens(), secrets()];
    of_one_exchange.into_iter().flatten().chain(edits_across()).collect()
}

fn answers() -> Vec<Tampering> {
    edits! {
        "lifecycle", "any.accepted.status-200", "get answered with 201", |r| status(r, GET, 201);
        "lifecycle", "any.accepted.content-type-json", "get answered as text/plain",
            |r| header(r, GET, "Content-Type", "text/plain");
        "lifecycle", "any.accepted.content-type-json", "get answered with two types",
            |r| add_header(r, GET, "Content-Type", "text/html");
        "lifecycle", "any.accepted.envelope", "success of a get is there twice",
            |r| rewrite(r, GET, "\"success\":", "\"success\":false,\"success\":");
        "lifecycle", "any.accepted.envelope", "get without message", |r| remove(r, GET, "/message");
        "lifecycle", "any.accepted.envelope", "create without message", |r| remove(r, CREATE, "/message");
        "lifecycle", "any.accepted.envelope", "message is null", |r| set(r, DELETE, "/message", Value::Null);
        "lifecycle", "any.accepted.envelope", "success is text", |r| set(r, GET, "/success", json!("true"));
        "lifecycle", "any.accepted.envelope", "success is missing", |r| remove(r, LIST, "/success");
        "lifecycle", "any.accepted.envelope", "body is cut", |r| response_text(r, GET, "{\"data\":{\"id\":1,");
        "lifecycle", "any.accepted.envelope", "body is HTML", |r| response_text(r, GET, "<html></html>");
        "lifecycle", "any.accepted.envelope", "body is empty", |r| response_text(r, CREATE, "");
        "lifecycle", "any.accepted.envelope", "body is a list", |r| response_text(r, LIST, "[]");
        "lifecycle", "any.refusal.envelope-types", "refusal with a number as message",
            |r| set(r, REFUSED_GET, "/message", json!(5));
        "lifecycle", "any.refusal.envelope-types", "refusal with 404 and success 0", |r| {
            status(r, REFUSED_GET, 404);
            set(r, REFUSED_GET, "/success", json!(0));
        };
        "lifecycle", "create.answer.no-record", "create answers the key", |r| set(r, CREATE, "/token", json!("K001"));
        "lifecycle", "create.answer.no-record", "create answers the record", |r| set(r, CREATE, "/data", json!({"id": 1}));
        "lifecycle", "delete.answer.confirms-only", "delete answers data", |r| set(r, DELETE, "/data", json!({}));
    }
}

fn records() -> Vec<Tampering> {
    edits! {
        "lifecycle", "get.record.sixteen-fields", "get without group", |r| remove(r, GET, "/data/group");
        "lifecycle", "get.record.sixteen-fields", "the status of a get is there twice",
            |r| rewrite(r, GET, "\"status\":1", "\"status\":0,\"status\":1");
        "lifecycle", "get.record.sixteen-fields", "a quota of a get is written with an exponent",
            |r| rewrite(r, GET, "\"remain_quota\":500000", "\"remain_quota\":5e+05");
        "lifecycle", "list.data.page-object", "the total of a list is there twice",
            |r| rewrite(r, LIST, "\"total\":1", "\"total\":0,\"total\":1");
        "lifecycle", "get.record.sixteen-fields", "get without data", |r| remove(r, GET, "/data");
        "lifecycle", "get.record.sixteen-fields", "get with data null", |r| set(r, GET, "/data", Value::Null);
        "lifecycle", "get.record.sixteen-fields", "get with used_quota as text",
            |r| set(r, GET, "/data/used_quota", json!("0"));
        "lifecycle", "get.record.sixteen-fields", "get with a quota that is no integer",
            |r| set(r, GET, "/data/remain_quota", json!(1.5));
        "lifecycle", "get.record.sixteen-fields", "get with name null", |r| set(r, GET, "/data/name", Value::Null);
        "lifecycle", "update.record.sixteen-fields", "update without used_quota",
            |r| remove(r, UPDATE, "/data/used_quota");
        "lifecycle", "update.record.sixteen-fields", "update with unlimited_quota 0",
            |r| set(r, UPDATE, "/data/unlimited_quota", json!(0));
        "lifecycle", "list.record.sixteen-fields", "list without model_limits",
            |r| remove(r, LIST, "/data/items/0/model_limits");
        "lifecycle", "list.record.sixteen-fields", "list with id as text",
            |r| set(r, LIST, "/data/items/0/id", json!("1"));
        "lifecycle", "any.record.status-enum", "get with status 5", |r| set(r, GET, "/data/status", json!(5));
        "lifecycle", "any.record.status-enum", "list with status 0", |r| set(r, LIST, "/data/items/0/status", json!(0));
        "lifecycle", "any.record.times-in-seconds", "created_time in milliseconds",
            |r| response(r, GET, |body| body["data"]["created_time"] = json!(1_795_413_431_000_i64));
        "lifecycle", "any.record.times-in-seconds", "accessed_time in minutes",
            |r| set(r, GET, "/data/accessed_time", json!(29_923_557));
        "lifecycle", "get.key.in-clear", "get with the key masked",
            |r| set(r, GET, "/data/key", json!("K001**********0001"));
        "lifecycle", "list.key.in-clear", "list with the key masked",
            |r| set(r, LIST, "/data/items/0/key", json!("K001**********0001"));
        "lifecycle", "get.answers-asked-key", "get answers another id", |r| set(r, GET, "/data/id", json!(2));
        "lifecycle", "get.own-keys-only", "get answers another user's key", |r| set(r, GET, "/data/user_id", json!(3));
        "lifecycle", "list.own-keys-only", "list holds another user's key",
            |r| set(r, LIST, "/data/items/0/user_id", json!(3));
    }
}

/// In `pages`: 7 without parameters, 8 and 9 pages 1 and 2 of three items, 16 `page_size=101`.
fn lists() -> Vec<Tampering> {
    edits! {
        "lifecycle", "list.data.page-object", "list without total", |r| remove(r, LIST, "/data/total");
        "lifecycle", "list.data.page-object", "list without data", |r| remove(r, LIST, "/data");
        "lifecycle", "list.data.page-object", "data is the items themselves", |r| {
            response(r, LIST, |body| body["data"] = body["data"]["items"].take());
        };
        "lifecycle", "list.data.page-object", "total is text", |r| set(r, LIST, "/data/total", json!("1"));
        "lifecycle", "list.total.counts-keys", "total is off by one", |r| set(r, LIST, "/data/total", json!(2));
        "pages", "list.total.counts-keys", "total is less than the items", |r| set(r, 8, "/data/total", json!(2));
        "pages", "list.pages.no-repeats", "a page holds a key twice", |r| {
            response(r, 8, |body| body["data"]["items"][1] = body["data"]["items"][0].clone());
        };
        "pages", "list.p.default-1", "without p the second page is answered", |r| set(r, 22, "/data/page", json!(2));
        "pages", "list.p.page-number", "p=2 answers page 1", |r| set(r, 9, "/data/page", json!(1));
        "pages", "list.page_size.items-at-most", "page_size=3 answers four items", |r| response(r, 8, |body| {
            let mut last = body["data"]["items"][2].clone();
            last["id"] = json!(4);
            body["data"]["items"].as_array_mut().unwrap().push(last);
        });
        "pages", "list.page_size.items-at-most", "page_size=3 answers a page of size 10",
            |r| set(r, 8, "/data/page_size", json!(10));
        "create", "list.order.newest-first", "an older key stands before a newer one", |r| response(r, 1, |body| {
            body["data"]["items"].as_array_mut().unwrap().reverse();
        });
        "lifecycle", "list.page_size.capped-at-100", "page_size=101 is refused", |r| {
            r["log"]["entries"][LIST]["request"]["url"] = "http://127.0.0.1:3391/api/token/?p=1&page_size=101".into();
            r["log"]["entries"][LIST]["request"]["queryString"] =
                json!([{"name": "p", "value": "1"}, {"name": "page_size", "value": "101"}]);
            refuse(r, LIST);
        };
        "lifecycle", "list.page_size.capped-at-100", "page_size=101 answers a page of size 101", |r| {
            r["log"]["entries"][LIST]["request"]["url"] = "http://127.0.0.1:3391/api/token/?p=1&page_size=101".into();
            r["log"]["entries"][LIST]["request"]["queryString"] =
                json!([{"name": "p", "value": "1"}, {"name": "page_size", "value": "101"}]);
            set(r, LIST, "/data/page_size", json!(101));
        };
    }
}

fn creates() -> Vec<Tampering> {
    edits! {
        "lifecycle", "create.makes-one-key", "a create makes two keys", |r| second(r, 2, 1_795_413_431);
        "lifecycle", "create.valid-request.accepted", "a valid create is refused", |r| {
            refuse(r, CREATE);
            cut(r, CREATE);
        };
        "lifecycle", "create.name.up-to-50-characters", "a name of 50 characters is refused", |r| {
            send(r, CREATE, "name", json!("n".repeat(50)));
            refuse(r, CREATE);
        };
        "lifecycle", "create.name.up-to-50-characters", "a name of 17 characters and 51 bytes is refused", |r| {
            send(r, CREATE, "name", json!("密".repeat(17)));
            refuse(r, CREATE);
        };
        "lifecycle", "create.name.max-50-characters", "a name of 51 characters is accepted",
            |r| send(r, CREATE, "name", json!("é".repeat(51)));
        "lifecycle", "create.body.object-required", "an array is accepted", |r| request_text(r, CREATE, "[]");
        "lifecycle", "create.body.object-required", "a form is accepted", |r| request_text(r, CREATE, "name=form");
        "lifecycle", "create.body.wrong-type-refused", "a quota as text is accepted",
            |r| send(r, CREATE, "remain_quota", json!("5"));
        "lifecycle", "create.body.wrong-type-refused", "a name that is null is accepted",
            |r| send(r, CREATE, "name", Value::Null);
        "lifecycle", "create.allow_ips.entries-accepted", "an IPv6 range is refused", |r| {
            send(r, CREATE, "allow_ips", json!("2001:db8::/32"));
            refuse(r, CREATE);
        };
        "lifecycle", "create.allow_ips.null-or-empty-accepted", "allow_ips null is refused", |r| {
            send(r, CREATE, "allow_ips", Value::Null);
            refuse(r, CREATE);
        };
        "lifecycle", "create.allow_ips.other-text-refused", "an address list that is none is accepted",
            |r| send(r, CREATE, "allow_ips", json!("203.0.113.7\nlocalhost"));
        "lifecycle", "create.group.unavailable-refused", "a group that does not exist is accepted",
            |r| send(r, CREATE, "group", json!("no-such-group"));
    }
}

fn updates() -> Vec<Tampering> {
    edits! {
        "lifecycle", "update.valid-request.accepted", "a valid update is refused", |r| {
            plain(r, 6);
            refuse(r, 6);
        };
        "lifecycle", "update.id.required", "an update without id is accepted",
            |r| request(r, UPDATE, |body| { body.as_object_mut().unwrap().remove("id"); });
        "lifecycle", "update.body.object-required", "null is accepted", |r| request_text(r, UPDATE, "null");
        "lifecycle", "update.body.object-required", "half an object is accepted",
            |r| request_text(r, UPDATE, "{\"id\": 1, \"name");
        "lifecycle", "update.body.wrong-type-refused", "an id as text is accepted",
            |r| request(r, UPDATE, |body| body["id"] = json!("1"));
        "lifecycle", "update.body.wrong-type-refused", "a quota of 1.5 is accepted",
            |r| request(r, UPDATE, |body| body["remain_quota"] = json!(1.5));
        "lifecycle", "update.name.up-to-50-characters", "a name of 50 characters is refused", |r| {
            plain(r, 6);
            send(r, 6, "name", json!("密".repeat(50)));
            refuse(r, 6);
        };
        "lifecycle", "update.name.max-50-characters", "a name of 51 characters is accepted",
            |r| send(r, UPDATE, "name", json!("n".repeat(51)));
        "names", "update.name.too-long-message", "the refusal of a long name says nothing",
            |r| set(r, 10, "/message", json!(""));
        "lifecycle", "update.status.values-accepted", "status 2 is refused", |r| {
            plain(r, 6);
            send(r, 6, "status", json!(2));
            refuse(r, 6);
        };
        "lifecycle", "update.status.others-refused", "status 7 is accepted",
            |r| request(r, UPDATE, |body| body["status"] = json!(7));
        "lifecycle", "update.allow_ips.entries-accepted", "two addresses are refused", |r| {
            plain(r, 6);
            send(r, 6, "allow_ips", json!("203.0.113.7\n2001:db8::/32"));
            refuse(r, 6);
        };
        "lifecycle", "update.allow_ips.null-or-empty-accepted", "allow_ips null is refused", |r| {
            plain(r, 6);
            send(r, 6, "allow_ips", Value::Null);
            refuse(r, 6);
        };
        "lifecycle", "update.allow_ips.other-text-refused", "a prefix of 33 bits is accepted",
            |r| send(r, UPDATE, "allow_ips", json!("203.0.113.0/33"));
        "lifecycle", "update.group.unavailable-refused", "a group that does not exist is accepted",
            |r| send(r, UPDATE, "group", json!("no-such-group"));
        "lifecycle", "update.group.refusal-message", "the refusal of a group says nothing", |r| {
            plain(r, 6);
            send(r, 6, "group", json!("no-such-group"));
            response_text(r, 6, r#"{"message":"","success":false}"#);
        };
    }
}

fn answered() -> Vec<Tampering> {
    edits! {
        "lifecycle", "update.id.answered", "another id is answered", |r| set(r, UPDATE, "/data/id", json!(2));
        "lifecycle", "update.name.answered-as-sent", "the old name is answered",
            |r| set(r, UPDATE, "/data/name", json!("ci-deploy"));
        "lifecycle", "update.name.answered-as-sent", "the name is answered in another normal form", |r| {
            send(r, UPDATE, "name", json!("e\u{301}"));
            set(r, UPDATE, "/data/name", json!("é"));
        };
        "lifecycle", "update.status.answered-as-sent", "status 2 is answered", |r| set(r, UPDATE, "/data/status", json!(2));
        "lifecycle", "update.expired_time.answered-as-sent", "the expiry is off by one",
            |r| set(r, UPDATE, "/data/expired_time", json!(1_893_456_001));
        "lifecycle", "update.remain_quota.answered-as-sent", "the quota went through a float", |r| {
            send(r, UPDATE, "remain_quota", json!(9_007_199_254_740_993_i64));
            set(r, UPDATE, "/data/remain_quota", json!(9_007_199_254_740_992_i64));
        };
        "lifecycle", "update.unlimited_quota.answered-as-sent", "unlimited_quota is turned",
            |r| set(r, UPDATE, "/data/unlimited_quota", json!(true));
        "lifecycle", "update.model_limits_enabled.answered-as-sent", "model_limits_enabled is turned",
            |r| set(r, UPDATE, "/data/model_limits_enabled", json!(false));
        "lifecycle", "update.model_limits.answered-as-sent", "a model is lost",
            |r| set(r, UPDATE, "/data/model_limits", json!("gpt-4o"));
        "lifecycle", "update.allow_ips.answered-as-sent", "the allow list is gone",
            |r| set(r, UPDATE, "/data/allow_ips", Value::Null);
        "lifecycle", "update.group.answered-as-sent", "another group is answered",
            |r| set(r, UPDATE, "/data/group", json!("vip"));
        "lifecycle", "update.cross_group_retry.answered-as-sent", "cross_group_retry of group auto is dropped", |r| {
            send(r, UPDATE, "group", json!("auto"));
            request(r, UPDATE, |body| body["cross_group_retry"] = json!(true));
        };
        "lifecycle", "update.cross_group_retry.without-auto-group", "cross_group_retry false becomes true",
            |r| set(r, UPDATE, "/data/cross_group_retry", json!(true));
    }
}

/// In `authorisation`: 6 create without a token, 11 create with a wrong one, 13 delete with a wrong one.
fn tokens() -> Vec<Tampering> {
    edits! {
        "lifecycle", "any.authorization.raw-token-served", "a raw access token is unauthorized", |r| {
            status(r, GET, 401);
            refuse(r, GET);
        };
        "authorisation", "any.authorization.missing-refused", "a create without a token is accepted", |r| accept(r, 6);
        "authorisation", "any.authorization.wrong-refused", "a create with a wrong token is accepted", |r| accept(r, 11);
        "authorisation", "any.authorization.wrong-refused", "a delete with a wrong token is accepted", |r| accept(r, 13);
    }
}

/// The value of the key that the answers of `lifecycle` show, and the token that its requests carry.
const VALUE: &str = "K001REDACTEDkey000000000000000000000000000000001";
const TOKEN: &str = "REDACTED-access-token-alice-0000";

/// Adds a second record like the first to a list.
fn second(recording: &mut Value, id: i64, made: i64) {
    cut(recording, LIST);
    response(recording, LIST, |body| {
        let mut record = body["data"]["items"][0].clone();
        record["id"] = id.into();
        record["key"] = json!(format!("K{id:03}REDACTEDkey{id:034}"));
        record["created_time"] = made.into();
        body["data"]["items"].as_array_mut().unwrap().push(record);
        body["data"]["total"] = 2.into();
    });
}

fn secrets() -> Vec<Tampering> {
    edits! {
        "lifecycle", "any.answer.no-access-token", "a message repeats the token",
            |r| set(r, REFUSED_GET, "/message", json!(format!("no such key for {TOKEN}")));
        "lifecycle", "any.answer.no-access-token", "a header repeats the token",
            |r| add_header(r, CREATE, "X-Debug", &format!("caller={TOKEN};"));
        "lifecycle", "any.answer.no-access-token", "a record holds the token",
            |r| set(r, GET, "/data/owner", json!({"access": TOKEN}));
        "lifecycle", "any.answer.no-access-token", "a body that is not JSON repeats the token",
            |r| {
                status(r, REFUSED_GET, 502);
                response_text(r, REFUSED_GET, &format!("<p>{TOKEN}</p>"));
            };
        "lifecycle", "any.answer.key-in-own-record-only", "the message of a delete holds the key",
            |r| set(r, DELETE, "/message", json!(format!("deleted sk-{VALUE}.")));
        "lifecycle", "any.answer.key-in-own-record-only", "a refusal holds the key of before",
            |r| set(r, REFUSED_GET, "/message", json!(format!("{VALUE} is gone")));
        "lifecycle", "any.answer.key-in-own-record-only", "a header holds the key",
            |r| add_header(r, GET, "X-Cache-Key", &format!("token:{VALUE}"));
        "lifecycle", "any.answer.key-in-own-record-only", "the record of an update holds the key twice",
            |r| set(r, UPDATE, "/data/previous_key", json!(VALUE));
    }
}
