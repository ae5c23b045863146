//! Edits that only a history shows: what was sent before, and what is read after.

use serde_json::{Value, json};

use crate::edit::{
    accept, copy_answer, cut, refuse, remove_item, response, response_text, send_only, set, set_all, status,
};
use crate::edits::{Tampering, edits};

/// All of them.
pub(crate) fn edits_across() -> Vec<Tampering> {
    [created(), updated(), left_out(), unchanged(), gone(), ids(), lists(), parallel(), models(), answered()]
        .into_iter()
        .flatten()
        .collect()
}

/// In `create`: 0 create of every field, 1 list, 2 get; 27 create with a name only, 28 list, 29 get; 33 refused, 34 list.
fn created() -> Vec<Tampering> {
    edits! {
        "lifecycle", "create.name.stored-as-sent", "a created key has another name",
            |r| { set(r, 2, "/data/items/0/name", json!("other")); cut(r, 2); };
        "create", "create.expired_time.stored-as-sent", "a created key expires a second later",
            |r| set_all(r, 1..36, 13, "expired_time", json!(1_893_456_001));
        "create", "create.remain_quota.stored-as-sent", "a created key has more quota",
            |r| set_all(r, 1..36, 13, "remain_quota", json!(778));
        "create", "create.unlimited_quota.stored-as-sent", "a created key is unlimited",
            |r| set_all(r, 1..36, 13, "unlimited_quota", json!(true));
        "create", "create.model_limits_enabled.stored-as-sent", "a created key is not limited to its models",
            |r| set_all(r, 1..36, 13, "model_limits_enabled", json!(false));
        "create", "create.model_limits.stored-as-sent", "a created key lists another model",
            |r| set_all(r, 1..36, 13, "model_limits", json!("gpt-4o-mini"));
        "create", "create.allow_ips.stored-as-sent", "a created key has lost its allow list",
            |r| set_all(r, 1..36, 13, "allow_ips", Value::Null);
        "create", "create.group.stored-as-sent", "a created key is in no group", |r| set_all(r, 1..36, 13, "group", json!(""));
        "parallel", "create.cross_group_retry.stored-as-sent", "a created key retries across groups", |r| {
            send_only(r, 0, "group", json!("auto"));
            send_only(r, 0, "cross_group_retry", json!(true));
            set(r, 1, "/data/items/0/group", json!("auto"));
            cut(r, 1);
        };
        "lifecycle", "create.newest-in-list", "the created key is not listed", |r| {
            response(r, 2, |body| body["data"] = json!({"page": 1, "page_size": 20, "total": 0, "items": []}));
            cut(r, 2);
        };
    }
}

/// In `lifecycle`: 4 the update, 5 the get after it, 6 the same update, 7 the get after that.
fn updated() -> Vec<Tampering> {
    edits! {
        "lifecycle", "update.name.stored-as-sent", "the old name is read", |r| { set(r, 5, "/data/name", json!("ci-deploy")); cut(r, 5); };
        "lifecycle", "update.status.stored-as-sent", "status 2 is read", |r| { set(r, 5, "/data/status", json!(2)); cut(r, 5); };
        "lifecycle", "update.expired_time.stored-as-sent", "the expiry is in milliseconds",
            |r| { set(r, 5, "/data/expired_time", json!(1_893_456_000_000_i64)); cut(r, 5); };
        "lifecycle", "update.remain_quota.stored-as-sent", "the quota is off by one",
            |r| { set(r, 5, "/data/remain_quota", json!(999_999)); cut(r, 5); };
        "lifecycle", "update.unlimited_quota.stored-as-sent", "unlimited_quota is turned",
            |r| { set(r, 5, "/data/unlimited_quota", json!(true)); cut(r, 5); };
        "lifecycle", "update.model_limits_enabled.stored-as-sent", "model_limits_enabled is turned",
            |r| { set(r, 5, "/data/model_limits_enabled", json!(false)); cut(r, 5); };
        "lifecycle", "update.model_limits.stored-as-sent", "the models come in another order",
            |r| { set(r, 5, "/data/model_limits", json!("claude-sonnet-4,gpt-4o")); cut(r, 5); };
        "lifecycle", "update.allow_ips.stored-as-sent", "an address is lost",
            |r| { set(r, 5, "/data/allow_ips", json!("203.0.113.7")); cut(r, 5); };
        "lifecycle", "update.group.stored-as-sent", "another group is read", |r| { set(r, 5, "/data/group", json!("vip")); cut(r, 5); };
        "lifecycle", "update.cross_group_retry.stored-as-sent", "cross_group_retry is turned",
            |r| { set(r, 5, "/data/cross_group_retry", json!(true)); cut(r, 5); };
        "names", "update.name.stored-as-sent", "a name is trimmed", |r| { set(r, 39, "/data/name", json!("spaced")); cut(r, 39); };
        "names", "update.name.stored-as-sent", "a name is cut at a control character",
            |r| { set(r, 45, "/data/name", json!("a")); cut(r, 45); };
        "allow-ips", "update.allow_ips.stored-as-sent", "null keeps the allow list",
            |r| { set(r, 17, "/data/allow_ips", json!("203.0.113.7\n2001:db8::/32")); cut(r, 17); };
        "omitted-fields", "update.answer.equals-later-read", "the answer shows a field kept, the read shows it reset",
            |r| { set(r, 7, "/data/name", json!("rich")); cut(r, 8); };
        "lifecycle", "update.repeat.changes-nothing", "a repeated update changes the quota",
            |r| { set(r, 7, "/data/remain_quota", json!(2_000_000)); cut(r, 7); };
    }
}

