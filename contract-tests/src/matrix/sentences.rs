//! What the matrix says where the pages are silent, in sentences: what resets leave, and what a create fills in.

use super::cells::Matrix;
use crate::belief::Field;
use crate::exchange::Location;
use crate::observations::Observation;
use crate::operation::Operation;
use crate::report::{Given, MatrixEffect};

/// One sentence on updates, one on creates, where writes left fields out.
pub fn sentences(matrix: &Matrix) -> Vec<Observation> {
    let update = ("resets", "an update that leaves a field out", Operation::Update);
    let create = ("create-defaults", "a create that leaves a field out", Operation::Create);
    [update, create].into_iter().filter_map(|(about, who, operation)| sentence(matrix, about, who, operation)).collect()
}

fn sentence(matrix: &Matrix, about: &'static str, who: &str, operation: Operation) -> Option<Observation> {
    let (mut parts, mut count, mut exchanges) = (Vec::new(), 0, Vec::<Location>::new());
    for field in Field::ALL {
        let Some(outcomes) = matrix.rows.get(&(operation, field, Given::Omitted)) else { continue };
        let mut ways = Vec::new();
        for ((effect, left), cell) in outcomes {
            match (effect, left) {
                (MatrixEffect::Reset, Some(left)) => ways.push(format!("`{left}`")),
                (MatrixEffect::Kept, _) => ways.push("what it was".to_owned()),
                _ => continue,
            }
            count += cell.count;
            exchanges.extend(cell.exchanges.first().filter(|place| !exchanges.contains(place)).cloned());
        }
        if !ways.is_empty() {
            parts.push(format!("{} is {}", field.name(), ways.join(" or ")));
        }
    }
    exchanges.truncate(3);
    let text = format!("after {who}: {}", parts.join(", "));
    (!parts.is_empty()).then_some(Observation { about, text, count, exchanges })
}
