//! What differs at one place, while it is being found.

use std::rc::Rc;

use serde_json::Value;

use super::graph::Graph;
use super::node::{Branch, Pointers};
use super::side::Side;
use super::text::RangeRules;
use crate::compat::{Effect, Rule};

/// One difference between two schemas.
#[derive(Clone, Debug)]
pub(in crate::compat) struct Difference {
    pub(in crate::compat) rule: &'static Rule,
    /// The keyword, or the name of a member, that it is about; what values can show it is looked for by this.
    pub(in crate::compat) keyword: &'static str,
    /// The member that it is about.
    pub(in crate::compat) member: Option<String>,
    pub(in crate::compat) old: String,
    pub(in crate::compat) new: String,
    pub(in crate::compat) old_value: Option<Value>,
    pub(in crate::compat) new_value: Option<Value>,
    pub(in crate::compat) lost: Option<Value>,
    pub(in crate::compat) gained: Option<Value>,
}

impl Difference {
    /// What it does to the values that fit, without any reading of who sends what: a member that is described, or no more,
    /// may take more values and fewer.
    pub(super) fn whole_effect(&self) -> Effect {
        let of_member = self.member.is_some() && self.rule.effect != Effect::Other;
        if of_member { Effect::Both } else { self.rule.effect }
    }

    /// One that says where it is and nothing else.
    pub(in crate::compat) fn between(rule: &'static Rule, old: String, new: String) -> Self {
        let (old_value, new_value, lost, gained) = (None, None, None, None);
        Self { rule, keyword: "", member: None, old, new, old_value, new_value, lost, gained }
    }
}

/// From a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    /// Any member that is not described.
    Other,
    Item,
}

impl Step {
    /// The step as part of a route, which reads like `data.items[]`.
    pub(super) fn add_to(&self, route: &str) -> String {
        match self {
            Self::Member(name) if route.is_empty() => name.clone(),
            Self::Member(name) => format!("{route}.{name}"),
            Self::Other => format!("{route}.*"),
            Self::Item => format!("{route}[]"),
        }
    }
}

/// A place below the one compared.
#[derive(Clone, Debug)]
pub(super) struct Child {
    pub(super) step: Step,
    pub(super) old: Pointers,
    pub(super) new: Pointers,
    /// Where it is, or would be.
    pub(super) at: (String, String),
}

/// What was found at one place.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) differences: Vec<Difference>,
    pub(super) children: Vec<Child>,
}

impl Findings {
    fn add(&mut self, difference: Difference) {
        let same = |other: &Difference| {
            std::ptr::eq(other.rule, difference.rule)
                && other.old == difference.old
                && other.new == difference.new
                && other.member == difference.member
        };
        if !self.differences.iter().any(same) {
            self.differences.push(difference);
        }
    }
}

/// The two branches that are being compared, and where what differs is noted.
pub(super) struct Scope<'s, 'a> {
    pub(super) graph: &'s mut Graph<'a>,
    pub(super) old: Rc<Side<'a>>,
    pub(super) new: Rc<Side<'a>>,
    pub(super) old_branch: Rc<Branch>,
    pub(super) new_branch: Rc<Branch>,
    /// Where the place is, or would be, for what no schema stands for.
    pub(super) at: (String, String),
    pub(super) findings: Findings,
}

