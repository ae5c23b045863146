//! What one key may look like now.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::candidate::{Candidate, Expected};
use super::cause::{Around, cause};
use super::field::{Field, FieldMap};
use super::group::Group;
use super::identity::Identity;
use super::key_use::{Use, is_unusable};
use super::meanwhile::Half;
use super::shown::{Check, Difference, Pointer, RecordShown};
use super::write::{Giving, Write, values};
use crate::exchange::Exchange;

/// The largest number of writes at the same time whose outcomes are told apart. Of more, nothing is concluded.
const PARALLEL_WRITES: usize = 64;

/// How long a write from before a trace may have been under way, in seconds.
const UNDER_WAY: i64 = 5;

/// How many writes without an answer are kept in mind. With more, nothing is concluded of the key any more.
const LATE_WRITES: usize = 8;

/// What one key may look like.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyBelief {
    /// The whole records that it may have; none when nothing is known.
    pub(super) candidates: Vec<Candidate>,
    /// Accepted writes at the same time, or of unknown effect, not yet taken into the candidates.
    pub(super) group: Group,
    /// Writes that were never answered: they may be done at any time later.
    pub(super) late: Vec<Arc<Write>>,
    /// A record of no one moment that a read showed while updates were under way.
    pub(super) half: Option<Box<Half>>,
    /// Nothing is concluded of it any more.
    pub(super) beyond: bool,
    /// It was written so soon after the trace began, or a gap in it, that a write from before may have been under way: a
    /// difference is not held against anybody until it is read.
    pub(super) shaky: bool,
    /// The read-only fields.
    pub(super) identity: Identity,
    /// Whether the trace created or named it: then nobody else is expected to change it.
    pub(super) ours: bool,
    /// The last list that showed it.
    pub(super) listed_by: Option<Arc<Exchange>>,
    /// Whether it is there for certain.
    pub(super) exists: bool,
    /// Whether a model request may have used it since it was read.
    pub(super) used: bool,
    /// Whether nobody can ever have used it: each record that it may have had stood against that.
    pub(super) is_unusable: bool,
    /// How many model requests with unknown keys had been sent when it was shown last.
    pub(super) epoch: u64,
    /// Ordinals of exchanges between which it was created.
    pub(super) born: (u64, u64),
    /// The exchange that showed it last.
    pub(super) shown_by: Option<Arc<Exchange>>,
    /// When that exchange was started.
    pub(super) shown_at: Option<Timestamp>,
    /// A refused update of it since it was last read.
    pub(super) refused: Option<Arc<Write>>,
    /// A refused delete of it since it was last seen.
    pub(super) refused_delete: Option<Arc<Exchange>>,
    unread: bool,
    /// What it was before the last write.
    previous: Option<Box<FieldMap<Option<Value>>>>,
    last: Option<Arc<Write>>,
}

impl KeyBelief {
    /// A key that is there, of which nothing else is known.
    pub(super) fn there(born: (u64, u64)) -> Self {
        Self { exists: true, born, ..Self::default() }
    }

    /// A key that an accepted create made.
    pub(super) fn created(write: &Arc<Write>, born: (u64, u64)) -> Self {
        let candidates = vec![Candidate::created(write)];
        let last = Some(Arc::clone(write));
        let shown_by = Some(Arc::clone(&write.exchange));
        let identity = Identity::of_a_new_key();
        let is_unusable = is_unusable(|field| write.sent(field), write.started().as_second());
        Self { candidates, ours: true, unread: true, last, shown_by, identity, is_unusable, ..Self::there(born) }
    }

    /// So many model requests with unknown keys have been sent: of those since it was shown last any may have used it.
    pub(super) fn at_epoch(&mut self, epoch: u64) {
        self.is_unusable &= self.epoch == epoch;
        self.epoch = epoch;
    }

