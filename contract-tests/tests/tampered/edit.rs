//! Edits to one entry of a recording.

use serde_json::{Value, json};

fn entry(recording: &mut Value, index: usize) -> &mut Value {
    &mut recording["log"]["entries"][index]
}

/// Edits the JSON of a response body.
pub(crate) fn response(recording: &mut Value, index: usize, edit: impl FnOnce(&mut Value)) {
    let content = &mut entry(recording, index)["response"]["content"];
    assert!(content.get("encoding").is_none(), "choose an entry whose body is not base64");
    let mut body: Value = serde_json::from_str(content["text"].as_str().unwrap()).unwrap();
    edit(&mut body);
    content["text"] = body.to_string().into();
}

/// Sets a place of a response body.
pub(crate) fn set(recording: &mut Value, index: usize, pointer: &str, value: Value) {
    response(recording, index, |body| put(body, pointer, value));
}

/// Removes a place of a response body.
pub(crate) fn remove(recording: &mut Value, index: usize, pointer: &str) {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    response(recording, index, |body| {
        body.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(member).unwrap();
    });
}

/// Sets a member of a request body, and of its answer's `data` where the answer has it, so that the answer still agrees.
/// What comes after, which would not, is left out.
pub(crate) fn send(recording: &mut Value, index: usize, member: &str, value: Value) {
    cut(recording, index);
    request(recording, index, |body| body[member] = value.clone());
    response(recording, index, |body| {
        if let Some(answered) = body.pointer_mut(&format!("/data/{member}")) {
            *answered = value;
        }
    });
}

/// Edits the JSON of a request body.
pub(crate) fn request(recording: &mut Value, index: usize, edit: impl FnOnce(&mut Value)) {
    let text = &mut entry(recording, index)["request"]["postData"]["text"];
    let mut body: Value = serde_json::from_str(text.as_str().unwrap()).unwrap();
    edit(&mut body);
    *text = body.to_string().into();
}

/// Replaces a request body.
pub(crate) fn request_text(recording: &mut Value, index: usize, body: &str) {
    entry(recording, index)["request"]["postData"]["text"] = body.into();
}

/// Replaces a response body.
pub(crate) fn response_text(recording: &mut Value, index: usize, body: &str) {
    let content = &mut entry(recording, index)["response"]["content"];
    content.as_object_mut().unwrap().remove("encoding");
    content["text"] = body.into();
}

/// Leaves out what comes after an entry, so that nothing later speaks of it.
pub(crate) fn cut(recording: &mut Value, index: usize) {
    recording["log"]["entries"].as_array_mut().unwrap().truncate(index + 1);
}

/// Sets the status of a response.
pub(crate) fn status(recording: &mut Value, index: usize, status: u16) {
    entry(recording, index)["response"]["status"] = status.into();
}

/// Sets a header of a response.
pub(crate) fn header(recording: &mut Value, index: usize, name: &str, value: &str) {
    let headers = entry(recording, index)["response"]["headers"].as_array_mut().unwrap();
    let header = headers.iter_mut().find(|header| header["name"] == name).unwrap();
    header["value"] = value.into();
}

/// Adds a header to a response.
pub(crate) fn add_header(recording: &mut Value, index: usize, name: &str, value: &str) {
    let headers = entry(recording, index)["response"]["headers"].as_array_mut().unwrap();
    headers.push(json!({"name": name, "value": value}));
}

/// Replaces a piece of the text of a response body.
pub(crate) fn rewrite(recording: &mut Value, index: usize, from: &str, to: &str) {
    let content = &mut entry(recording, index)["response"]["content"];
    let text = content["text"].as_str().unwrap();
    assert!(text.contains(from), "{text}");
    content["text"] = text.replacen(from, to, 1).into();
}

/// Turns an answer into a refusal.
pub(crate) fn refuse(recording: &mut Value, index: usize) {
    response_text(recording, index, r#"{"message":"no","success":false}"#);
}

/// Turns an answer into the bare acceptance of create and delete.
pub(crate) fn accept(recording: &mut Value, index: usize) {
    status(recording, index, 200);
    response(recording, index, |body| *body = json!({"message": "", "success": true}));
}

fn put(body: &mut Value, pointer: &str, value: Value) {
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    body.pointer_mut(parent).unwrap()[member] = value;
}

/// Leaves nothing in an update that a server may refuse for a reason the pages do not have.
pub(crate) fn plain(recording: &mut Value, index: usize) {
    send(recording, index, "model_limits", "".into());
    send(recording, index, "model_limits_enabled", false.into());
    send(recording, index, "allow_ips", "".into());
}

/// Sets a member of a request body alone.
pub(crate) fn send_only(recording: &mut Value, index: usize, member: &str, value: Value) {
    request(recording, index, |body| body[member] = value);
}

/// Sets a field of a key in every answer of a range of entries that shows it.
pub(crate) fn set_all(recording: &mut Value, range: std::ops::Range<usize>, id: i64, field: &str, value: Value) {
    for index in range {
        let content = &mut entry(recording, index)["response"]["content"];
        let Ok(mut body) = serde_json::from_str::<Value>(content["text"].as_str().unwrap_or_default()) else {
            continue;
        };
        let data = &mut body["data"];
        let mut records: Vec<&mut Value> = match data.get("items").is_some() {
            true => data["items"].as_array_mut().unwrap().iter_mut().collect(),
            false => vec![data],
        };
        for record in records.iter_mut().filter(|record| record["id"] == id) {
            record[field] = value.clone();
        }
        content["text"] = body.to_string().into();
    }
}

/// Gives an entry the answer of another.
pub(crate) fn copy_answer(recording: &mut Value, from: usize, to: usize) {
    let answer = entry(recording, from)["response"].clone();
    entry(recording, to)["response"] = answer;
}

/// Takes an item out of a list.
pub(crate) fn remove_item(recording: &mut Value, index: usize, item: usize) {
    response(recording, index, |body| {
        body["data"]["items"].as_array_mut().unwrap().remove(item);
    });
}
