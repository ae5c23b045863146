//! An accepted update answers what was sent, field by field.

use serde_json::{Map, Value};

use super::Judge;
use crate::belief::concerns;
use crate::examined::Examined;
use crate::excerpt::shorten;
use crate::operation::Operation;
use crate::request_reading::type_of;
use crate::verdict::{Contradiction, Evidences};

const ID: &str = "update.id.answered";
const WITHOUT_AUTO: &str = "update.cross_group_retry.without-auto-group";

/// Field, its rule, and the member list that an excerpt of the request shows.
const FIELDS: [(&str, &str, &[&str]); 10] = [
    ("name", "update.name.answered-as-sent", &["name"]),
    ("status", "update.status.answered-as-sent", &["status"]),
    ("expired_time", "update.expired_time.answered-as-sent", &["expired_time"]),
    ("remain_quota", "update.remain_quota.answered-as-sent", &["remain_quota"]),
    ("unlimited_quota", "update.unlimited_quota.answered-as-sent", &["unlimited_quota"]),
    ("model_limits_enabled", "update.model_limits_enabled.answered-as-sent", &["model_limits_enabled"]),
    ("model_limits", "update.model_limits.answered-as-sent", &["model_limits"]),
    ("allow_ips", "update.allow_ips.answered-as-sent", &["allow_ips"]),
    ("group", "update.group.answered-as-sent", &["group"]),
    ("cross_group_retry", "update.cross_group_retry.answered-as-sent", &["group", "cross_group_retry"]),
];

/// The judge of what an update answers.
pub(super) struct AnsweredAsSent;

impl Judge for AnsweredAsSent {
    fn name(&self) -> &'static str {
        "answered_as_sent"
    }

    fn rules(&self) -> Vec<&'static str> {
        FIELDS.iter().map(|(_, rule, _)| *rule).chain([ID, WITHOUT_AUTO]).collect()
    }

    fn judge(&mut self, examined: &Examined<'_>, evidences: &mut Evidences) {
        if examined.operation() != Operation::Update || !examined.exchange.request.query.is_empty() {
            return;
        }
        let (Some(sent), Some(reading)) = (examined.sent.members(), &examined.reading) else { return };
        let Some(answered) = examined.data().and_then(Value::as_object) else { return };
        if reading.ambiguous || sent.trailing {
            return;
        }
        for member in sent.iter().filter(|member| !member.unusual_number) {
            let unstated = reading.unstated.contains(&member.name);
            if unstated || reading.flaws.iter().any(|flaw| concerns(flaw, &member.name)) {
                continue;
            }
            let Some(answer) = answered.get(&member.name) else { continue };
            if used_meanwhile(answered, &member.name, &member.value, answer) {
                continue;
            }
            // A value of another type is the schema's matter, and reported there.
            if type_of(answer) == type_of(&member.value) || member.name == "allow_ips" {
                field(examined, &member.name, &member.value, answer, evidences);
            }
        }
    }
}

fn field(examined: &Examined<'_>, name: &str, sent: &Value, answered: &Value, evidences: &mut Evidences) {
    if name == "id" {
        let contradiction = (sent != answered)
            .then(|| Contradiction::new(format!("the record with id {sent}"), format!("id {answered}")).at("/data/id"));
        return evidences.decide(ID, examined, contradiction);
    }
    let Some(&(_, rule, members)) = FIELDS.iter().find(|(field, _, _)| *field == name) else { return };
    let auto = examined.sent_member("group").and_then(Value::as_str) == Some("auto");
    let rule = if name == "cross_group_retry" && !auto { WITHOUT_AUTO } else { rule };
    let dropped = rule == WITHOUT_AUTO && *answered == Value::Bool(false);
    let same = sent == answered || (name == "allow_ips" && lifts(sent) && lifts(answered)) || dropped;
    let contradiction = (!same).then(|| {
        let expected = format!("{name} {}, as the accepted update sent it", shorten(&sent.to_string()));
        let seen = format!("it answered {}", shorten(&answered.to_string()));
        Contradiction::new(expected, seen).at(format!("/data/{name}")).sending(members)
    });
    evidences.decide(rule, examined, contradiction);
}

/// Whether a value of `allow_ips` lifts the restriction.
fn lifts(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// Whether the use of the key explains what is answered: quota was spent, or the status turned by itself.
fn used_meanwhile(answered: &Map<String, Value>, name: &str, sent: &Value, answer: &Value) -> bool {
    let integer = |name: &str| answered.get(name).and_then(Value::as_i64);
    let unlimited = answered.get("unlimited_quota") == Some(&Value::Bool(true));
    match (name, sent.as_i64(), answer.as_i64()) {
        ("remain_quota", Some(sent), Some(left)) => sent
            .checked_sub(left)
            .is_some_and(|spent| spent > 0 && integer("used_quota").is_some_and(|used| used >= spent)),
        ("status", Some(1), Some(3)) => integer("expired_time").is_some_and(|time| time != -1),
        ("status", Some(1), Some(4)) => !unlimited && integer("remain_quota").is_some_and(|quota| quota <= 0),
        _ => false,
    }
}
