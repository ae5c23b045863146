//! Somebody who uses the account while a run goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use sandbox::Sandbox;
use serde_json::json;

use crate::observed::{ask, create, records};

/// Makes, changes and deletes keys of the first account until it is dropped.
pub(crate) struct Stranger {
    goes_on: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Stranger {
    pub(crate) fn begin(sandbox: &Arc<Sandbox>) -> Self {
        let (goes_on, sandbox) = (Arc::new(AtomicBool::new(true)), Arc::clone(sandbox));
        let busy = Arc::clone(&goes_on);
        let thread = std::thread::spawn(move || {
            let mut round = 0;
            while busy.load(Ordering::Relaxed) {
                round += 1;
                create(&sandbox, &format!("stranger {round}"));
                let mine: Vec<_> = records(&sandbox, 0)
                    .into_iter()
                    .filter(|record| record["name"].as_str().is_some_and(|name| name.starts_with("stranger")))
                    .collect();
                if let Some(first) = mine.first() {
                    let mut body = first.clone();
                    body["remain_quota"] = json!(1_000 + round);
                    ask(&sandbox, 0, "PUT", "/api/token/", Some(body));
                }
                if mine.len() > 3 {
                    ask(&sandbox, 0, "DELETE", &format!("/api/token/{}", mine[mine.len() - 1]["id"]), None);
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        Self { goes_on, thread: Some(thread) }
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.goes_on.store(false, Ordering::Relaxed);
        self.thread.take().map(JoinHandle::join);
    }
}
