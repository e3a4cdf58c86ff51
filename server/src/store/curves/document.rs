//! Points as one JSON document: `[{"m": metrics, "s": steps, "v": values}, …]`, the values row by row.

mod plain;
mod runs;
mod value;

use search::curve::Points;
use serde::{Serialize, de::DeserializeSeed as _};

use self::{
    runs::{Runs, Wanted},
    value::Value,
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
    plain::columns(document, metric).map_or_else(|| decode_column(document, metric), Ok)
}

/// The same, however the document is written.
fn decode_column(document: &str, metric: &str) -> Result<Vec<Column>, Error> {
    let runs = read(document, Wanted::One(metric))?;
    let column = |it: Points| {
        let Points { metrics, steps, values } = it;
        let steps = if values.is_empty() { Vec::new() } else { steps };
        Column { metrics, steps, values }
    };
    Ok(runs.into_iter().map(column).collect())
}

fn read(document: &str, wanted: Wanted<'_>) -> Result<Vec<Points>, Error> {
    let mut json = serde_json::Deserializer::from_str(document);
    let runs = Runs(wanted).deserialize(&mut json).and_then(|it| json.end().map(|()| it));
    runs.map_err(|_| Error::Corrupt("curves"))
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
    fn both_ways_to_one_metric_read_the_same() {
        let odd = Points {
            metrics: vec![r#"a,"s":["#.into(), "]}".into(), "lr".into()],
            steps: vec![7, 9],
            values: vec![1e300, -0.0, 1e-9, -2.5, 3.0, f64::INFINITY],
        };
        let empty = Points { metrics: vec!["lr".into()], ..Points::default() };
        let document = encode(&[odd, empty, points().remove(1)]);
        for metric in ["lr", "]}", r#"a,"s":["#, "accuracy", "unknown"] {
            let columns = decode_column(&document, metric).unwrap();
            assert_eq!(plain::columns(&document, metric), Some(columns), "{metric}");
        }
        assert_eq!(plain::columns("[]", "lr"), Some(Vec::new()));
        let spaced = document.replace(",\"s\"", ", \"s\"");
        assert_eq!(plain::columns(&spaced, "lr"), None, "not as it is written");
        assert_eq!(decode_metric(&spaced, "lr").unwrap(), decode_metric(&document, "lr").unwrap());
    }

    #[test]
    fn a_document_that_is_not_whole_is_corrupt() {
        let documents = [
            r#"[{"m":["a","b"],"s":[0,1],"v":[1,2,3]}]"#,
            r#"[{"m":["a"],"s":[0],"v":["high"]}]"#,
            r#"[{"m":["a"],"s":[0],"v":[1]}"#,
            r#"[{"m":["a"],"s":[0],"v":[1]},]"#,
            r#"[{"m":["a"],"s":[0],"v":[inf]}]"#,
            r#"[{"m":["a"],"s":[0],"v":[1]}x]"#,
            r"[] []",
        ];
        for document in documents {
            assert!(decode(document).is_err(), "{document}");
            assert!(decode_metric(document, "a").is_err(), "{document}");
        }
    }
}
