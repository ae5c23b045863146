//! The values of new keys: 48 letters and digits that no two keys of a sandbox share.

use std::collections::VecDeque;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How long a key is.
const LENGTH: usize = 48;

/// Where the values of new keys come from. They are no secrets, and the same in every run.
#[derive(Debug, Default)]
pub(crate) struct KeyValues {
    given: VecDeque<String>,
    made: u64,
}

impl KeyValues {
    /// Makes this the value of a key to come, after those that were given before.
    pub(crate) fn give(&mut self, value: String) {
        self.given.push_back(value);
    }

    /// How many were made; a sandbox that goes on from a file goes on from there.
    pub(crate) fn made(&self) -> u64 {
        self.made
    }

    /// Goes on after so many.
    pub(crate) fn resume(&mut self, made: u64) {
        self.made = made;
    }

    /// The value of the next key.
    pub(crate) fn next(&mut self) -> String {
        if let Some(given) = self.given.pop_front() {
            return given;
        }
        self.made += 1;
        // The number itself comes first, in eight characters, so that no two are the same; the rest only looks random.
        let mut digits = [b'0'; LENGTH];
        let mut number = self.made;
        for digit in digits[..8].iter_mut().rev() {
            *digit = DIGITS[(number % 62) as usize];
            number /= 62;
        }
        let mut mixed = self.made;
        for digit in &mut digits[8..] {
            mixed = mixed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *digit = DIGITS[((mixed >> 33) % 62) as usize];
        }
        digits.iter().map(|&digit| char::from(digit)).collect()
    }
}
