//! A text that is drawn: made-up words, of which each says what may follow it.
//!
//! The words stand in a secret circle, and a word is followed by one of the four after it. So all words
//! are equally frequent in the long run, whatever comes next can be told from the word before, and how
//! much chance there is in a character is known.

use search::config::Grammar;

use super::generated::index_of;
use crate::draws::{Draws, Purpose};

/// How likely it is that a word is followed by the first, the second, … one after it in the circle.
const STEPS: [f64; 4] = [0.4, 0.3, 0.2, 0.1];

/// What syllables are made of: 70 of them.
const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
const VOWELS: &[u8] = b"aeiou";

/// The most syllables of a word.
const SYLLABLES_MAX: usize = 3;

/// So many characters of the text. More of them begin with the same ones.
pub(super) fn write(grammar: Grammar, characters: usize) -> String {
    let words = circle(grammar);
    let mut draws = Draws::new(grammar.seed, Purpose::Samples);
    let mut at = draws.below(words.len());
    let mut text = String::with_capacity(characters + 2 * SYLLABLES_MAX + 1);
    while text.len() < characters {
        text.extend([&words[at], " "]);
        at = (at + step(draws.between(0.0, 1.0))) % words.len();
    }
    // All of it is ASCII.
    text.truncate(characters);
    text
}

/// How much chance there is in a character, in nats: the loss of whoever knows the words and remembers
/// the last one. A word and the space after it can be told from what follows, as no two words are the same.
pub(super) fn entropy(grammar: Grammar) -> f64 {
    let words = circle(grammar);
    let characters: usize = words.iter().map(|it| it.len() + 1).sum();
    let word: f64 = STEPS.iter().map(|it| -it * it.ln()).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few words")]
    let length = characters as f64 / words.len() as f64;
    word / length
}

/// The mean loss of whoever knows the words, over some sequences, in nats a character. It knows where in
/// which word it may be, and how likely that is, from what it has seen of the sequence so far (the
/// forward algorithm: Baum and Petrie, 1966). A sequence's first character is given.
pub(super) fn best_loss(grammar: Grammar, sequences: impl Iterator<Item = String>) -> f64 {
    let words: Vec<Vec<u8>> =
        circle(grammar).into_iter().map(|it| (it + " ").into_bytes()).collect();
    let anywhere: Vec<[usize; 2]> = words
        .iter()
        .enumerate()
        .flat_map(|(word, letters)| (0..letters.len()).map(move |at| [word, at]))
        .collect();
    let (mut loss, mut characters) = (0.0, 0.0);
    for sequence in sequences {
        let (first, rest) = sequence.as_bytes().split_first().expect("a sequence has characters");
        let shown = |[word, at]: &[usize; 2]| words[*word][*at];
        let mut belief: Vec<([usize; 2], f64)> =
            anywhere.iter().filter(|it| shown(it) == *first).map(|it| (*it, 1.0)).collect();
        scaled(&mut belief);
        for letter in rest {
            belief = belief.iter().flat_map(|it| moved(*it, &words)).collect();
            belief.retain(|(it, _)| shown(it) == *letter);
            loss -= scaled(&mut belief).ln();
            characters += 1.0;
        }
    }
    loss / characters
}

/// Where one is after a character more, and how likely.
fn moved(
    ([word, at], share): ([usize; 2], f64),
    words: &[Vec<u8>],
) -> impl Iterator<Item = ([usize; 2], f64)> {
    let is_over = at + 1 == words[word].len();
    let within = (!is_over).then_some(([word, at + 1], share));
    let next =
        (1..).zip(STEPS).map(move |(by, step)| ([(word + by) % words.len(), 0], share * step));
    within.into_iter().chain(next.filter(move |_| is_over))
}

/// Brings shares to a sum of 1, and says what it was.
fn scaled(belief: &mut [([usize; 2], f64)]) -> f64 {
    let sum: f64 = belief.iter().map(|it| it.1).sum();
    belief.iter_mut().for_each(|it| it.1 /= sum);
    sum
}

