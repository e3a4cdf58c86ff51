//! The tree of a document: what JSON and YAML have in common.

use std::{collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, SeqAccess, Visitor},
    ser::{SerializeMap as _, SerializeSeq as _},
};
use serde_saphyr::UserMessageFormatter;

/// A value in a document. Unlike JSON's own, a number here may be NaN or infinite, so that the
/// reader can refuse it by name; and a map keeps the order in which it was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number, written as one.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// Text.
    Text(String),
    /// `[…]`
    List(Vec<Node>),
    /// `{…}`; no key stands twice.
    Map(Vec<(String, Node)>),
}

/// The longest document that is read. Sweeps are far shorter; what a stranger sends may not be.
pub const BYTES_MAX: usize = 1 << 20;

/// The text is not a document at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not {format}: {reason}")]
pub struct Malformed {
    format: &'static str,
    reason: String,
}

impl Malformed {
    /// One line of what a parser says, at a length that fits an answer.
    fn new(format: &'static str, error: &impl fmt::Display) -> Self {
        let text = error.to_string();
        let line = text.lines().next().unwrap_or_default();
        Self { format, reason: super::problem::short(line, 300) }
    }
}

fn bounded(format: &'static str, text: &str, max: usize) -> Result<(), Malformed> {
    let error = format!("it is longer than {max} bytes");
    if text.len() > max { Err(Malformed::new(format, &error)) } else { Ok(()) }
}

impl Node {
    /// Reads JSON, also what we wrote of a document ourselves: quoted and escaped, that may be longer.
    pub fn from_json(text: &str) -> Result<Self, Malformed> {
        bounded("JSON", text, 8 * BYTES_MAX)?;
        serde_json::from_str(text).map_err(|error| Malformed::new("JSON", &error))
    }

    /// Reads YAML 1.2, of which JSON is a part.
    pub fn from_yaml(text: &str) -> Result<Self, Malformed> {
        bounded("YAML", text, BYTES_MAX)?;
        let options = serde_saphyr::options! {
            // An alias may stand for more than itself, but not make a long document of a short one.
            budget: serde_saphyr::budget! { max_total_scalar_bytes: BYTES_MAX },
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 10_000 },
            // `.nan` and `1e999` are refused by their readers, who know where they stand.
            non_finite_float_policy: serde_saphyr::NonFiniteFloatPolicy::PassThrough,
            // Refused by our own builder, in our own words.
            duplicate_keys: serde_saphyr::DuplicateKeyPolicy::PassThrough,
            strict_booleans: true,
            with_snippet: false,
        };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            Malformed::new("YAML", &error.render_with_formatter(&UserMessageFormatter))
        })
    }

    /// Reads JSON where the text looks like it, and YAML elsewhere.
    pub fn from_text(text: &str) -> Result<Self, Malformed> {
        let inside = text.trim_start().strip_prefix('{').map(str::trim_start);
        if inside.is_some_and(|it| it.starts_with(['"', '}'])) {
            bounded("JSON", text, BYTES_MAX)?;
            // YAML can look like this as well; and it has numbers that JSON lacks.
            return Self::from_json(text).or_else(|error| Self::from_yaml(text).map_err(|_| error));
        }
        Self::from_yaml(text)
    }

    /// The number that stands here, whole or not.
    pub fn number(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "settings are far below 2^53")]
            Self::Integer(whole) => Some(*whole as f64),
            Self::Number(number) => Some(*number),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// What stands under `key`, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(it, _)| it == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// Takes away what stands at the dotted `path`, if anything does.
    pub fn remove(&mut self, path: &str) {
        let Self::Map(entries) = self else { return };
        match path.split_once('.') {
            None => entries.retain(|(key, _)| key != path),
            Some((key, rest)) => {
                if let Some((_, node)) = entries.iter_mut().find(|(it, _)| it == key) {
                    node.remove(rest);
                }
            }
        }
    }

    /// Puts `value` at a dotted path, making maps on the way. `false` where something that is
    /// not a map stands in the way.
    pub fn put(&mut self, path: &str, value: Self) -> bool {
        let Self::Map(entries) = self else { return false };
        let (key, rest) =
            path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let at = entries.iter().position(|(it, _)| it == key).unwrap_or_else(|| {
            entries.push((key.to_owned(), Self::Map(Vec::new())));
            entries.len() - 1
        });
        if let Some(rest) = rest {
            return entries[at].1.put(rest, value);
        }
        entries[at].1 = value;
        true
    }

    /// How many nodes this is made of.
    pub fn size(&self) -> u64 {
        match self {
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::Text(_) => 1,
            Self::List(items) => 1 + items.iter().map(Self::size).sum::<u64>(),
            Self::Map(entries) => 1 + entries.iter().map(|(_, it)| it.size()).sum::<u64>(),
        }
    }

    /// What this is, in words, for "expected …, found …".
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Number(it) if it.is_finite() => "a number",
            Self::Number(_) => "a number that is not finite",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_none(),
            Self::Bool(it) => to.serialize_bool(*it),
            Self::Integer(it) => to.serialize_i64(*it),
            Self::Number(it) => to.serialize_f64(*it),
            Self::Text(it) => to.serialize_str(it),
            Self::List(items) => {
                let mut list = to.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|it| list.serialize_element(it))?;
                list.end()
            }
            Self::Map(entries) => {
                let mut map = to.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(key, it)| map.serialize_entry(key, it))?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Builder)
    }
}

struct Builder;

impl<'de> Visitor<'de> for Builder {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a document")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        Node::deserialize(from)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        #[expect(clippy::cast_precision_loss, reason = "so large a number is refused later on")]
        Ok(i64::try_from(value).map_or(Node::Number(value as f64), Node::Integer))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries: Vec<(String, Node)> = Vec::new();
        let mut seen = HashSet::new();
        while let Some((key, value)) = map.next_entry::<String, Node>()? {
            if !seen.insert(key.clone()) {
                return Err(A::Error::custom(format_args!("the key `{key}` stands twice")));
            }
            entries.push((key, value));
        }
        Ok(Node::Map(entries))
    }
}
