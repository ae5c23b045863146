//! Names that prove whose a key is.

use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// What every such name begins with, for people who find one in their console.
const PREFIX: &str = "ct-";

/// The digits of a run's id, of counters and of MACs: 32 that are told apart when read aloud, so 5 bits each.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

const RUN_DIGITS: usize = 7;
const COUNTER_DIGITS: usize = 4;
const MAC_DIGITS: usize = 13;

/// The length of a name, in bytes.
const LENGTH: usize = PREFIX.len() + RUN_DIGITS + 1 + COUNTER_DIGITS + 1 + MAC_DIGITS;

/// When the time in run ids begins, in Unix seconds: with 2025.
const EPOCH: i64 = 1_735_689_600;

/// How many bits of a run's id are drawn.
const DRAWN: u32 = 6;

/// The id of one live run: the second it began in, and six bits that are drawn. So a name alone says that a key older than
/// its run is not the run's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(u64);

impl RunId {
    /// The id of a run that begins at this time, in Unix seconds.
    ///
    /// # Errors
    ///
    /// When the machine has no randomness to give.
    pub fn draw(now: i64) -> Result<Self, getrandom::Error> {
        let second = u64::try_from(now - EPOCH).unwrap_or_default();
        let drawn = u64::from(getrandom::u32()?) & ((1 << DRAWN) - 1);
        Ok(Self((second << DRAWN | drawn) & mask(RUN_DIGITS)))
    }

    /// The id that a text is.
    pub fn read(text: &str) -> Option<Self> {
        number(text, RUN_DIGITS).map(Self)
    }

    /// When the run began, in Unix seconds.
    pub fn began(self) -> i64 {
        EPOCH + i64::try_from(self.0 >> DRAWN).unwrap_or_default()
    }
}

impl std::fmt::Display for RunId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&digits(self.0, RUN_DIGITS))
    }
}

/// The names of the keys that runs with one access token create: `ct-RUN-COUNTER-MAC`, 29 bytes of ASCII, so that no
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

    /// The name of a run's key with this number. Numbers above 1,048,575 have no name.
    pub fn name(&self, run: RunId, counter: u32) -> Option<String> {
        (u64::from(counter) <= mask(COUNTER_DIGITS)).then(|| {
            let stem = format!("{PREFIX}{run}-{}", digits(u64::from(counter), COUNTER_DIGITS));
            let mac = self.mac(&stem);
            format!("{stem}-{mac}")
        })
    }

    /// The run and the number of a name that this token signed; nothing for any other text.
    pub fn read(&self, name: &str) -> Option<(RunId, u32)> {
        let (stem, mac) = name.rsplit_once('-')?;
        let (run, counter) = stem.strip_prefix(PREFIX)?.split_once('-')?;
        let read = (RunId::read(run)?, u32::try_from(number(counter, COUNTER_DIGITS)?).ok()?);
        // Comparing in constant time would guard nothing: a name is no credential.
        (self.mac(stem) == mac).then_some(read)
    }

    /// The name within a text that this token signed: with what a run put around it, and in whatever case a server keeps it.
    pub fn find(&self, text: &str) -> Option<(RunId, u32)> {
        let text = text.to_ascii_lowercase();
        let starts = text.match_indices(PREFIX).map(|(start, _)| start);
        starts.filter_map(|start| text.get(start..start + LENGTH)).find_map(|name| self.read(name))
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

fn mask(digits: usize) -> u64 {
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

fn number(text: &str, count: usize) -> Option<u64> {
    let position = |byte: u8| DIGITS.iter().position(|&digit| digit == byte);
    let is_whole = text.len() == count;
    let add = |number: u64, byte: u8| Some(number * 32 + u64::try_from(position(byte)?).ok()?);
    is_whole.then(|| text.bytes().try_fold(0, add)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{KeyNames, RunId};

    #[test]
    fn a_name_is_read_back_by_who_made_it_only() {
        let names = KeyNames::signed_by("an access token");
        let run = RunId::read("17k3zq0").unwrap();
        for counter in [0, 1, 31, 32, 1_048_575] {
            let name = names.name(run, counter).unwrap();
            assert!(name.len() <= 30 && name.is_ascii(), "{name}");
            assert_eq!(names.read(&name), Some((run, counter)), "{name}");
            assert_eq!(KeyNames::signed_by("another access token").read(&name), None);
        }
        assert_eq!(names.name(run, 1_048_576), None);
    }

    #[test]
    fn a_name_is_found_with_what_stands_around_it_and_in_any_case() {
        let names = KeyNames::signed_by("an access token");
        let run = RunId::read("17k3zq0").unwrap();
        let name = names.name(run, 7).unwrap();
        for text in
            [format!(" {name}漢漢"), name.to_uppercase(), format!("ct-ct-{name}{name}"), format!("{name} renamed")]
        {
            assert_eq!(names.find(&text), Some((run, 7)), "{text}");
        }
        for text in ["", "ct-", "漢ct-漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢漢", &name[1..], &name[..name.len() - 1]]
        {
            assert_eq!(names.find(text), None, "{text}");
        }
    }

    #[test]
    fn a_run_id_says_when_the_run_began() {
        for now in [1_735_689_600, 1_764_000_000, 2_000_000_000] {
            let run = RunId::draw(now).unwrap();
            assert_eq!(run.began(), now);
            assert_eq!(RunId::read(&run.to_string()), Some(run));
        }
    }

    #[test]
    fn no_other_text_is_one() {
        let names = KeyNames::signed_by("an access token");
        let name = names.name(RunId::read("0000001").unwrap(), 7).unwrap();
        assert_eq!(names.read(&name), Some((RunId::read("0000001").unwrap(), 7)));
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