impl<'a> Scope<'_, 'a> {
    /// Notes a difference of a keyword.
    pub(super) fn report(&mut self, rule: &'static Rule, keyword: &'static str) {
        self.report_values(rule, keyword, None, None);
    }

    /// The same, with a value that was legal and is no more, and one that was not and is.
    pub(super) fn report_values(
        &mut self,
        rule: &'static Rule,
        keyword: &'static str,
        lost: Option<Value>,
        gained: Option<Value>,
    ) {
        let (old, old_value) = place(&self.old, &self.old_branch, keyword, &self.at.0);
        let (new, new_value) = place(&self.new, &self.new_branch, keyword, &self.at.1);
        let difference = Difference { rule, keyword, member: None, old, new, old_value, new_value, lost, gained };
        self.findings.add(difference);
    }

    /// Notes a difference of a member, or of whether it is required.
    pub(super) fn report_member(&mut self, rule: &'static Rule, name: &str, keyword: &'static str) {
        let (old, old_value) = member_place(&self.old, &self.old_branch, keyword, name, &self.at.0);
        let (new, new_value) = member_place(&self.new, &self.new_branch, keyword, name, &self.at.1);
        let member = Some(name.to_owned());
        self.findings.add(Difference {
            rule,
            keyword,
            member,
            old,
            new,
            old_value,
            new_value,
            lost: None,
            gained: None,
        });
    }

    /// Notes that two values differ, wherever they stand; `keyword` is what values that show it are looked for by.
    pub(super) fn report_at(
        &mut self,
        rule: &'static Rule,
        keyword: &'static str,
        old: (String, Option<&Value>),
        new: (String, Option<&Value>),
    ) {
        self.findings.add(Difference {
            keyword,
            old_value: old.1.cloned(),
            new_value: new.1.cloned(),
            ..Difference::between(rule, old.0, new.0)
        });
    }

    /// Compares a least and a greatest count.
    pub(super) fn range(&mut self, old: (u64, Option<u64>), new: (u64, Option<u64>), rules: &RangeRules) {
        let (narrowed, widened, keyword) = rules.min;
        match new.0.cmp(&old.0) {
            std::cmp::Ordering::Greater => self.report(narrowed, keyword),
            std::cmp::Ordering::Less => self.report(widened, keyword),
            std::cmp::Ordering::Equal => {}
        }
        let (narrowed, widened, keyword) = rules.max;
        let most = |max: Option<u64>| max.unwrap_or(u64::MAX);
        match most(new.1).cmp(&most(old.1)) {
            std::cmp::Ordering::Less => self.report(narrowed, keyword),
            std::cmp::Ordering::Greater => self.report(widened, keyword),
            std::cmp::Ordering::Equal => {}
        }
    }

    /// Has the place below compared too.
    pub(super) fn descend(&mut self, step: Step, old: &Pointers, new: &Pointers) {
        if old.is_empty() && new.is_empty() {
            return;
        }
        let at = |schemas: &Pointers, branch: &Branch, at: &String| {
            schemas.first().or_else(|| branch.atoms.first()).unwrap_or(at).clone()
        };
        let at = (at(old, &self.old_branch, &self.at.0), at(new, &self.new_branch, &self.at.1));
        self.findings.children.push(Child { step, old: old.clone(), new: new.clone(), at });
    }
}

/// Where a keyword stands in a branch, and its value; the branch's first schema where it stands nowhere.
pub(super) fn place(side: &Side<'_>, branch: &Branch, keyword: &str, at: &str) -> (String, Option<Value>) {
    // A bound that excludes is another keyword than the one whose value it is.
    let found = branch.atoms.iter().find_map(|atom| Some((atom, side.at(atom).get(keyword)?)));
    match found {
        Some((atom, value)) => (format!("{atom}/{keyword}"), Some(value.clone())),
        None => (branch.atoms.first().map_or(at, String::as_str).to_owned(), None),
    }
}

fn member_place(side: &Side<'_>, branch: &Branch, keyword: &str, name: &str, at: &str) -> (String, Option<Value>) {
    if keyword == "required" {
        return place(side, branch, keyword, at);
    }
    let found = branch.atoms.iter().find_map(|atom| {
        let pointer = crate::child(&format!("{atom}/properties"), name);
        crate::get(side.document, &pointer).map(|value| (pointer, value))
    });
    match found {
        Some((pointer, value)) => (pointer, Some(value.clone())),
        None => (branch.atoms.first().map_or(at, String::as_str).to_owned(), None),
    }
}
