//! Names that prove whose a key is.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// What every such name begins with, for people who find one in their console.
const PREFIX: &str = "ct-";

/// The digits of a run's id, of counters and of MACs: 32 that are told apart when read aloud, so 5 bits each.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

const RUN_DIGITS: usize = 6;
const COUNTER_DIGITS: usize = 3;
const MAC_DIGITS: usize = 13;

/// The id of one live run, drawn at random when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(u32);

impl RunId {
    /// A new one.
    ///
    /// # Errors
    ///
    /// When the machine has no randomness to give.
    pub fn draw() -> Result<Self, getrandom::Error> {
        Ok(Self(getrandom::u32()? & mask(RUN_DIGITS)))
    }

    /// The id that a text is.
    pub fn read(text: &str) -> Option<Self> {
        number(text, RUN_DIGITS).map(Self)
    }
}

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&digits(u64::from(self.0), RUN_DIGITS))
    }
}

/// The names of the keys that runs with one access token create: `ct-RUN-COUNTER-MAC`, 28 bytes of ASCII, so that no
/// server we know of cuts it. The MAC is keyed with the access token: nobody without it can make such a name, so a list
/// alone proves that a key is a run's own.
///
/// No `Debug`: it holds what the token is good for.
pub struct KeyNames(Hmac<Sha256>);

impl KeyNames {
    /// The names that this access token signs.
    pub fn signed_by(access_token: &str) -> Self {
        // A MAC of SHA-256 takes a key of any length.
        let mac = Hmac::new_from_slice(access_token.as_bytes()).unwrap_or_else(|_| Hmac::new(&Default::default()));
        Self(mac)
    }

    /// The name of a run's key with this number. Numbers above 32,767 have no name.
    pub fn name(&self, run: RunId, counter: u32) -> Option<String> {
        (counter <= mask(COUNTER_DIGITS)).then(|| {
            let stem = format!("{PREFIX}{run}-{}", digits(u64::from(counter), COUNTER_DIGITS));
            let mac = self.mac(&stem);
            format!("{stem}-{mac}")
        })
    }

    /// The run and the number of a name that this token signed; nothing for any other text.
    pub fn read(&self, name: &str) -> Option<(RunId, u32)> {
        let (stem, mac) = name.rsplit_once('-')?;
        let (run, counter) = stem.strip_prefix(PREFIX)?.split_once('-')?;
        let read = (RunId::read(run)?, number(counter, COUNTER_DIGITS)?);
        // Comparing in constant time would guard nothing: a name is no credential.
        (self.mac(stem) == mac).then_some(read)
    }

    fn mac(&self, stem: &str) -> String {
        let mut mac = self.0.clone();
        mac.update(b"cometapi contract tests, key name\0");
        mac.update(stem.as_bytes());
        let bytes = mac.finalize().into_bytes();
        let head = bytes.first_chunk::<8>().map_or(0, |head| u64::from_be_bytes(*head));
        digits(head, MAC_DIGITS)
    }
}

fn mask(digits: usize) -> u32 {
    (1 << (5 * digits)) - 1
}

fn digits(mut number: u64, count: usize) -> String {
    let mut text = vec![b'0'; count];
    for digit in text.iter_mut().rev() {
        *digit = DIGITS[(number % 32) as usize];
        number /= 32;
    }
    text.into_iter().map(char::from).collect()
}

fn number(text: &str, count: usize) -> Option<u32> {
    let position = |byte: u8| DIGITS.iter().position(|&digit| digit == byte);
    let is_whole = text.len() == count;
    let add = |number: u32, byte: u8| Some(number * 32 + u32::try_from(position(byte)?).ok()?);
    is_whole.then(|| text.bytes().try_fold(0, add)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{KeyNames, RunId};

    #[test]
    fn a_name_is_read_back_by_who_made_it_only() {
        let names = KeyNames::signed_by("an access token");
        let run = RunId::read("7k3zq0").unwrap();
        for counter in [0, 1, 31, 32, 32_767] {
            let name = names.name(run, counter).unwrap();
            assert!(name.len() <= 30 && name.is_ascii(), "{name}");
            assert_eq!(names.read(&name), Some((run, counter)), "{name}");
            assert_eq!(KeyNames::signed_by("another access token").read(&name), None);
        }
        assert_eq!(names.name(run, 32_768), None);
    }

    #[test]
    fn no_other_text_is_one() {
        let names = KeyNames::signed_by("an access token");
        let name = names.name(RunId::read("000001").unwrap(), 7).unwrap();
        assert_eq!(names.read(&name), Some((RunId::read("000001").unwrap(), 7)));
        for place in 0..name.len() {
            for other in ['0', 'a', 'z', '-', 'A'] {
                let mut text = name.clone();
                text.replace_range(place..=place, &other.to_string());
                assert!(text == name || names.read(&text).is_none(), "{text}");
            }
            assert_eq!(names.read(&name[..place]), None);
        }
        for text in [format!("{name}0"), format!(" {name}"), name.to_uppercase(), String::new(), "密-密-密".to_owned()]
        {
            assert_eq!(names.read(&text), None, "{text}");
        }
    }
}
