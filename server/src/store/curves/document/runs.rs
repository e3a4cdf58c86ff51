//! Runs of points out of JSON, however it is written; values are taken as they come, and of one metric no others.

use std::fmt;

use search::curve::Points;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::value::Value;

/// Which of the values are read.
#[derive(Clone, Copy)]
pub(super) enum Wanted<'a> {
    All,
    One(&'a str),
}

/// All runs of a document.
pub(super) struct Runs<'a>(pub(super) Wanted<'a>);
struct OneRun<'a>(Wanted<'a>);

/// Every value, or the one in `column` of each `width`.
struct Values {
    column: Option<usize>,
    width: usize,
}

impl<'de> DeserializeSeed<'de> for Runs<'_> {
    type Value = Vec<Points>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<Points>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Runs<'_> {
    type Value = Vec<Points>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("runs of points")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Points>, A::Error> {
        let mut runs = Vec::new();
        while let Some(run) = items.next_element_seed(OneRun(self.0))? {
            runs.push(run);
        }
        Ok(runs)
    }
}

impl<'de> DeserializeSeed<'de> for OneRun<'_> {
    type Value = Points;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Points, D::Error> {
        from.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OneRun<'_> {
    type Value = Points;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a run of points: metrics, steps, values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Points, A::Error> {
        let mut run = Points::default();
        // Of all values, or of the one metric; none where it is not among them.
        let mut width = 0;
        while let Some(key) = entries.next_key::<&str>()? {
            match key {
                "m" => {
                    run.metrics = entries.next_value()?;
                    width = run.metrics.len();
                }
                "s" => run.steps = entries.next_value()?,
                "v" => {
                    let column = match self.0 {
                        Wanted::All => None,
                        Wanted::One(metric) => {
                            let Some(at) = run.metrics.iter().position(|it| it == metric) else {
                                entries.next_value::<IgnoredAny>()?;
                                return rest(entries, run);
                            };
                            Some(at)
                        }
                    };
                    run.values = entries.next_value_seed(Values { column, width })?;
                    width = if column.is_some() { 1 } else { width };
                }
                _ => drop(entries.next_value::<IgnoredAny>()?),
            }
        }
        if run.values.len() == run.steps.len() * width {
            Ok(run)
        } else {
            Err(A::Error::custom("as many values as steps and metrics ask for"))
        }
    }
}

/// What follows the values of a run that does not carry the metric.
fn rest<'de, A: MapAccess<'de>>(mut entries: A, run: Points) -> Result<Points, A::Error> {
    while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(run)
}

impl<'de> DeserializeSeed<'de> for Values {
    type Value = Vec<f64>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<f64>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Values {
    type Value = Vec<f64>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("values, row by row")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<f64>, A::Error> {
        let mut values = Vec::new();
        let Some(column) = self.column else {
            while let Some(Value(value)) = items.next_element()? {
                values.push(value);
            }
            return Ok(values);
        };
        let mut at = 0;
        loop {
            if at == column {
                let Some(Value(value)) = items.next_element()? else { break };
                values.push(value);
            } else if items.next_element::<IgnoredAny>()?.is_none() {
                break;
            }
            at = (at + 1) % self.width;
        }
        // A row that is cut off is no row.
        if at == 0 { Ok(values) } else { Err(A::Error::custom("whole rows")) }
    }
}
