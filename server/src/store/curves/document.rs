//! Points as one JSON document: `[{"m": metrics, "s": steps, "v": values}, …]`, the values row by row.
//!
//! A page of curves reads tens of thousands of values, so they are taken as they come, and of one metric no others.

use std::fmt;

use search::curve::Points;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

use super::super::Error;

/// A run of points that carry the same metrics.
#[derive(Serialize)]
struct Run<'a> {
    m: &'a [String],
    s: &'a [u64],
    v: Vec<Value>,
}

impl<'a> Run<'a> {
    fn of(it: &'a Points) -> Self {
        let v = it.values.iter().copied().map(Value).collect();
        Self { m: &it.metrics, s: &it.steps, v }
    }
}

/// JSON has no numbers that are not finite; they are named instead.
#[derive(Clone, Copy)]
struct Value(f64);

/// One metric of some points, and the names of all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// What the points carry.
    pub metrics: Vec<String>,
    /// How many updates had been made; empty where they do not carry the metric.
    pub steps: Vec<u64>,
    /// Its values.
    pub values: Vec<f64>,
}

pub(super) fn encode(points: &[Points]) -> String {
    let runs: Vec<Run<'_>> = points.iter().map(Run::of).collect();
    serde_json::to_string(&runs).unwrap_or_else(|_| "[]".into())
}

/// All points.
pub(super) fn decode(document: &str) -> Result<Vec<Points>, Error> {
    read(document, Wanted::All)
}

/// One metric of each run of points.
pub(super) fn decode_metric(document: &str, metric: &str) -> Result<Vec<Column>, Error> {
    let runs = read(document, Wanted::One(metric))?;
    let column = |it: Points| {
        let Points { metrics, steps, values } = it;
        let steps = if values.is_empty() { Vec::new() } else { steps };
        Column { metrics, steps, values }
    };
    Ok(runs.into_iter().map(column).collect())
}

/// Which of the values are read.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    All,
    One(&'a str),
}

fn read(document: &str, wanted: Wanted<'_>) -> Result<Vec<Points>, Error> {
    let mut json = serde_json::Deserializer::from_str(document);
    let runs = Runs(wanted).deserialize(&mut json).and_then(|it| json.end().map(|()| it));
    runs.map_err(|_| Error::Corrupt("curves"))
}

struct Runs<'a>(Wanted<'a>);
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

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            it if it.is_finite() => to.serialize_f64(it),
            it if it.is_nan() => to.serialize_str("nan"),
            it if it > 0.0 => to.serialize_str("inf"),
            _ => to.serialize_str("-inf"),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ValueVisitor).map(Self)
    }
}

struct ValueVisitor;

impl Visitor<'_> for ValueVisitor {
    type Value = f64;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number, or `nan`, `inf` or `-inf`")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    #[expect(clippy::cast_precision_loss, reason = "it was written as a number of 64 bits")]
    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "it was written as a number of 64 bits")]
    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<f64, E> {
        match value {
            "nan" => Ok(f64::NAN),
            "inf" => Ok(f64::INFINITY),
            "-inf" => Ok(f64::NEG_INFINITY),
            _ => Err(E::invalid_value(serde::de::Unexpected::Str(value), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points() -> Vec<Points> {
        let metrics = vec!["loss".to_owned(), "lr".to_owned()];
        let values = vec![2.0, 0.1, f64::INFINITY, 0.1, f64::NEG_INFINITY, 1e-9];
        let other =
            Points { metrics: vec!["accuracy".to_owned()], steps: vec![3], values: vec![0.25] };
        vec![Points { metrics, steps: vec![0, 1, 2], values }, other]
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(decode(&encode(&points())).unwrap(), points());
        let nan = Points { values: vec![f64::NAN], ..points()[1].clone() };
        assert!(decode(&encode(&[nan])).unwrap()[0].values[0].is_nan());
    }

    #[test]
    fn one_metric_is_read_and_the_others_are_named() {
        let columns = decode_metric(&encode(&points()), "lr").unwrap();
        assert_eq!(columns[0].values, [0.1, 0.1, 1e-9]);
        assert_eq!(columns[0].metrics, ["loss", "lr"]);
        assert_eq!((&columns[1].steps, &columns[1].values), (&vec![], &vec![]));
        assert_eq!(columns[1].metrics, ["accuracy"]);
    }

    #[test]
    fn a_document_that_is_not_whole_is_corrupt() {
        let documents = [
            r#"[{"m":["a","b"],"s":[0,1],"v":[1,2,3]}]"#,
            r#"[{"m":["a"],"s":[0],"v":["high"]}]"#,
            r#"[{"m":["a"],"s":[0],"v":[1]}"#,
            r"[] []",
        ];
        for document in documents {
            assert!(decode(document).is_err(), "{document}");
            assert!(decode_metric(document, "a").is_err(), "{document}");
        }
    }
}
