//! Which case has which number: the drivers with tables first, one case of each in turn, so that a faulty server is noticed
//! early; then the drawn ones, in turn too.

use proptest::strategy::{BoxedStrategy, Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sha2::{Digest as _, Sha256};

use super::in_turn::in_turn;
use super::{
    allow_lists, broken_bodies, essentials, field_matrix, histories, lifecycle, model_requests, names, namesakes,
    numbers, of_the_document, others_keys, pages, parallel, read_only, refused, stated_values, tokens, unknown_keys,
    wrong_types,
};
use crate::steps::Case;
use crate::strategies::Unsupported;

/// All drivers.
pub struct Plan {
    tables: Vec<(&'static str, Case)>,
    drawn: Vec<(&'static str, BoxedStrategy<Case>)>,
}

/// A case with its number.
#[derive(Clone, Debug)]
pub struct PlannedCase {
    /// Its number: with the seed it says all.
    pub number: u64,
    /// The driver it is of.
    pub driver: &'static str,
    /// Its steps.
    pub case: Case,
}

impl Plan {
    /// The drivers for the maintained document.
    ///
    /// # Errors
    ///
    /// When no strategy can be made of one of the document's schemas.
    pub fn maintained(document: &openapi::Source) -> Result<Self, Unsupported> {
        let tables: [(&'static str, Vec<Case>); 17] = [
            ("lifecycle", lifecycle::cases()),
            ("others-keys", others_keys::cases()),
            ("values", stated_values::cases()),
            ("model-requests", model_requests::cases()),
            ("tokens", tokens::cases()),
            ("refused", refused::cases()),
            ("names", names::cases()),
            ("numbers", numbers::cases()),
            ("read-only", read_only::cases()),
            ("namesakes", namesakes::cases()),
            ("unknown-keys", unknown_keys::cases()),
            ("allow-lists", allow_lists::cases()),
            ("pages", pages::cases()),
            ("parallel", parallel::cases()),
            ("wrong-types", wrong_types::cases()),
            ("broken-bodies", broken_bodies::cases()),
            ("fields", field_matrix::cases()),
        ];
        let named = |(name, cases): (&'static str, Vec<Case>)| cases.into_iter().map(|case| (name, case)).collect();
        let mut tables = in_turn(tables.into_iter().map(named).collect());
        // Those that tell most with few requests stand before all others.
        tables.splice(0..0, named(("essentials", essentials::cases())));
        tables.extend(pages::of_many().into_iter().map(|case| ("pages", case)));
        let drawn = vec![
            ("histories", histories::strategy()),
            ("races", parallel::strategy()),
            ("document-bodies", of_the_document::fitting(document)?),
            ("broken-values", of_the_document::broken(document)?),
        ];
        Ok(Self { tables, drawn })
    }

    /// How many cases the tables have: a run of so many does everything that is not drawn.
    pub fn tables(&self) -> u64 {
        self.tables.len() as u64
    }

    /// The case of a number. The same seed gives the same, whatever else is asked of the run.
    pub fn case(&self, seed: u64, number: u64) -> PlannedCase {
        let table = usize::try_from(number).ok().and_then(|index| self.tables.get(index));
        if let Some((driver, case)) = table {
            return PlannedCase { number, driver, case: case.clone() };
        }
        let turn = (number - self.tables()) % self.drawn.len() as u64;
        let (driver, strategy) = &self.drawn[usize::try_from(turn).unwrap_or_default()];
        PlannedCase { number, driver, case: draw(strategy, seed, driver, number) }
    }
}

/// Draws a case: the same for the same seed, driver and number.
fn draw(strategy: &BoxedStrategy<Case>, seed: u64, driver: &str, number: u64) -> Case {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(driver.as_bytes());
    hash.update(number.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, hash.finalize().as_slice());
    let mut runner = TestRunner::new_with_rng(Config { failure_persistence: None, ..Config::default() }, rng);
    // A strategy that rejects too much gives nothing to do: a test sees to it that none does.
    strategy.new_tree(&mut runner).map(|tree| tree.current()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan::maintained(&openapi::Source::maintained().unwrap()).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_steps_and_another_gives_others() {
        let (one, other) = (plan(), plan());
        let drawn = one.tables()..one.tables() + 40;
        for number in drawn.clone() {
            let (one, other) = (one.case(7, number), other.case(7, number));
            assert_eq!(one.case, other.case);
            assert!(!one.case.steps.is_empty(), "{} gives nothing", one.driver);
        }
        let differ = drawn.filter(|&number| one.case(7, number).case != one.case(8, number).case).count();
        assert!(differ > 30, "{differ}");
    }

    #[test]
    fn every_table_has_cases_and_every_case_steps() {
        let plan = plan();
        assert!(plan.tables() > 200, "{}", plan.tables());
        for number in 0..plan.tables() {
            assert!(!plan.case(0, number).case.steps.is_empty(), "{number}");
        }
    }
}
