//! The cases that are a little smaller than a case: fewer steps first, then simpler ones.

use serde_json::Value;

use super::ask::{Ask, What};
use super::body::{Base, Body, ContentType, Shape};
use super::case::{Case, Step};
use super::given::Given;
use super::token::Token;

/// Cases that are smaller by one thing each, the most telling first. A step that is about a key that is no longer made does
/// nothing.
pub fn smaller(case: &Case) -> Vec<Case> {
    let mut cases = Vec::new();
    let count = case.steps.len();
    // Halves, quarters and so on down to single steps.
    let mut size = count / 2;
    while size > 0 {
        let starts = (0..count).step_by(size).rev();
        cases.extend(starts.map(|start| without(case, start, size)).filter(|smaller| !smaller.steps.is_empty()));
        size /= 2;
    }
    for (at, step) in case.steps.iter().enumerate() {
        let replaced = |step: Step| {
            let mut smaller = case.clone();
            smaller.steps[at] = step;
            smaller
        };
        match step {
            Step::Ask(ask) => cases.extend(simpler(ask).into_iter().map(|ask| replaced(Step::Ask(ask)))),
            Step::Wait(milliseconds) if *milliseconds > 1 => cases.push(replaced(Step::Wait(milliseconds / 2))),
            Step::Undisturbed(asks) => cases.extend(one_less(asks).map(|asks| replaced(Step::Undisturbed(asks)))),
            // What requests at the same time show comes and goes: such cases are repeated, not made smaller.
            Step::Wait(_) | Step::Together(_) | Step::Lanes(_) => {}
        }
    }
    cases
}

/// The same requests but one, where there are several.
fn one_less(asks: &[Ask]) -> impl Iterator<Item = Vec<Ask>> {
    (0..asks.len()).rev().filter(|_| asks.len() > 1).map(|gone| {
        let mut asks = asks.to_vec();
        asks.remove(gone);
        asks
    })
}

fn without(case: &Case, start: usize, count: usize) -> Case {
    let kept = case.steps.iter().enumerate().filter(|(i, _)| !(start..start + count).contains(i));
    Case { steps: kept.map(|(_, step)| step.clone()).collect() }
}

fn simpler(ask: &Ask) -> Vec<Ask> {
    let mut simpler = Vec::new();
    let mut with = |what: What| simpler.push(Ask { what, ..ask.clone() });
    match &ask.what {
        What::List(query) => (0..query.len()).for_each(|gone| {
            let mut query = query.clone();
            query.remove(gone);
            with(What::List(query));
        }),
        What::Create(number, body) => {
            simpler_bodies(body).into_iter().for_each(|body| with(What::Create(*number, body)))
        }
        What::Update(key, body) => {
            simpler_bodies(body).into_iter().for_each(|body| with(What::Update(key.clone(), body)));
        }
        What::Get(_) | What::Delete(_) | What::Models(_) => {}
    }
    if ask.token != Token::Right {
        simpler.push(Ask { token: Token::Right, ..ask.clone() });
    }
    simpler
}

fn simpler_bodies(body: &Body) -> Vec<Body> {
    let mut simpler = Vec::new();
    if body.shape != Shape::AsIs {
        simpler.push(Body { shape: Shape::AsIs, ..body.clone() });
    }
    if body.content_type != ContentType::Json {
        simpler.push(Body { content_type: ContentType::Json, ..body.clone() });
    }
    match body.base {
        Base::Rich => simpler.push(Body { base: Base::Plain, ..body.clone() }),
        Base::Plain => simpler.push(Body { base: Base::Nothing, ..body.clone() }),
        Base::Nothing => {}
    }
    for at in 0..body.changes.len() {
        let mut fewer = body.clone();
        fewer.changes.remove(at);
        simpler.push(fewer);
        simpler.extend(simpler_values(&body.changes[at].1).into_iter().map(|given| {
            let mut other = body.clone();
            other.changes[at].1 = given;
            other
        }));
    }
    simpler
}

fn simpler_values(given: &Given) -> Vec<Given> {
    match given {
        Given::Value(Value::String(text)) if !text.is_empty() => {
            let characters: Vec<char> = text.chars().collect();
            let half = characters[..characters.len() / 2].iter().collect::<String>();
            let less = characters[..characters.len() - 1].iter().collect::<String>();
            [half, less].into_iter().map(|text| Given::Value(text.into())).collect()
        }
        Given::Value(Value::Number(number)) => match number.as_i64() {
            Some(number) if !(-1..=1).contains(&number) => {
                let step = number - number.signum();
                [0, number / 2, step].into_iter().map(|number| Given::Value(number.into())).collect()
            }
            Some(1 | -1) => vec![Given::Value(0.into())],
            _ => Vec::new(),
        },
        Given::Name(name) => {
            let mut simpler = Vec::new();
            if !name.before.is_empty() {
                simpler.push(Given::Name(super::NameText { before: String::new(), ..name.clone() }));
            }
            if !name.after.is_empty() {
                simpler.push(Given::Name(super::NameText { after: String::new(), ..name.clone() }));
            }
            if let Some((length, unit)) = name.length {
                let shorter = [length / 2, length.saturating_sub(10), length.saturating_sub(1)];
                let shorter = shorter.into_iter().filter(|shorter| *shorter < length);
                simpler.extend(
                    shorter.map(|length| Given::Name(super::NameText { length: Some((length, unit)), ..name.clone() })),
                );
                if name.fill != "x" {
                    simpler.push(Given::Name(super::NameText { fill: "x".to_owned(), ..name.clone() }));
                }
            }
            simpler
        }
        _ => Vec::new(),
    }
}
