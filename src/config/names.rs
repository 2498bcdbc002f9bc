//! The names of settings: which of those that somebody has set is none of ours, as a slip of the pen.

use std::collections::BTreeSet;

/// Where every setting is explained. A test compares it with what the program reads.
const EXAMPLE: &str = include_str!("../../.env.example");
/// What is read and not explained there on a line of its own.
const OTHERS: [&str; 2] = ["CLOCK_OFFSET_FILE", "HTTP_PROXY"];
/// The first words of names that are not ours alone.
const OF_OTHERS: [&str; 4] = ["CLOCK", "HTTPS", "NO", "RUST"];
/// How those of an S3 server begin: in the environment there may be some for other programs.
const SHARED: &str = "AWS";
/// So many letters are another one in a slip of the pen.
const NEAR: usize = 2;

/// A setting that is not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// Its name.
    pub name: String,
    /// The name that it may be meant for.
    pub near: Option<&'static str>,
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is no setting and does nothing", self.name)?;
        self.near.map_or(Ok(()), |near| write!(f, ": is {near} meant?"))
    }
}

/// The names of ours that are set, in the environment or in the `.env` file, and that nothing reads.
pub fn unknown(
    environment: impl Iterator<Item = String>,
    in_file: &BTreeSet<String>,
) -> BTreeSet<Unknown> {
    let known = known();
    let ours: BTreeSet<&str> = known.iter().filter_map(|name| first_word(name)).collect();
    let of_ours = |name: &String| match first_word(name) {
        Some(SHARED) => in_file.contains(name),
        Some(word) => ours.contains(word) && !OF_OTHERS.contains(&word),
        None => false,
    };
    let names = environment.chain(in_file.iter().cloned());
    let names = names.filter(|name| of_ours(name) && !known.contains(name.as_str()));
    names.map(|name| Unknown { near: nearest(&name, &known), name }).collect()
}

/// `PEC` of `PEC_REVIEW`.
fn first_word(name: &str) -> Option<&str> {
    name.split_once('_').map(|(word, _)| word)
}

/// The names of all settings.
fn known() -> BTreeSet<&'static str> {
    let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let lines = EXAMPLE.lines().filter_map(|line| line.trim_start_matches('#').split_once('='));
    lines.map(|(name, _)| name).filter(is_name).chain(OTHERS).collect()
}

fn nearest(name: &str, known: &BTreeSet<&'static str>) -> Option<&'static str> {
    let far = known.iter().map(|one| (distance(name, one), *one));
    far.filter(|(distance, _)| *distance <= NEAR).min().map(|(_, one)| one)
}

/// How many letters must be added, taken away or written otherwise to make one word of the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, mine) in one.bytes().enumerate() {
        let mut left = at + 1;
        let mut next = vec![left];
        for (theirs, around) in other.bytes().zip(row.windows(2)) {
            let [before, above] = around else { continue };
            left = (left + 1).min(above + 1).min(before + usize::from(mine != theirs));
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nothing_reads_is_told_with_the_one_that_is_near() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let environment = set(&[
            "PATH",
            "HOME",
            "MAIL",
            "MAILCHECK",
            "AWS_PROFILE",
            "PEC_ADDRESS",
            "HTTP_PROXY",
            "http_proxy",
            "TELEGRAM_TOKEN",
            "CLOCK_OFFSET_FILE",
            "RUST_LOG",
        ]);
        let in_file = set(&["PEC_REWIEW", "AWS_ENDPOINT_URL", "AWS_REGIN", "PEC_ADDRESS"]);
        let found = unknown(environment.into_iter(), &in_file.into_iter().collect());
        let said: Vec<_> = found.iter().map(ToString::to_string).collect();
        insta::assert_snapshot!(said.join("\n"), @r"
        AWS_ENDPOINT_URL is no setting and does nothing
        AWS_REGIN is no setting and does nothing: is AWS_REGION meant?
        PEC_REWIEW is no setting and does nothing: is PEC_REVIEW meant?
        TELEGRAM_TOKEN is no setting and does nothing
        ");
    }

    #[test]
    fn every_name_that_is_read_is_known_and_not_taken_for_a_slip() {
        let known = known();
        assert!(known.len() > 30, "{known:?}");
        let all: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
        let in_file = all.iter().cloned().collect();
        assert_eq!(unknown(all.into_iter(), &in_file), BTreeSet::new());
    }
}