/// In `omitted-fields`: 3 name only, 4 read; 7 without name, 8 read; then a restore, and so on field by field: 11 is read
/// without `expired_time`, 14 without `remain_quota`, 17, 20, 23, 26, 29, 32, 35 without the others; 37 the id only, 38 read.
fn left_out() -> Vec<Tampering> {
    edits! {
        "omitted-fields", "update.name.omitted-kept-or-reset", "a left-out name becomes another", |r| both(r, 37, "name", json!("x"));
        "omitted-fields", "update.status.omitted-kept-or-reset", "left-out statuses become 3, and then 2", |r| {
            both(r, 34, "status", json!(3));
            both(r, 37, "status", json!(2));
        };
        "omitted-fields", "update.expired_time.omitted-kept-or-reset", "a left-out expiry becomes another",
            |r| both(r, 37, "expired_time", json!(1_700_000_000));
        "omitted-fields", "update.remain_quota.omitted-kept-or-reset", "a left-out quota becomes another",
            |r| both(r, 37, "remain_quota", json!(5));
        "omitted-fields", "update.unlimited_quota.omitted-kept-or-reset", "left out, it is turned on and then off", |r| {
            both(r, 16, "unlimited_quota", json!(true));
            send_only(r, 36, "unlimited_quota", json!(true));
            set(r, 36, "/data/unlimited_quota", json!(true));
            cut(r, 38);
        };
        "omitted-fields", "update.model_limits_enabled.omitted-kept-or-reset", "left out, it is turned on and then off", |r| {
            both(r, 19, "model_limits_enabled", json!(false));
            send_only(r, 36, "model_limits_enabled", json!(false));
            set(r, 36, "/data/model_limits_enabled", json!(false));
            both(r, 37, "model_limits_enabled", json!(true));
        };
        "omitted-fields", "update.model_limits.omitted-kept-or-reset", "a left-out list becomes another",
            |r| both(r, 37, "model_limits", json!("gpt-4"));
        "omitted-fields", "update.allow_ips.omitted-kept-or-reset", "a left-out allow list becomes another",
            |r| both(r, 37, "allow_ips", json!("198.51.100.1"));
        "omitted-fields", "update.group.omitted-kept-or-reset", "a left-out group becomes another", |r| both(r, 37, "group", json!("vip"));
        "omitted-fields", "update.cross_group_retry.omitted-kept-or-reset", "left out, it is turned off and then on", |r| {
            send_only(r, 36, "cross_group_retry", json!(false));
            set(r, 36, "/data/cross_group_retry", json!(false));
            both(r, 37, "cross_group_retry", json!(true));
        };
    }
}

/// An update's answer and the read after it.
fn both(recording: &mut Value, update: usize, field: &str, value: Value) {
    set(recording, update, &format!("/data/{field}"), value.clone());
    set(recording, update + 1, &format!("/data/{field}"), value);
    if update == 37 {
        cut(recording, 38);
    }
}

