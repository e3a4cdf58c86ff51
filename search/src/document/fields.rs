//! Taking a map apart, key by key.

use std::cell::RefCell;

use super::{Node, Path, Problems, problem::short};

/// A map being read. Each key is taken once; [`Fields::finish`] refuses the keys nobody took.
#[derive(Debug)]
pub struct Fields<'a> {
    entries: &'a [(String, Node)],
    /// Where the map stands.
    pub path: Path,
    problems: &'a Problems,
    known: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// Opens the map at `node`; anything else there is a mistake.
    pub fn of(node: &'a Node, path: Path, problems: &'a Problems) -> Option<Self> {
        let Node::Map(entries) = node else {
            return problems.note(&path, format!("expected a map, found {}", node.kind()));
        };
        Some(Self { entries, path, problems, known: RefCell::default() })
    }

    /// A map without entries in the place of `value`, for what can be left out.
    pub fn empty(value: &Value<'a>) -> Self {
        Self {
            entries: &[],
            path: value.path.clone(),
            problems: value.problems,
            known: RefCell::default(),
        }
    }

    /// The node under `key`, if it is there and not `null`.
    pub fn node(&self, key: &'static str) -> Option<&'a Node> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        self.entries
            .iter()
            .find(|(it, _)| it == key)
            .map(|(_, node)| node)
            .filter(|it| **it != Node::Null)
    }

    /// What `read` makes of the node under `key`; nothing there is a mistake.
    pub fn required<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Value<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.node(key) {
            Some(node) => read(&self.value(key, node)),
            None => self.note(key, "is missing"),
        }
    }

    /// What `read` makes of the node under `key`. The outer `None` is a mistake, the inner one
    /// means that nothing is there.
    pub fn optional<T>(
        &self,
        key: &'static str,
        read: impl FnOnce(&Value<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        self.node(key).map_or(Some(None), |node| read(&self.value(key, node)).map(Some))
    }

    /// As [`Fields::optional`], with what holds where nothing is there.
    pub fn or<T>(
        &self,
        key: &'static str,
        default: T,
        read: impl FnOnce(&Value<'a>) -> Option<T>,
    ) -> Option<T> {
        self.node(key).map_or(Some(default), |node| read(&self.value(key, node)))
    }

    /// Notes a mistake under `key`.
    pub fn note<T>(&self, key: &str, message: impl Into<String>) -> Option<T> {
        self.problems.note(&self.path.key(key), message)
    }

    /// Refuses the keys that nobody asked for so far.
    pub fn finish(&self) {
        let known = self.known.borrow();
        let unknown = self.entries.iter().filter(|(key, _)| !known.contains(&key.as_str()));
        for (key, _) in unknown.take_while(|_| !self.problems.is_full()) {
            let hint = match nearest(key, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            self.note::<()>(key, format!("unknown key; {hint}"));
        }
    }

    /// The value `node` that stands under `key`.
    pub fn value(&self, key: &str, node: &'a Node) -> Value<'a> {
        Value { node, path: self.path.key(key), problems: self.problems }
    }
}

/// One value being read.
#[derive(Clone, Debug)]
pub struct Value<'a> {
    /// What stands there.
    pub node: &'a Node,
    /// Where.
    pub path: Path,
    /// Where mistakes are noted.
    pub problems: &'a Problems,
}

impl<'a> Value<'a> {
    /// A value that stands alone, or at the top of a document.
    pub fn new(node: &'a Node, path: Path, problems: &'a Problems) -> Self {
        Self { node, path, problems }
    }

    /// Notes a mistake here.
    pub fn note<T>(&self, message: impl Into<String>) -> Option<T> {
        self.problems.note(&self.path, message)
    }

    fn expected<T>(&self, what: &str) -> Option<T> {
        self.note(format!("expected {what}, found {}", self.node.kind()))
    }

    /// A map.
    pub fn fields(&self) -> Option<Fields<'a>> {
        Fields::of(self.node, self.path.clone(), self.problems)
    }

    /// The items of a list.
    pub fn items(&self) -> Option<Vec<Self>> {
        let Node::List(items) = self.node else { return self.expected("a list") };
        let at =
            |(index, node)| Self { node, path: self.path.index(index), problems: self.problems };
        Some(items.iter().enumerate().map(at).collect())
    }

    /// Text.
    pub fn text(&self) -> Option<&'a str> {
        match self.node {
            Node::Text(text) => Some(text),
            _ => self.expected("text"),
        }
    }

    /// `true` or `false`.
    pub fn bool(&self) -> Option<bool> {
        match self.node {
            Node::Bool(it) => Some(*it),
            _ => self.expected("true or false"),
        }
    }

    /// One of the named choices.
    pub fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Option<T> {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        let Node::Text(text) = self.node else {
            return self.expected(&format!("one of {}", names.join(", ")));
        };
        let found = choices.iter().find(|(name, _)| name == text).map(|(_, choice)| *choice);
        found.or_else(|| {
            let text = short(text, 100);
            self.note(format!("unknown: `{text}`; expected one of {}", names.join(", ")))
        })
    }

    /// A finite number for which `fits` holds; `range` says in words which those are.
    pub fn number(&self, range: &str, fits: impl Fn(f64) -> bool) -> Option<f64> {
        match self.node.number() {
            Some(number) if !number.is_finite() => self.note("must be a finite number"),
            Some(number) if fits(number) => Some(number),
            Some(number) => self.note(format!("must be {range}, not {number}")),
            None => self.expected("a number"),
        }
    }

    /// A finite number above zero.
    pub fn positive(&self) -> Option<f64> {
        self.number("above 0", |it| it > 0.0)
    }

    /// A finite number, zero or above.
    pub fn not_negative(&self) -> Option<f64> {
        self.number("0 or above", |it| it >= 0.0)
    }

    /// A number from 0 up to, and without, 1.
    pub fn fraction(&self) -> Option<f64> {
        self.number("at least 0 and below 1", |it| (0.0..1.0).contains(&it))
    }

    /// A whole number from `min` to `max`. `1e5` is one as well.
    pub fn whole(&self, min: u64, max: u64) -> Option<u64> {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
        let whole = match self.node {
            Node::Integer(it) => Some(*it),
            Node::Number(it) if it.fract() == 0.0 && it.abs() < 9e15 => Some(*it as i64),
            Node::Number(_) => None,
            _ => return self.expected("a whole number"),
        };
        match whole.and_then(|it| u64::try_from(it).ok()) {
            Some(it) if (min..=max).contains(&it) => Some(it),
            _ => self.note(format!("must be a whole number from {min} to {max}")),
        }
    }
}

/// The name that `key` was probably meant to be: two slips away at most, and one in the shortest.
fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let near = known.iter().map(|it| (distance(it, key), *it)).min()?;
    (near.0 <= near.1.len().div_ceil(2).min(2)).then_some(near.1)
}

/// How many letters must change to make `b` of `a`. Of a long `b` the beginning will do.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}