    /// Takes an update that was accepted, or may have been, in a trace without a gap since `began`.
    pub(super) fn written(&mut self, mut write: Write, began: Timestamp) -> Arc<Write> {
        self.fold(write.started());
        self.shaky |= self.shown_by.is_none() && write.started().as_second() - began.as_second() < UNDER_WAY;
        self.previous = match self.candidates.as_slice() {
            [only] if self.group.is_empty() && !self.beyond => Some(Box::new(only.all_known())),
            _ => None,
        };
        self.is_unusable &= is_unusable(|field| write.sent(field), write.started().as_second());
        let alone = self.group.is_empty() && self.late.is_empty() && write.certain;
        write.repeats = alone && self.last.as_ref().is_some_and(|last| last.is_same_request(&write));
        let write = Arc::new(write);
        if write.may_land_late() {
            self.beyond |= self.late.len() >= LATE_WRITES;
            self.late.push(Arc::clone(&write));
        }
        if write.certain {
            // One that leaves the name alone may well be of somebody else's key.
            self.ours |= write.name().is_some();
            self.exists = true;
            self.last = Some(Arc::clone(&write));
        }
        self.unread = true;
        self.beyond |= self.group.len() >= PARALLEL_WRITES;
        self.group.push(Arc::clone(&write));
        write
    }

    /// Nothing is known of its fields any more.
    pub(super) fn forget(&mut self) {
        let Self { identity, born, .. } = std::mem::take(self);
        *self = Self { identity, born: (0, born.1), ..Self::default() };
    }

    /// Nothing is known of its fields any more, but it is there.
    pub(super) fn doubt(&mut self) {
        self.candidates = Vec::new();
        self.group = Group::default();
        (self.half, self.last) = (None, None);
        (self.used, self.is_unusable) = (true, false);
    }

    /// Takes the writes that were over at a time into the candidates. Returns whether none was under way then.
    pub(super) fn fold(&mut self, at: Timestamp) -> bool {
        if self.group.is_empty() {
            return true;
        }
        if self.group.is_under_way(at) {
            return false;
        }
        let group = self.group.take(at);
        let unknown = self.candidates.is_empty();
        let nothing = [Candidate::default()];
        let before: &[Candidate] = if unknown { &nothing } else { &self.candidates };
        let writes = group.writes();
        let parallel: &[Arc<Write>] = if group.len() > 1 { writes } else { &[] };
        let last = writes.iter().filter(|write| group.may_be_last(write));
        let mut after: Vec<Candidate> = last.map(|write| Candidate::after(write, before, parallel)).collect();
        if !writes.iter().any(|write| write.certain) {
            after.extend_from_slice(before);
        }
        self.candidates = after;
        true
    }

    /// Whether it is plainly enabled: status 1, unexpired and with quota, whatever of its possible records is true.
    pub(super) fn is_plainly_enabled(&self, now: i64) -> bool {
        self.can_be_enabled(now) && self.is_always(Field::Status, |status| status.as_i64() == Some(1))
    }

    /// Whether nothing that is stored stands against enabling it: it is unexpired and with quota, whatever its status and
    /// whatever of its possible records is true.
    pub(super) fn can_be_enabled(&self, now: i64) -> bool {
        let known = !self.candidates.is_empty() && self.group.is_empty() && self.late.is_empty() && !self.used;
        known
            && !self.beyond
            && self
                .is_always(Field::ExpiredTime, |time| time.as_i64().is_some_and(|time| time == -1 || time > now + 60))
            && (self.is_always(Field::UnlimitedQuota, |unlimited| *unlimited == Value::Bool(true))
                || self.is_always(Field::RemainQuota, |quota| quota.as_i64().is_some_and(|quota| quota > 0)))
    }

    /// Whether a field passes a test, whatever of its possible records is true.
    fn is_always(&self, field: Field, test: impl Fn(&Value) -> bool) -> bool {
        self.candidates.iter().all(|c| c.possible(field).is_some_and(|values| values.iter().all(&test)))
    }

    /// The only value that a field may have, once all writes are over.
    pub(super) fn only(&self, field: Field) -> Option<Value> {
        if self.beyond || !self.group.is_empty() || !self.late.is_empty() {
            return None;
        }
        let [only] = self.candidates.as_slice() else { return None };
        match only.possible(field)?.as_slice() {
            [value] => Some(value.clone()),
            _ => None,
        }
    }

