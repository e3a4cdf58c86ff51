//! Which values a parameter takes.

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
            Self::Range { shape, min, max, .. } => Node::Number(shape.between(*min, *max, u)),
        }
    }

    /// How many points a grid takes; nothing where that is not said.
    pub fn points(&self) -> Option<u64> {
        match self {
            Self::Values(values) => Some(values.len() as u64),
            Self::Range { points, .. } => *points,
        }
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
                Node::Number(shape.between(*min, *max, index as f64 / last as f64))
            }
        }
    }

    /// Values that show whether the configuration can take this parameter's: all that are
    /// listed; of a range its ends and a number inside.
    pub(super) fn probes(&self) -> Vec<Node> {
        match self {
            Self::Values(values) => values.clone(),
            Self::Range { shape, min, max, .. } => {
                [0.0, 1.0, 0.618].map(|u| Node::Number(shape.between(*min, *max, u))).to_vec()
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
        if points == Some(1) && min < max {
            return fields.note("points", "one point cannot hold both `min` and `max`");
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
    fn between(self, min: f64, max: f64, u: f64) -> f64 {
        let value = match self {
            Self::LogUniform => min * (max / min).powf(u),
            Self::Uniform => min + (max - min) * u,
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
    for (index, item) in items.iter().enumerate() {
        match item.node {
            Node::Number(it) if !it.is_finite() => return item.note("must be a finite number"),
            Node::Null => return item.note("is empty"),
            node if items[..index].iter().any(|it| it.node == node) => {
                return item.note("stands in the list twice; each trial must exist once");
            }
            _ => (),
        }
    }
    Some(items.into_iter().map(|it| it.node.clone()).collect())
}
