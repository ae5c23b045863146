//! Numbers: bounds, multiples, formats.

use std::rc::Rc;

use serde_json::{Number, Value};

use super::decimal::Decimal;
use super::difference::Scope;
use super::node::{Bound, Branch, Listed, NumberShape};
use super::shapes::Atom;
use crate::compat::Rule;
use crate::compat::rules::schema as rules;

/// What the schemas together take of numbers; none when that is nothing.
pub(super) fn shape(atoms: &[Atom<'_>], branch: &Rc<Branch>, listed: Option<Listed>) -> Option<NumberShape> {
    let mut shape = NumberShape {
        branch: Rc::clone(branch),
        listed: None,
        integer: atoms.iter().any(|atom| atom.text("type") == Some("integer")),
        low: None,
        high: None,
        multiples: Vec::new(),
        formats: Default::default(),
    };
    for atom in atoms {
        shape.take(atom);
    }
    shape.settle();
    shape.listed = listed.map(|mut values| {
        values.retain(|_, value| value.as_number().is_some_and(|number| shape.bounds_take(number) != Some(false)));
        values
    });
    let empty = match (shape.low, shape.high) {
        (Some(low), Some(high)) => {
            low.value > high.value || (low.value == high.value && (low.excluded || high.excluded))
        }
        _ => false,
    };
    (!empty && shape.listed.as_ref().is_none_or(|values| !values.is_empty())).then_some(shape)
}

impl NumberShape {
    fn take(&mut self, atom: &Atom<'_>) {
        let bound = |keyword: &str, exclusive: &str| {
            let value = Decimal::of(atom.schema.get(keyword)?.as_number()?);
            Some(Bound { value, excluded: atom.is_true(exclusive), by_format: false })
        };
        self.raise(bound("minimum", "exclusiveMinimum"));
        self.lower(bound("maximum", "exclusiveMaximum"));
        if let Some(Value::Number(number)) = atom.schema.get("multipleOf") {
            self.multiples.push(Decimal::of(number));
        }
        match (atom.text("type"), atom.text("format")) {
            (Some("integer"), Some("int32")) => self.within(i32::MIN.into(), i32::MAX.into()),
            (Some("integer"), Some("int64")) => self.within(i64::MIN.into(), i64::MAX.into()),
            (Some("number" | "integer"), Some(format)) if !["int32", "int64", "password"].contains(&format) => {
                self.formats.insert(format.to_owned());
            }
            _ => {}
        }
    }

    fn within(&mut self, low: i128, high: i128) {
        let bound = |value| Some(Bound { value: Decimal::integer(value), excluded: false, by_format: true });
        self.raise(bound(low));
        self.lower(bound(high));
    }

    fn raise(&mut self, bound: Option<Bound>) {
        let key = |bound: &Bound| (bound.value, bound.excluded);
        if let Some(bound) = bound
            && self.low.is_none_or(|low| key(&bound) > key(&low) || (key(&bound) == key(&low) && low.by_format))
        {
            self.low = Some(bound);
        }
    }

    fn lower(&mut self, bound: Option<Bound>) {
        let key = |bound: &Bound| (bound.value, !bound.excluded);
        if let Some(bound) = bound
            && self.high.is_none_or(|high| key(&bound) < key(&high) || (key(&bound) == key(&high) && high.by_format))
        {
            self.high = Some(bound);
        }
    }

    /// Gives the same meaning one form: integers have whole, included bounds; no multiple follows from another.
    fn settle(&mut self) {
        if self.multiples.iter().any(|multiple| *multiple == Decimal::integer(1)) {
            self.integer = true;
        }
        if self.integer {
            for (bound, low) in [(&mut self.low, true), (&mut self.high, false)] {
                let Some(bound) = bound else { continue };
                let whole = if low { bound.value.ceiling() } else { bound.value.floor() };
                let step = if bound.excluded && bound.value.is_integer() { 1 } else { 0 };
                bound.value = whole.plus(if low { step } else { -step });
                bound.excluded = false;
            }
            self.multiples.push(Decimal::integer(1));
        }
        self.multiples.sort();
        self.multiples.dedup();
        let all = self.multiples.clone();
        self.multiples.retain(|one| !all.iter().any(|other| other != one && other.is_multiple_of(*one) == Some(true)));
        if self.integer {
            self.multiples.retain(|multiple| *multiple != Decimal::integer(1));
        }
    }

    /// Whether bounds and multiples take a number, as far as is known.
    pub(super) fn bounds_take(&self, number: &Number) -> Option<bool> {
        let value = Decimal::of(number);
        let low = self.low.is_none_or(|low| value > low.value || (value == low.value && !low.excluded));
        let high = self.high.is_none_or(|high| value < high.value || (value == high.value && !high.excluded));
        if !low || !high || (self.integer && !value.is_integer()) {
            return Some(false);
        }
        self.multiples.iter().try_fold(true, |takes, multiple| Some(takes && value.is_multiple_of(*multiple)?))
    }

    /// Whether one ends where the other begins.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let before = |a: &Self, b: &Self| {
            a.high.zip(b.low).is_some_and(|(high, low)| {
                high.value < low.value || (high.value == low.value && (high.excluded || low.excluded))
            })
        };
        before(self, other) || before(other, self)
    }

    /// The numbers that all must be multiples of, whole ones for integers.
    fn steps(&self) -> Vec<Decimal> {
        let mut steps = self.multiples.clone();
        if self.integer && steps.is_empty() {
            steps.push(Decimal::integer(1));
        }
        steps
    }
}

