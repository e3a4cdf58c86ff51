//! Classes by their names: met in any order, numbered in theirs.

use std::collections::HashMap;

use super::{file, samples::CLASSES_MAX, targets::Targets};
use crate::Error;

/// The classes of a column, as far as it has been read.
#[derive(Debug, Default)]
pub(super) struct Classes {
    met: HashMap<String, u32>,
    /// For each row, which of those met it was.
    rows: Vec<u32>,
}

impl Classes {
    /// The next row's class.
    pub(super) fn push(&mut self, name: &str) {
        let next = u32::try_from(self.met.len()).unwrap_or(u32::MAX);
        let met = self.met.get(name).copied();
        self.rows.push(met.unwrap_or_else(|| *self.met.entry(name.to_owned()).or_insert(next)));
    }

    /// A number for each class: in numeric order if all are numbers, else by the alphabet.
    pub(super) fn numbered(self, name: &str) -> Result<Targets, Error> {
        if self.met.len() > CLASSES_MAX {
            let (count, rows) = (self.met.len(), self.rows.len());
            return Err(file::invalid(
                name,
                format!(
                    "the target has {count} different values in {rows} rows; at most {CLASSES_MAX} classes can be \
                     told apart, and numbers need `task: regression`"
                ),
            ));
        }
        let all_numbers = self.met.keys().all(|it| number(it).is_some());
        let key = |name: &str| match number(name) {
            Some(number) if all_numbers => Key::Number(number),
            Some(_) | None => Key::Text(name.to_owned()),
        };
        let mut met: Vec<(Key, String, u32)> =
            self.met.into_iter().map(|(name, at)| (key(&name), name, at)).collect();
        met.sort_unstable();
        let (mut names, mut labels) = (Vec::<String>::new(), vec![0; met.len()]);
        let mut last = None;
        for (key, name, at) in met {
            if last.as_ref() != Some(&key) {
                names.push(name);
                last = Some(key);
            }
            labels[at as usize] = u32::try_from(names.len() - 1).expect("there are few classes");
        }
        let labels = self.rows.into_iter().map(|met| labels[met as usize]).collect();
        Ok(Targets::Classes { labels, names: names.into() })
    }
}

/// A class in its order.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A finite number's bits, so turned that they are ordered as the numbers are.
    Number(u64),
    Text(String),
}

/// The bits of a finite number, so turned that they are ordered as the numbers are; -0 is 0.
fn number(text: &str) -> Option<u64> {
    let number: f64 = text.parse().ok().filter(|it: &f64| it.is_finite())?;
    let bits = (number + 0.0).to_bits();
    Some(if bits >> 63 == 1 { !bits } else { bits | 1 << 63 })
}