    /// The status that a read showed last, if nothing has written the key since.
    pub(super) fn read_status(&self) -> Option<i64> {
        match self.candidates.as_slice() {
            [Candidate { fields, .. }] if self.group.is_empty() => match &fields[Field::Status] {
                Expected::Read(status) => status.as_i64(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The status that the last accepted update sent, if nothing has been read or written since.
    pub(super) fn sent_status(&self) -> Option<i64> {
        match self.candidates.as_slice() {
            [Candidate { fields, .. }] if self.group.is_empty() && self.late.is_empty() => match &fields[Field::Status]
            {
                Expected::Sent(status) => status.as_i64(),
                _ => None,
            },
            _ => None,
        }
    }

    /// The exchange that its fields rest on.
    pub(super) fn since(&self) -> Option<Arc<Exchange>> {
        match &self.last {
            Some(write) if self.unread => Some(Arc::clone(&write.exchange)),
            _ => self.shown_by.clone(),
        }
    }

    /// Holds a record against what is believed, and takes what it shows. `None` where a write was under way.
    pub(super) fn read(
        &mut self,
        exchange: &Arc<Exchange>,
        (pointer, id): (Pointer, i64),
        record: &Map<String, Value>,
        around: &Around,
    ) -> Option<RecordShown> {
        if !self.fold(exchange.started) {
            self.glimpse(exchange, record, &[]);
            return None;
        }
        let seen = values(record);
        let named = self.last.as_ref().filter(|_| self.unread).and_then(|write| write.named_used_quota);
        let used_before = self.identity.used_quota();
        self.is_unusable &= is_unusable(|field| seen[field].as_ref(), exchange.started.as_second());
        let (read_only_compared, read_only) = self.identity.compare(record, exchange, named, self.is_unusable);
        let use_shown = Use::of(record, used_before, exchange.ended.as_second());
        let (best, checks) = self.check(&seen, &use_shown, around);
        let candidate = best.map(|index| self.candidates.swap_remove(index));
        let among_parallel = candidate.is_some() && !self.candidates.is_empty();
        let write = candidate.as_ref().and_then(|candidate| candidate.write.clone());
        let repeated = candidate.as_ref().is_some_and(|candidate| candidate.before_repeat.is_some());
        let fields = settled(candidate.map(|candidate| candidate.fields).unwrap_or_default(), seen);
        let is_clean = checks.iter().all(|(_, check)| !matches!(check, Check::Differs(_)));
        let shown = RecordShown {
            pointer,
            id,
            checks,
            half: self.half.take().filter(|_| is_clean),
            written: write.clone().filter(|_| self.unread),
            among_parallel,
            before: self.shown_by.replace(Arc::clone(exchange)),
            previous: self.previous.take(),
            repeated,
            refused: self.refused.take().map(|write| Arc::clone(&write.exchange)),
            other_key: around.other_key.last().map(|write| Arc::clone(&write.exchange)),
            other_account: around.other_account.last().map(|(exchange, _)| Arc::clone(exchange)),
            read_only,
            read_only_compared,
        };
        self.candidates = vec![Candidate { fields, write, before_repeat: None }];
        (self.unread, self.used, self.shaky) = (false, false, false);
        (self.exists, self.refused_delete) = (true, None);
        self.shown_at = Some(exchange.started);
        Some(shown)
    }

    /// The candidate that a record fits best, and what each field is by it.
    fn check(&self, seen: &FieldMap<Option<Value>>, used: &Use, around: &Around) -> (Option<usize>, FieldMap<Check>) {
        if self.beyond {
            return (None, FieldMap::default());
        }
        let differing = |candidate: &Candidate| -> Vec<Field> {
            Field::ALL.into_iter().filter(|&field| self.differs(candidate, field, seen, used)).collect()
        };
        let compared = self.candidates.iter().map(differing).enumerate();
        let Some((best, differing)) = compared.min_by_key(|(_, differing)| differing.len()) else {
            return (None, FieldMap::default());
        };
        let candidate = &self.candidates[best];
        let mixed = !differing.is_empty() && self.candidates.len() > 1 && self.is_mixed(&differing, seen);
        let checks = FieldMap::from_fn(|field| {
            let Some(value) = &seen[field] else { return Check::Nothing };
            if !differing.contains(&field) {
                return fitting(candidate, field, value, used, seen);
            }
            if self.shaky {
                return Check::Nothing;
            }
            let since = candidate.write.as_ref().filter(|_| self.unread).map(|write| Arc::clone(&write.exchange));
            Check::Differs(Box::new(Difference {
                field,
                expected: candidate.expected(field),
                seen: value.clone(),
                cause: cause(self, candidate, field, (seen, &differing), mixed, around),
                since: since.or_else(|| self.shown_by.clone()),
            }))
        });
        (Some(best), checks)
    }

    /// Whether a field is not what a candidate expects, and neither use nor a late write explains it.
    fn differs(&self, candidate: &Candidate, field: Field, seen: &FieldMap<Option<Value>>, used: &Use) -> bool {
        let Some(value) = &seen[field] else { return false };
        let plainly = match &candidate.fields[field] {
            Expected::Anything => false,
            Expected::Read(expected) | Expected::Sent(expected) | Expected::Answered(expected) => {
                !field.same(expected, value)
            }
            Expected::LeftOut(_) => {
                let repeated = candidate.before_repeat.as_ref().and_then(|before| before[field].as_ref());
                let answered = candidate.write.as_ref().and_then(|write| write.answered[field].as_ref());
                // Whether a reset is one, the judge of omitted fields tells: it knows the others.
                // A reset may leave a time counted from now, another one each time.
                let times = |expected: &Value| {
                    field == Field::ExpiredTime && [expected, value].iter().all(|time| time.as_i64() > Some(0))
                };
                match (repeated, answered) {
                    (Some(before), _) => !field.same(before, value) && !times(before),
                    (None, Some(answered)) => !field.same(answered, value),
                    (None, None) => false,
                }
            }
        };
        let landed = |write: &Arc<Write>| match &write.fields[field] {
            Giving::Sent(sent) => field.same(sent, value),
            Giving::Omitted | Giving::Unclear => true,
        };
        plainly && !used.explains(field, &candidate.expected(field), seen) && !self.late.iter().any(landed)
    }

    /// Whether every differing value is that of another of the writes at the same time. A value that the answer to each
    /// write that sent another one shows in its place was not mixed in: such a server ignores the field.
    fn is_mixed(&self, differing: &[Field], seen: &FieldMap<Option<Value>>) -> bool {
        let is_ignored = |field: Field| {
            self.candidates.iter().filter_map(|candidate| candidate.write.as_ref()).all(|write| {
                match (&write.fields[field], &write.answered[field], &seen[field]) {
                    (Giving::Sent(sent), Some(answered), Some(seen)) => {
                        field.same(sent, seen) || field.same(answered, seen)
                    }
                    _ => false,
                }
            })
        };
        !differing.iter().all(|&field| is_ignored(field))
            && differing.iter().all(|&field| {
                let value = seen[field].as_ref();
                self.candidates.iter().any(|other| match (&other.fields[field], value) {
                    (Expected::Sent(sent), Some(value)) => field.same(sent, value),
                    (Expected::Read(_) | Expected::LeftOut(_) | Expected::Answered(_) | Expected::Anything, _)
                    | (Expected::Sent(_), None) => false,
                })
            })
    }

    /// The last write that was accepted for certain.
    pub(super) fn last_write(&self) -> Option<&Arc<Write>> {
        self.last.as_ref()
    }
}

/// What a field is that differs from nothing.
fn fitting(candidate: &Candidate, field: Field, value: &Value, used: &Use, seen: &FieldMap<Option<Value>>) -> Check {
    let same = |expected: &Value| field.same(expected, value);
    match &candidate.fields[field] {
        Expected::Anything => Check::Nothing,
        Expected::Read(expected) | Expected::Answered(expected) if same(expected) => Check::Unchanged,
        Expected::Sent(expected) if same(expected) => Check::AsSent,
        Expected::LeftOut(kept) if kept.iter().any(same) => Check::Kept,
        Expected::LeftOut(kept) if kept.iter().any(|kept| used.explains(field, kept, seen)) => Check::Used,
        Expected::LeftOut(_) => Check::Reset(value.clone()),
        Expected::Read(expected) | Expected::Answered(expected) | Expected::Sent(expected)
            if used.explains(field, expected, seen) =>
        {
            Check::Used
        }
        Expected::Read(_) | Expected::Answered(_) | Expected::Sent(_) => Check::Nothing,
    }
}

/// What is expected after a read: what it shows; of a field it does not show, what was expected before.
fn settled(mut fields: FieldMap<Expected>, mut seen: FieldMap<Option<Value>>) -> FieldMap<Expected> {
    for field in Field::ALL {
        if let Some(value) = seen[field].take() {
            match &fields[field] {
                Expected::Read(before) if *before == value => {}
                _ => fields[field] = Expected::Read(value),
            }
        }
    }
    fields
}
