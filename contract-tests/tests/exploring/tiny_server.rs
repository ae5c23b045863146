//! A server in a few lines: it keeps what it is sent, and checks nothing. Or it does something worse with its connections.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Map, Value, json};

/// A request as it came.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
    pub(crate) token: String,
}

/// Serves every connection with this function, on a thread each. The threads end with the test.
pub(crate) fn serve(serve: impl Fn(TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve = Arc::new(serve);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let serve = Arc::clone(&serve);
            std::thread::spawn(move || serve(stream));
        }
    });
    url
}

/// Reads the next request; `None` at the end.
pub(crate) fn read(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    stream.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut token) = (0, String::new());
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok().filter(|count| *count > 0)?;
        let Some((name, value)) = line.split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "authorization" => token = value.trim().to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(Request { method, path, body, token })
}

pub(crate) fn answer(stream: &mut TcpStream, status: u16, body: &Value) {
    let body = body.to_string();
    let head =
        format!("HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    // A client that has gone away is no matter of the server.
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

/// Keys of one account, by what was sent.
#[derive(Default)]
pub(crate) struct Store {
    keys: Vec<Map<String, Value>>,
    next: i64,
}

impl Store {
    /// Does as it is told: a name of any length, a status of any number.
    pub(crate) fn answer(&mut self, request: &Request) -> Value {
        let path = request.path.split('?').next().unwrap_or_default();
        let id = path.strip_prefix("/api/token/").and_then(|id| id.parse::<i64>().ok());
        let refused = json!({"success": false, "message": "no"});
        let Ok(sent) = (match request.body.is_empty() {
            true => Ok(Map::new()),
            false => serde_json::from_slice::<Map<String, Value>>(&request.body),
        }) else {
            return refused;
        };
        match (request.method.as_str(), id) {
            _ if request.token != "tiny-server-token-0001" => refused,
            ("GET", None) => {
                let items: Vec<Value> = self.keys.iter().rev().take(100).cloned().map(Value::Object).collect();
                let (total, page_size) = (self.keys.len(), items.len());
                json!({"success": true, "message": "", "data": {"page": 1, "page_size": page_size, "total": total, "items": items}})
            }
            ("POST", _) => {
                self.next += 1;
                let mut key = json!({"id": self.next, "user_id": 2, "key": format!("key{:045}a", self.next), "status": 1,
                    "name": "", "created_time": 1_700_000_000, "accessed_time": 1_700_000_000, "expired_time": -1,
                    "remain_quota": 0, "unlimited_quota": false, "model_limits_enabled": false, "model_limits": "",
                    "allow_ips": null, "used_quota": 0, "group": "", "cross_group_retry": false});
                if let Value::Object(key) = &mut key {
                    key.extend(sent);
                    self.keys.push(key.clone());
                }
                json!({"success": true, "message": ""})
            }
            (method, id) => {
                let id = id.or_else(|| sent.get("id")?.as_i64());
                let Some(at) = self.keys.iter().position(|key| key["id"].as_i64() == id) else { return refused };
                match method {
                    "DELETE" => {
                        self.keys.remove(at);
                        json!({"success": true, "message": ""})
                    }
                    method => {
                        if method == "PUT" {
                            self.keys[at].extend(sent);
                        }
                        json!({"success": true, "message": "", "data": self.keys[at]})
                    }
                }
            }
        }
    }
}

/// A server that answers from a store as long as it is asked, but for what `instead` does with the n-th request: where it
/// gives false, the request is answered.
pub(crate) fn keeping(instead: impl Fn(u64, &mut TcpStream) -> bool + Send + Sync + 'static) -> String {
    let (store, count) = (Mutex::new(Store::default()), Mutex::new(0));
    serve(move |mut stream| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while let Some(request) = read(&mut reader) {
            let number = {
                let mut count = count.lock().unwrap();
                *count += 1;
                *count
            };
            if instead(number, &mut stream) {
                return;
            }
            let body = store.lock().unwrap().answer(&request);
            answer(&mut stream, 200, &body);
        }
    })
}
