//! Lists that take turns.

/// The first of each list, then the second of each, and so on: whatever a list is about comes up early.
pub(super) fn in_turn<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let longest = lists.iter().map(Vec::len).max().unwrap_or_default();
    let mut rest: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut all = Vec::new();
    for _ in 0..longest {
        all.extend(rest.iter_mut().filter_map(Iterator::next));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_its_turn_until_it_is_at_its_end() {
        assert_eq!(in_turn(vec![vec![1, 4, 6], vec![2], vec![3, 5]]), [1, 2, 3, 4, 5, 6]);
        assert!(in_turn::<u8>(Vec::new()).is_empty());
    }
}
