//! A state in a file: kept over a restart, refused when it is none.

use reqwest::Method;
use sandbox::{Account, Sandbox, StartError};

use crate::account::{Http, run};

/// A folder of this test alone, gone with it.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("sandbox-state-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left of it harms nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn keys_and_accounts_come_back() {
    let folder = Folder::new("round");
    let file = folder.0.join("state.json");
    run(async {
        let account = Account::new("carol", 9, "carols-token");
        let sandbox = Sandbox::builder().account(account).state_file(&file).clock_at(5).start().unwrap();
        let http = Http::of(&sandbox, 0);
        http.create(r#"{"name":"\ud83d\udd11","allow_ips":"127.0.0.1\n::1"}"#).await;
        http.create(r#"{"name":"gone"}"#).await;
        http.create(r#"{"name":"b","allow_ips":""}"#).await;
        http.send(Method::DELETE, "/api/token/2", "").await;
        let keys = sandbox.keys(9);
        sandbox.stop().unwrap();

        // The accounts of the file count, not the two of a fresh one.
        let sandbox = Sandbox::builder().state_file(&file).start().unwrap();
        assert_eq!(sandbox.accounts()[0].name, "carol");
        assert_eq!(sandbox.keys(9), keys);
        // No id and no value comes twice.
        Http::of(&sandbox, 0).create("{}").await;
        let newest = sandbox.keys(9).remove(0);
        assert_eq!(newest.id, 4);
        assert!(keys.iter().all(|key| key.key != newest.key));
    });
}

#[test]
fn a_running_sandbox_keeps_its_file_up_to_date() {
    let folder = Folder::new("running");
    let file = folder.0.join("state.json");
    run(async {
        let sandbox = Sandbox::builder().state_file(&file).start().unwrap();
        Http::of(&sandbox, 0).create(r#"{"name":"saved"}"#).await;
        let began = std::time::Instant::now();
        while !std::fs::read_to_string(&file).is_ok_and(|text| text.contains("saved")) {
            assert!(began.elapsed().as_secs() < 10, "the file was not written");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        drop(sandbox);
    });
}

#[test]
fn what_is_no_state_is_said_and_left_alone() {
    let folder = Folder::new("bad");
    let file = folder.0.join("state.json");
    let account = r#"{"name":"a","user_id":2,"access_token":"t","groups":[]}"#;
    let key = r#"{"id":1,"user_id":2,"key":"k","status":1,"name":"","created_time":0,"accessed_time":0,"expired_time":-1,
        "remain_quota":0,"unlimited_quota":false,"model_limits_enabled":false,"model_limits":"","allow_ips":null,
        "used_quota":0,"group":"","cross_group_retry":false}"#;
    let state = |accounts: &str, keys: &str| {
        format!(r#"{{"version":1,"accounts":[{accounts}],"next_id":1,"keys_made":0,"keys":[{keys}]}}"#)
    };
    let bad = [
        (String::new(), "it ends too early, line 1"),
        ("no JSON".to_owned(), "it is no JSON, line 1, column 2"),
        ("[]".to_owned(), "it is something else, line 1"),
        (state(account, key).replace("\"version\":1", "\"version\":2"), "its version is 2, this reads 1"),
        (state("", key), "it has no account"),
        (
            state(account, &key.replace("\"user_id\":2", "\"user_id\":3")),
            "key 1 is of an account that it does not have",
        ),
        (
            state(account, key).replace("\"keys_made\":0", "\"keys_made\":18446744073709551615"),
            "no room for another key",
        ),
        (state(account, key).replace("\"next_id\":1", "\"next_id\":9223372036854775807"), "no room for another key"),
        ("{\"sk-s3cret\":1}".to_owned(), "it is something else"),
        (state(account, &format!("{key},{key}")), "the id or the value of key 1 is not its own"),
        (state(account, &key.replace("\"id\":1", "\"id\":0")), "the id or the value of key 0 is not its own"),
        (state(account, &key.replace("\"status\":1", "\"status\":\"1\"")), "it is something else"),
        (state(account, &key.replace("\"group\"", "\"troupe\"")), "it is something else"),
        (state(account, &key.replace("\"used_quota\":0,", "")), "it is something else"),
    ];
    for (text, reason) in bad {
        std::fs::write(&file, &text).unwrap();
        let error = Sandbox::builder().state_file(&file).start().unwrap_err();
        assert!(matches!(error, StartError::State(_)));
        let said = error.to_string();
        assert!(said.contains("state.json is no state of a sandbox: ") && said.contains(reason), "{said}");
        assert!(said.contains("move it away, or name another file"), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
    let error = Sandbox::builder().state_file(&folder.0).start().unwrap_err().to_string();
    assert!(error.contains("directory"), "{error}");
}

#[test]
fn a_file_that_cannot_be_written_is_said_before_anything_is_made() {
    let folder = Folder::new("unwritable");
    let file = folder.0.join("no-such-folder").join("state.json");
    let error = Sandbox::builder().state_file(&file).start().unwrap_err().to_string();
    assert!(error.contains("state.json: ") && error.contains("name a file in a folder that can be written"), "{error}");
}

#[test]
fn a_folder_that_goes_away_is_said_on_stopping() {
    let folder = Folder::new("gone");
    let inner = folder.0.join("inner");
    std::fs::create_dir(&inner).unwrap();
    let sandbox = Sandbox::builder().state_file(inner.join("state.json")).start().unwrap();
    std::fs::remove_dir_all(&inner).unwrap();
    let error = sandbox.stop().unwrap_err().to_string();
    assert!(error.contains("state.json: "), "{error}");
}
