//! Which values a parameter takes.

use std::collections::HashSet;

use super::Method;
use crate::document::{Fields, Node, Value};

/// Which values a parameter takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// One of these, each as likely.
    Values(Vec<Node>),
    /// Any number from `min` to `max`.
    Range {
        /// Whether numbers or their logarithms are spread evenly.
        shape: Shape,
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
        /// How many a grid takes.
        points: Option<u64>,
    },
}

/// Whether numbers or their logarithms are spread evenly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The logarithms.
    LogUniform,
    /// The numbers.
    Uniform,
}

/// The most values that one parameter may list.
const VALUES_MAX: usize = 10_000;

impl Distribution {
    /// The value at `u` in [0, 1).
    pub fn at(&self, u: f64) -> Node {
        match self {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "u lies in [0, 1) and lists are short"
            )]
            Self::Values(values) => {
                values[((u * values.len() as f64) as usize).min(values.len() - 1)].clone()
            }
            Self::Range { shape, min, max, .. } => {
                Node::Number(shape.between([*min, *max], u, 1.0))
            }
        }
    }

    /// How many points a grid takes; nothing where that is not said.
    pub fn points(&self) -> Option<u64> {
        match self {
            Self::Values(values) => Some(values.len() as u64),
            Self::Range { points, .. } => *points,
        }
    }

    /// Whether there is more than one value.
    pub fn is_varied(&self) -> bool {
        !matches!(self, Self::Values(values) if values.len() < 2)
    }

    /// The `index`-th of a grid's points.
    pub fn point(&self, index: u64) -> Node {
        match self {
            #[expect(clippy::cast_possible_truncation, reason = "an index into a short list")]
            Self::Values(values) => values[index as usize].clone(),
            // The ends are exactly what was asked for, whatever rounding does between them.
            Self::Range { min, .. } if index == 0 => Node::Number(*min),
            Self::Range { max, points, .. } if Some(index + 1) == *points => Node::Number(*max),
            #[expect(clippy::cast_precision_loss, reason = "at most a few hundred thousand")]
            Self::Range { shape, min, max, points } => {
                let last = points.unwrap_or(2).max(2) - 1;
                Node::Number(shape.between([*min, *max], index as f64, last as f64))
            }
        }
    }

    /// Values that show whether the configuration can take this parameter's: all that are
    /// listed or on a grid; of a range its ends and a number inside.
    pub(super) fn probes(&self, method: Option<Method>) -> Vec<Node> {
        match self {
            Self::Values(values) => values.clone(),
            Self::Range { points: Some(points), .. } if method == Some(Method::Grid) => {
                (0..(*points).min(VALUES_MAX as u64)).map(|it| self.point(it)).collect()
            }
            Self::Range { shape, min, max, .. } => {
                let inside = shape.between([*min, *max], 0.618, 1.0);
                [*min, *max, inside].map(Node::Number).to_vec()
            }
        }
    }

    /// Reads what stands under a parameter's name.
    pub(super) fn read(name: &str, value: &Value<'_>) -> Option<Self> {
        match value.node {
            Node::Map(_) => Self::from_fields(name, &value.fields()?),
            Node::List(_) if super::full_path(name) == "optimizer.lr" => {
                let ends: Option<Vec<f64>> = value.items()?.iter().map(Value::positive).collect();
                let [min, max] = ends?[..] else {
                    return value.note(
                        "a bare list means a range, [min, max]; for a choice write { values: […] }",
                    );
                };
                Self::range(Shape::LogUniform, [min, max], None, value)
            }
            Node::List(_) => {
                value.note("write { values: […] } or { distribution: …, min: …, max: … }")
            }
            Node::Null => value.note("needs values, a value or a distribution"),
            node => Some(Self::Values(vec![node.clone()])),
        }
    }

    fn from_fields(name: &str, fields: &Fields<'_>) -> Option<Self> {
        let found = match (fields.node("values"), fields.node("value")) {
            (Some(_), Some(_)) => fields.note("value", "excludes `values`"),
            (Some(_), None) => fields.required("values", list).map(Self::Values),
            (None, Some(value)) => Some(Self::Values(vec![value.clone()])),
            (None, None) => Self::range_from(name, fields),
        };
        fields.finish();
        found
    }

    fn range_from(name: &str, fields: &Fields<'_>) -> Option<Self> {
        let shapes = [("log_uniform", Shape::LogUniform), ("uniform", Shape::Uniform)];
        let shape = if super::full_path(name) == "optimizer.lr" {
            fields.or("distribution", Shape::LogUniform, |it| it.choice(&shapes))
        } else {
            fields.required("distribution", |it| it.choice(&shapes))
        };
        let bound = |it: &Value<'_>| match shape {
            Some(Shape::LogUniform) => it.positive(),
            Some(Shape::Uniform) | None => it.number("a number", |_| true),
        };
        let min = fields.required("min", bound);
        let max = fields.required("max", bound);
        let points = fields.optional("points", |it| it.whole(1, super::TRIALS_MAX));
        let (shape, min, max, points) = (shape?, min?, max?, points?);
        if max < min {
            return fields.note("max", format!("lies below `min`, which is {min}"));
        }
        match points {
            Some(1) if min < max => {
                return fields.note("points", "one point cannot hold both `min` and `max`");
            }
            Some(2..) if min >= max => {
                return fields.note("points", "`min` and `max` are the same; that is one point");
            }
            Some(_) | None => (),
        }
        Some(Self::Range { shape, min, max, points })
    }

    fn range(
        shape: Shape,
        [min, max]: [f64; 2],
        points: Option<u64>,
        value: &Value<'_>,
    ) -> Option<Self> {
        if max < min {
            return value.note(format!("the bounds are out of order: {max} lies below {min}"));
        }
        Some(Self::Range { shape, min, max, points })
    }
}

impl Shape {
    /// What lies `index` of `last` equal parts of the way from `min` to `max`.
    fn between(self, [min, max]: [f64; 2], index: f64, last: f64) -> f64 {
        let value = match self {
            Self::LogUniform => min * (max / min).powf(index / last),
            // Multiplied first: between whole bounds, whole numbers stay whole.
            Self::Uniform => min + (max - min) * index / last,
        };
        value.clamp(min, max)
    }
}

fn list(value: &Value<'_>) -> Option<Vec<Node>> {
    let items = value.items()?;
    if items.is_empty() {
        return value.note("is empty; give at least one value");
    }
    if items.len() > VALUES_MAX {
        return value.note(format!("lists {} values; {VALUES_MAX} is the most", items.len()));
    }
    let mut seen = HashSet::new();
    for item in &items {
        match item.node {
            Node::Number(it) if !it.is_finite() => return item.note("must be a finite number"),
            Node::Null => return item.note("is empty"),
            node if !seen.insert(spelled(node)) => {
                return item.note("stands in the list twice; each trial must exist once");
            }
            _ => (),
        }
    }
    Some(items.into_iter().map(|it| it.node.clone()).collect())
}

/// The value as text, the same for `1` and `1.0`.
fn spelled(node: &Node) -> String {
    node.number().map_or_else(|| format!("{node:?}"), |it| it.to_string())
}