/// What differs between two shapes of numbers that list nothing.
pub(super) fn compare(old: &NumberShape, new: &NumberShape, scope: &mut Scope<'_, '_>) {
    match (old.integer, new.integer) {
        (false, true) if old.multiples.is_empty() => scope.report(&rules::TYPE_NARROWED, "type"),
        (true, false) if new.multiples.is_empty() => scope.report(&rules::TYPE_WIDENED, "type"),
        _ => compare_multiples(old, new, scope),
    }
    compare_bounds(old, new, scope);
    if let Some(rule) = by_format(old, new) {
        scope.report(rule, "format");
    }
}

fn compare_multiples(old: &NumberShape, new: &NumberShape, scope: &mut Scope<'_, '_>) {
    let covers = |coarse: &[Decimal], fine: &[Decimal]| {
        fine.iter().all(|step| coarse.iter().any(|multiple| multiple.is_multiple_of(*step) == Some(true)))
    };
    let (old, new) = (old.steps(), new.steps());
    let rule = match (covers(&new, &old), covers(&old, &new)) {
        (true, true) => return,
        (true, false) => &rules::MULTIPLE_OF_NARROWED,
        (false, true) => &rules::MULTIPLE_OF_WIDENED,
        (false, false) => &rules::MULTIPLE_OF_CHANGED,
    };
    scope.report(rule, "multipleOf");
}

fn compare_bounds(old: &NumberShape, new: &NumberShape, scope: &mut Scope<'_, '_>) {
    let low = |bound: Option<Bound>| bound.map(|bound| (bound.value, bound.excluded));
    let high = |bound: Option<Bound>| bound.map(|bound| (bound.value, !bound.excluded));
    let narrower = (low(new.low) > low(old.low), high_is_less(high(new.high), high(old.high)));
    let wider = (low(new.low) < low(old.low), high_is_less(high(old.high), high(new.high)));
    // Where the bounds of both or either come from a format, it is the format that changed.
    let format = |side: Option<Bound>, other: Option<Bound>| {
        let of_format = |bound: Option<Bound>| bound.is_some_and(|bound| bound.by_format);
        (of_format(side) && (other.is_none() || of_format(other))) || (of_format(other) && side.is_none())
    };
    let (by_low, by_high) = (format(old.low, new.low), format(old.high, new.high));
    if (narrower.0 && by_low) || (narrower.1 && by_high) {
        scope.report(&rules::FORMAT_NARROWED, "format");
    }
    if (wider.0 && by_low) || (wider.1 && by_high) {
        scope.report(&rules::FORMAT_WIDENED, "format");
    }
    let of_bounds: [(bool, &'static Rule, &'static str); 4] = [
        (narrower.0 && !by_low, &rules::MINIMUM_NARROWED, "minimum"),
        (wider.0 && !by_low, &rules::MINIMUM_WIDENED, "minimum"),
        (narrower.1 && !by_high, &rules::MAXIMUM_NARROWED, "maximum"),
        (wider.1 && !by_high, &rules::MAXIMUM_WIDENED, "maximum"),
    ];
    for (_, rule, keyword) in of_bounds.into_iter().filter(|(differs, ..)| *differs) {
        scope.report(rule, keyword);
    }
}

/// Whether the first greatest number is less than the second; none is beyond all.
fn high_is_less(a: Option<(Decimal, bool)>, b: Option<(Decimal, bool)>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a < b,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn by_format(old: &NumberShape, new: &NumberShape) -> Option<&'static Rule> {
    // Every float is a double; a number without a format is neither.
    let rank = |shape: &NumberShape| {
        let known = shape.formats.iter().all(|format| ["float", "double"].contains(&format.as_str()));
        let has = |format: &str| shape.formats.contains(format);
        known.then(|| if has("float") { 2 } else { u8::from(has("double")) })
    };
    if old.formats == new.formats {
        return None;
    }
    match (rank(old), rank(new)) {
        (Some(old), Some(new)) if new > old => Some(&rules::FORMAT_NARROWED),
        (Some(old), Some(new)) if new < old => Some(&rules::FORMAT_WIDENED),
        (Some(_), Some(_)) => None,
        _ => Some(&rules::FORMAT_UNDECIDED),
    }
}
