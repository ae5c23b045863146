//! Cases run against a server, judged together.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::task::{JoinSet, LocalSet};

use super::options::{Progress, Show, Tell};
use crate::contract::Contract;
use crate::drivers::{Plan, PlannedCase};
use crate::run::{CaseRun, Membership};
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
pub(super) struct Done {
    pub(super) cases: u64,
    pub(super) left: Vec<i64>,
}

impl Round {
    /// Runs its cases, so many at a time, until a limit is reached.
    pub(super) async fn run(self, ground: &Ground, seed: u64, session: &Arc<Session>) -> Done {
        let of = self.cases.len() as u64;
        let (next, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicU64::new(0)));
        let connections = self.connections.clamp(1, 256);
        let round = Rc::new(self);
        // Strategies stay on their thread, and so do those who draw from them.
        let (local, mut workers) = (LocalSet::new(), JoinSet::new());
        for _ in 0..connections {
            let (session, round, ground) = (Arc::clone(session), Rc::clone(&round), ground.clone());
            let (next, done) = (Arc::clone(&next), Arc::clone(&done));
            workers.spawn_local_on(
                async move {
                    let mut left = Vec::new();
                    while !session.is_over()
                        && let Some(&(own, number)) = round.cases.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        let planned = round.plan.case(own, number);
                        if let Some(shown) = &round.shown {
                            shown(&planned);
                        }
                        let driver = label(&planned, own, seed);
                        if !is_worth_it(&planned.case, &session, &ground, round.fits) {
                            continue;
                        }
                        let run = CaseRun::new(&session, &ground.membership, &driver, number);
                        left.extend(run.run(&planned.case, GRACE).await);
                        let cases = done.fetch_add(1, Ordering::Relaxed) + 1;
                        if let Some(progress) = &round.progress {
                            progress(Progress { cases, of, requests: session.numbers().requests });
                        }
                    }
                    left
                },
                &local,
            );
        }
        let left = local.run_until(workers.join_all()).await.into_iter().flatten().collect();
        Done { cases: done.load(Ordering::Relaxed), left }
    }
}

/// Whether a case is run: where a custody lets enough of it be sent, and, where that is asked, what is left of the budget is
/// enough for all of it.
fn is_worth_it(case: &Case, session: &Arc<Session>, ground: &Ground, fits: bool) -> bool {
    let left = ground.target.care.pace().and_then(Pace::left).filter(|_| fits);
    ground.membership.custody().is_none()
        || CaseRun::new(session, &ground.membership, "", 0).foreseen(case, left).is_some()
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