/// How far it is to the next word, for a share from 0 to 1.
fn step(share: f64) -> usize {
    let mut reached = 0.0;
    let passed = STEPS.iter().take_while(|it| {
        reached += **it;
        reached <= share
    });
    1 + passed.count().min(STEPS.len() - 1)
}

/// The words in their circle, each once.
fn circle(grammar: Grammar) -> Vec<String> {
    let mut draws = Draws::new(grammar.seed, Purpose::Truth);
    let mut words: Vec<String> = Vec::new();
    while words.len() < index_of(grammar.words) {
        let syllables = 1 + draws.below(SYLLABLES_MAX);
        let word: String = (0..syllables).flat_map(|_| syllable(&mut draws)).collect();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

fn syllable(draws: &mut Draws) -> [char; 2] {
    [CONSONANTS, VOWELS].map(|letters| char::from(letters[draws.below(letters.len())]))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const GRAMMAR: Grammar = Grammar { words: 12, seed: 5 };

    #[test]
    fn a_text_follows_its_seed_and_a_longer_one_begins_like_it() {
        let (short, long) = (write(GRAMMAR, 500), write(GRAMMAR, 3_001));
        assert_eq!([short.len(), long.len()], [500, 3_001]);
        assert!(long.starts_with(&short));
        assert_ne!(write(Grammar { seed: 6, ..GRAMMAR }, 500), short);
    }

    #[test]
    fn every_word_is_as_frequent_and_is_followed_by_four() {
        let text = write(GRAMMAR, 200_000);
        let words: Vec<&str> = text.split(' ').collect();
        let words = &words[..words.len() - 1];
        let mut followed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for pair in words.windows(2) {
            followed.entry(pair[0]).or_default().insert(pair[1]);
        }
        assert_eq!(followed.len(), 12);
        assert!(followed.values().all(|it| it.len() == 4), "{followed:?}");
        for word in followed.keys() {
            let often = words.iter().filter(|it| *it == word).count();
            assert!((often * 12).abs_diff(words.len()) * 20 < words.len(), "{word}: {often}");
        }
    }

    #[test]
    fn the_entropy_is_the_loss_of_whoever_counts_long_enough() {
        let text = write(GRAMMAR, 400_000);
        let words: Vec<&str> = text.split(' ').collect();
        let (mut pairs, mut firsts) = (BTreeMap::new(), BTreeMap::new());
        for pair in words[..words.len() - 1].windows(2) {
            *pairs.entry([pair[0], pair[1]]).or_insert(0.0) += 1.0;
            *firsts.entry(pair[0]).or_insert(0.0) += 1.0;
        }
        let nats = |(pair, count): (&[&str; 2], &f64)| -count * (count / firsts[pair[0]]).ln();
        let counted: f64 = pairs.iter().map(nats).sum::<f64>() / 400_000.0;
        assert!((counted / entropy(GRAMMAR) - 1.0).abs() < 0.01, "{counted} {}", entropy(GRAMMAR));
    }

    #[test]
    fn whoever_knows_the_words_loses_the_entropy_once_it_knows_where_it_is() {
        let text = write(GRAMMAR, 100_000);
        let long = best_loss(GRAMMAR, [text.clone()].into_iter());
        assert!((long / entropy(GRAMMAR) - 1.0).abs() < 0.02, "{long} {}", entropy(GRAMMAR));
        let pieces = text.as_bytes().chunks(20).map(|it| String::from_utf8(it.to_vec()).unwrap());
        let short = best_loss(GRAMMAR, pieces);
        // Finding one's place among 12 words costs less than ln(12 words of 7 characters at most).
        assert!(short > long && short < long + (12.0_f64 * 7.0).ln() / 20.0, "{short} {long}");
    }

    #[test]
    fn a_large_vocabulary_is_found() {
        let words: BTreeSet<String> =
            circle(Grammar { words: 1_000, seed: 0 }).into_iter().collect();
        assert_eq!(words.len(), 1_000);
    }
}