/// In `names`: 10 a refused name, 11 the read after it. In `authorisation`: 7 an update without a token, 19 to 21 requests
/// of alice for bob's key 44, 22 bob's read, 23 alice's of her own.
fn unchanged() -> Vec<Tampering> {
    edits! {
        "names", "any.refusal.no-effect", "a refused name is stored",
            |r| { set(r, 11, "/data/name", json!("a".repeat(51))); cut(r, 11); };
        "names", "any.refusal.no-effect", "a refused update has cleared the quota",
            |r| { set(r, 11, "/data/remain_quota", json!(0)); cut(r, 11); };
        "authorisation", "any.refusal.no-effect", "an update without a token is stored",
            |r| { set(r, 15, "/data/items/0/name", json!("intruder")); cut(r, 15); };
        "create", "any.refusal.no-effect", "a refused create has made a key", |r| {
            response(r, 34, |body| {
                let mut made = body["data"]["items"][0].clone();
                made["id"] = json!(24);
                made["name"] = json!("negative");
                made["key"] = json!("K024REDACTEDkey000000000000000000000000000000024");
                made["remain_quota"] = json!(-1);
                body["data"]["items"].as_array_mut().unwrap().insert(0, made);
                body["data"]["total"] = json!(15);
            });
            cut(r, 34);
        };
        "authorisation", "any.refusal.no-effect", "a delete with a wrong token has deleted", |r| {
            remove_item(r, 15, 0);
            set(r, 15, "/data/total", json!(3));
            cut(r, 15);
        };
        "authorisation", "any.refusal.no-effect", "another account's refused update is stored",
            |r| { set(r, 22, "/data/name", json!("stolen")); cut(r, 23); };
        "authorisation", "any.accounts.kept-apart", "another account's new name is in one's record", |r| {
            // Alice's update of her key, and then bob's read of his.
            set(r, 22, "/data/name", json!("bearer"));
            for index in (17..=21).rev() {
                r["log"]["entries"].as_array_mut().unwrap().remove(index);
            }
            cut(r, 18);
        };
        "authorisation", "any.accounts.kept-apart", "another account's key is listed as one's own", |r| {
            response(r, 24, |body| {
                let mut foreign = body["data"]["items"][0].clone();
                foreign["id"] = json!(43);
                body["data"]["items"].as_array_mut().unwrap().push(foreign);
                body["data"]["total"] = json!(2);
            });
            cut(r, 24);
        };
        "lifecycle", "update.read-only-fields.unchanged", "created_time changes with an update",
            |r| { set(r, 4, "/data/created_time", json!(1_795_413_432)); cut(r, 4); };
        "lifecycle", "update.read-only-fields.unchanged", "the key changes with an update", |r| {
            set(r, 5, "/data/key", json!("K001another0000000000000000000000000000000000001"));
            cut(r, 5);
        };
        "lifecycle", "update.read-only-fields.unchanged", "used_quota is what the body names", |r| {
            send_only(r, 4, "used_quota", json!(5));
            set(r, 5, "/data/used_quota", json!(5));
            cut(r, 5);
        };
        "create", "update.read-only-fields.unchanged", "created_time differs between list and get",
            |r| { set(r, 2, "/data/created_time", json!(1_795_413_434)); cut(r, 2); };
        "allow-ips", "update.other-keys.unchanged", "an update of one key renames another", |r| {
            // 33 and 35 create two keys, 34 and 36 list them; here the second list follows an update of the newer one.
            other_key(r);
        };
    }
}

/// After the creates of keys 9 and 10: an update of key 10, and a list in which key 9 has the new name.
fn other_key(recording: &mut Value) {
    let mut update = recording["log"]["entries"][6].clone();
    let started = recording["log"]["entries"][36]["startedDateTime"].clone();
    update["startedDateTime"] = started.clone();
    let body = |key: i64| {
        json!({"id": key, "status": 1, "name": "renamed", "expired_time": -1, "remain_quota": 500_000,
        "unlimited_quota": false, "model_limits_enabled": false, "model_limits": "", "allow_ips": "", "group": "",
        "cross_group_retry": false})
    };
    update["request"]["postData"]["text"] = body(10).to_string().into();
    let mut list = recording["log"]["entries"][36].clone();
    cut(recording, 36);
    let record = {
        let answered: Value = serde_json::from_str(list["response"]["content"]["text"].as_str().unwrap()).unwrap();
        let mut record = answered["data"]["items"][0].clone();
        for (name, value) in body(10).as_object().unwrap() {
            record[name] = value.clone();
        }
        record
    };
    let answer = json!({"success": true, "message": "", "data": record});
    update["response"]["content"]["text"] = answer.to_string().into();
    update["startedDateTime"] = json!("2026-11-23T05:57:12.700000+00:00");
    list["startedDateTime"] = json!("2026-11-23T05:57:12.800000+00:00");
    let mut listed: Value = serde_json::from_str(list["response"]["content"]["text"].as_str().unwrap()).unwrap();
    listed["data"]["items"][0] = record;
    listed["data"]["items"][1]["name"] = json!("renamed");
    list["response"]["content"]["text"] = listed.to_string().into();
    let entries = recording["log"]["entries"].as_array_mut().unwrap();
    entries.push(update);
    entries.push(list);
}

