//! Cases run against a server, judged together.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::{JoinSet, LocalSet};

use super::options::{Progress, Show, Tell};
use crate::contract::Contract;
use crate::drivers::{Plan, PlannedCase};
use crate::run::{CaseRun, Membership, name_of};
use crate::steps::Case;
use crate::wire::{Limits, Pace, Session, Target};

/// How long keys are put away after the end.
pub(super) const GRACE: Duration = Duration::from_secs(1);

/// What cases are run against, and judged by.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) target: Arc<Target>,
    pub(crate) contract: Arc<Contract>,
    pub(crate) membership: Arc<Membership>,
}

/// Cases of a plan, in order.
pub(super) struct Round {
    pub(super) plan: Rc<Plan>,
    /// Seed and number of each.
    pub(super) cases: Vec<(u64, u64)>,
    pub(super) connections: usize,
    pub(super) fits: bool,
    pub(super) shown: Option<Show>,
    pub(super) progress: Option<Tell>,
}

/// What came of a round.
#[derive(Default)]
pub(super) struct Done {
    pub(super) cases: u64,
    pub(super) left: Vec<i64>,
    /// Whether a case was not done, or not to its end, that the limits were not enough for.
    pub(super) passed_over: bool,
    /// The cases of which a custody let a part be sent, as places name them.
    pub(super) partly: HashSet<String>,
}

impl Round {
    /// Runs its cases, so many at a time, until a limit is reached.
    pub(super) async fn run(self, ground: &Ground, seed: u64, session: &Arc<Session>) -> Done {
        let of = self.cases.len() as u64;
        let (next, count) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicU64::new(0)));
        let connections = self.connections.clamp(1, 256);
        let round = Rc::new(self);
        // Strategies stay on their thread, and so do those who draw from them.
        let (local, mut workers) = (LocalSet::new(), JoinSet::new());
        for _ in 0..connections {
            let (session, round, ground) = (Arc::clone(session), Rc::clone(&round), ground.clone());
            let (next, count) = (Arc::clone(&next), Arc::clone(&count));
            workers.spawn_local_on(
                async move {
                    let mut done = Done::default();
                    while !session.is_over()
                        && let Some(&(own, number)) = round.cases.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        let planned = round.plan.case(own, number);
                        if let Some(shown) = &round.shown {
                            shown(&planned);
                        }
                        let driver = label(&planned, own, seed);
                        match fit(&planned.case, &session, &ground, round.fits) {
                            Fit::Whole => {}
                            Fit::Partly => _ = done.partly.insert(name_of(&driver, number)),
                            Fit::Withheld => continue,
                            Fit::TooMuch => {
                                done.passed_over = true;
                                continue;
                            }
                        }
                        let run = CaseRun::new(&session, &ground.membership, &driver, number);
                        done.left.extend(run.run(&planned.case, GRACE).await);
                        let cases = count.fetch_add(1, Ordering::Relaxed) + 1;
                        if let Some(progress) = &round.progress {
                            progress(Progress { cases, of, requests: session.numbers().requests });
                        }
                    }
                    done.passed_over |= session.is_over();
                    done
                },
                &local,
            );
        }
        let mut all = Done::default();
        for done in local.run_until(workers.join_all()).await {
            all.left.extend(done.left);
            all.passed_over |= done.passed_over;
            all.partly.extend(done.partly);
        }
        Done { cases: count.load(Ordering::Relaxed), ..all }
    }
}

/// How much of a case can be sent.
enum Fit {
    /// All of it.
    Whole,
    /// What a custody lets be sent, which is enough of it.
    Partly,
    /// Too little of it: a custody keeps the rest back.
    Withheld,
    /// More than is left of the budget.
    TooMuch,
}

fn fit(case: &Case, session: &Arc<Session>, ground: &Ground, fits: bool) -> Fit {
    if ground.membership.custody().is_none() {
        return Fit::Whole;
    }
    let left = ground.target.care.pace().and_then(Pace::left).filter(|_| fits);
    match CaseRun::new(session, &ground.membership, "", 0).foreseen(case) {
        None => Fit::Withheld,
        Some(foreseen) if left.is_some_and(|left| foreseen.requests > left) => Fit::TooMuch,
        Some(foreseen) if foreseen.asks.iter().all(|ask| ask.class.is_ok()) => Fit::Whole,
        Some(_) => Fit::Partly,
    }
}

/// A driver as places name it: with the seed, where that is another than the run's.
fn label(planned: &PlannedCase, own: u64, seed: u64) -> String {
    if own == seed { planned.driver.to_owned() } else { format!("{} of seed {own:#x}", planned.driver) }
}

/// The seed and the number of the case that an exchange belongs to, in a run of a seed.
pub(crate) fn case_of(location: &crate::exchange::Location, seed: u64) -> Option<(u64, u64)> {
    let number = crate::run::case_of(location)?;
    let own = location.file.split_once(" of seed ").and_then(|(_, rest)| rest.split(',').next());
    Some((own.map_or(Some(seed), super::stored::seed_of)?, number))
}

/// Runs one case alone.
pub(super) async fn alone(
    ground: &Ground,
    case: &Case,
    driver: &str,
    number: u64,
    limits: Limits,
) -> (Session, Vec<i64>) {
    let session = Arc::new(Session::new(&ground.target, &ground.contract, limits));
    let left = CaseRun::new(&session, &ground.membership, driver, number).run(case, GRACE).await;
    let session = match Arc::try_unwrap(session) {
        Ok(session) => session,
        // A request that never ended still holds it: what is known without it is nothing.
        Err(_) => Session::new(&ground.target, &ground.contract, limits),
    };
    (session, left)
}
