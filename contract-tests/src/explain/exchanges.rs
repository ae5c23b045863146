//! What the exchanges that a verdict rests on say.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::contract::Contract;
use crate::examined::Examined;
use crate::excerpt;
use crate::failure::Failure;
use crate::har::{self, ReadOptions};
use crate::recordings::Deployment;
use crate::target_report::masked;

/// Exchanges by their places, as excerpts.
#[derive(Default)]
pub(super) struct Excerpts {
    by_place: BTreeMap<String, Excerpt>,
}

/// An exchange, shortened.
pub(super) struct Excerpt {
    /// The request line and the beginning of the body.
    pub(super) request: String,
    /// The status, and `success`, `message` and `data` of the body.
    pub(super) response: String,
}

impl Excerpts {
    /// Reads the files again that hold these places (`FILE#/log/entries/N`): judging keeps no exchanges.
    ///
    /// # Errors
    ///
    /// When a file cannot be read any more.
    pub(super) fn read(
        places: &[String],
        deployments: &[Deployment],
        contract: &Arc<Contract>,
    ) -> Result<Self, Failure> {
        let mut by_place = BTreeMap::new();
        for file in deployments.iter().flat_map(|deployment| &deployment.files) {
            if !places.iter().any(|place| place.starts_with(&format!("{}#", file.shown()))) {
                continue;
            }
            let trace = har::read(&[file.input()], &ReadOptions::default()).map_err(Failure::usage)?;
            for exchange in &trace.exchanges {
                let place = exchange.location.to_string();
                if places.contains(&place) {
                    let examined = Examined::new(exchange, &trace.accounts, contract);
                    let request = masked(&excerpt::request(&examined, &[]));
                    let response = masked(&excerpt::response(&examined, "/data"));
                    by_place.insert(place, Excerpt { request, response });
                }
            }
        }
        Ok(Self { by_place })
    }

    /// The exchange at a place, if it was read.
    pub(super) fn at(&self, place: &str) -> Option<&Excerpt> {
        self.by_place.get(place)
    }
}