/// In `lifecycle`: 8 delete, 9 get, 10 update and 11 delete of the deleted key, 12 list.
fn gone() -> Vec<Tampering> {
    edits! {
        "lifecycle", "delete.gone-from-get", "a deleted key is answered", |r| { copy_answer(r, 7, 9); cut(r, 9); };
        "lifecycle", "delete.gone-from-update", "a deleted key is updated", |r| {
            let name: Value = json!("ghost");
            copy_answer(r, 3, 10);
            set(r, 10, "/data/name", name);
            cut(r, 10);
        };
        "lifecycle", "delete.again-refused", "a second delete is accepted", |r| { accept(r, 11); cut(r, 11); };
        "lifecycle", "delete.gone-from-list", "a deleted key is listed", |r| { copy_answer(r, 2, 12); cut(r, 12); };
        "allow-ips", "delete.gone-from-list", "an id is used again", |r| {
            response(r, 34, |body| body["data"]["items"][0]["id"] = json!(8));
            cut(r, 34);
        };
    }
}

fn ids() -> Vec<Tampering> {
    edits! {
        "lifecycle", "list.id.works", "a listed id is refused by get", |r| { refuse(r, 3); cut(r, 3); };
        "lifecycle", "list.id.works", "a listed id is refused by delete", |r| { refuse(r, 8); cut(r, 8); };
        "authorisation", "get.unknown-id.refused", "another account's key is answered as one's own", |r| {
            copy_answer(r, 22, 19);
            set(r, 19, "/data/user_id", json!(2));
            cut(r, 19);
        };
        "authorisation", "update.unknown-id.refused", "another account's key is updated", |r| {
            copy_answer(r, 22, 20);
            set(r, 20, "/data/name", json!("stolen"));
            cut(r, 20);
        };
        "authorisation", "delete.unknown-id.refused", "another account's key is deleted", |r| { accept(r, 21); cut(r, 21); };
        "lifecycle", "delete.unknown-id.refused", "an id that nobody has is deleted", |r| {
            let delete = r["log"]["entries"][8]["request"]["url"].as_str().unwrap().replace("token/1", "token/999999999");
            r["log"]["entries"][8]["request"]["url"] = delete.into();
            cut(r, 8);
        };
    }
}

/// In `pages`: 7 without parameters, 8 to 11 the four pages of three items.
fn lists() -> Vec<Tampering> {
    edits! {
        "pages", "list.own-keys-present", "a key is on no page, and the total says so", |r| {
            remove_item(r, 16, 4);
            set(r, 16, "/data/total", json!(9));
            cut(r, 16);
        };
        "pages", "list.own-keys-present", "a key is missing between two others", |r| {
            remove_item(r, 17, 1);
            set(r, 17, "/data/total", json!(9));
            cut(r, 17);
        };
        "pages", "list.pages.no-repeats", "the second page begins with the last key of the first", |r| {
            let mut last = Value::Null;
            response(r, 8, |body| last = body["data"]["items"][2].clone());
            response(r, 9, |body| body["data"]["items"][0] = last);
            // The first page, once more and with nothing else on top, shows that nobody has made a key in between.
            cut(r, 17);
        };
        "pages", "list.total.counts-keys", "the total of the last page is off by one",
            |r| { set(r, 11, "/data/total", json!(11)); cut(r, 11); };
        "pages", "list.order.newest-first", "two keys of the same second have changed places", |r| {
            response(r, 8, |body| body["data"]["items"].as_array_mut().unwrap().swap(0, 1));
            cut(r, 8);
        };
    }
}

/// In `parallel`: 2 to 9 updates at the same time, 10 the read after them.
fn parallel() -> Vec<Tampering> {
    edits! {
        "parallel", "update.parallel.not-mixed", "the name of one update, the rest of another",
            |r| { set(r, 10, "/data/name", json!("p5")); cut(r, 10); };
        "parallel", "update.parallel.not-mixed", "the quota and the models of another update", |r| {
            set(r, 10, "/data/remain_quota", json!(6));
            set(r, 10, "/data/model_limits", json!("m6"));
            cut(r, 10);
        };
        "parallel", "update.name.stored-as-sent", "the name of none of the updates",
            |r| { set(r, 10, "/data/name", json!("p9")); cut(r, 10); };
    }
}

/// In `model-requests`, without the key of status 2 (63 to 69 of the file): the requests with keys are 3, 5, 10, 15, 21, 26,
/// 32, 39, 46, 53, 60 and 67.
fn models() -> Vec<Tampering> {
    edits! {
        "model-requests", "models.deleted-rejected", "a deleted key is served", |r| { copy_answer(r, 3, 5); status(r, 5, 200); };
        "model-requests", "models.expired_time.past-rejected", "an expired key is served", |r| serve(r, 10);
        "model-requests", "models.status.expired-rejected", "a key with status 3 is served", |r| serve(r, 15);
        "model-requests", "models.remain_quota.spent-rejected", "a key without quota is served", |r| serve(r, 21);
        "model-requests", "models.status.exhausted-rejected", "a key with status 4 is served", |r| serve(r, 26);
        "model-requests", "models.unlimited_quota.served", "an unlimited key without quota is rejected", |r| reject(r, 32);
        "model-requests", "models.allow_ips.compared", "a request from an address that is not listed is served", |r| serve(r, 39);
        "model-requests", "models.allow_ips.compared", "a request from an address that is listed is rejected", |r| reject(r, 46);
        "model-requests", "models.key.as-bearer", "an enabled key is rejected", |r| reject(r, 67);
        "model-requests", "models.model_limits.enforced", "another model is named",
            |r| set(r, 67, "/data/0/id", json!("gpt-4o-mini"));
        "model-requests", "models.status.takes-effect", "a key is served although an update to status 2 was accepted", |r| {
            send_only(r, 59, "status", json!(2));
            set(r, 59, "/data/status", json!(2));
            cut(r, 60);
        };
        "model-requests", "models.expired_time.never-served", "a key that does not expire is rejected as expired", |r| {
            reject(r, 60);
            response_text(r, 60, r#"{"error":{"message":"this token has expired"}}"#);
        };
        "model-requests", "models.model_limits.disabled-ignored", "a list that is not enabled restricts", |r| {
            unrestricted(r);
            send_only(r, 66, "model_limits_enabled", json!(false));
            set(r, 66, "/data/model_limits_enabled", json!(false));
            cut(r, 67);
        };
        "model-requests", "models.model_limits.empty-unrestricted", "an empty list restricts", |r| {
            unrestricted(r);
            send_only(r, 66, "model_limits", json!(""));
            set(r, 66, "/data/model_limits", json!(""));
            cut(r, 67);
        };
        "model-requests", "models.status.disabled-rejected", "a key that is read as disabled is served", |r| {
            set(r, 57, "/data/items/0/status", json!(2));
            let entries = r["log"]["entries"].as_array_mut().unwrap();
            entries.drain(58..60);
            cut(r, 58);
        };
        "model-requests", "models.allow_ips.lifted", "a key without an allow list is rejected for its address", |r| {
            reject(r, 60);
            status(r, 60, 403);
        };
    }
}

/// A key without limits may use two models.
fn unrestricted(recording: &mut Value) {
    let models = r#"{"data":[{"id":"gpt-4o"},{"id":"claude-sonnet-4"}],"object":"list","success":true}"#;
    response_text(recording, 60, models);
}

fn serve(recording: &mut Value, index: usize) {
    status(recording, index, 200);
    response_text(recording, index, r#"{"data":[],"object":"list","success":true}"#);
    cut(recording, index);
}

fn reject(recording: &mut Value, index: usize) {
    status(recording, index, 401);
    response_text(recording, index, r#"{"error":{"message":"no"}}"#);
    cut(recording, index);
}

fn answered() -> Vec<Tampering> {
    edits! {
        "lifecycle", "any.request.answered", "a request is redirected, and its repetition too", |r| {
            status(r, 3, 302);
            status(r, 5, 307);
            cut(r, 5);
        };
        "lifecycle", "any.record.times-in-seconds", "created_time in a local time, hours behind",
            |r| set_all(r, 2..8, 1, "created_time", json!(1_795_413_431 - 5 * 3600));
        "lifecycle", "any.record.times-in-seconds", "created_time in a local time, hours ahead",
            |r| set_all(r, 2..8, 1, "created_time", json!(1_795_413_431 + 8 * 3600));
        "lifecycle", "any.request.answered", "a request fails, and its repetition too", |r| {
            status(r, 4, 500);
            status(r, 6, 502);
            cut(r, 6);
        };
    }
}
