//! Points as earlier versions wrote them: `[{"m": metrics, "s": steps, "v": values}, …]`, the values row by row.

use search::curve::Points;
use serde::Deserialize;

use super::{
    super::Error,
    runs::{CORRUPT, whole},
};

#[derive(Deserialize)]
struct Run {
    m: Vec<String>,
    s: Vec<u64>,
    v: Vec<Value>,
}

/// JSON has no numbers that are not finite; they are named instead.
#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Value {
    Finite(f64),
    Named(Name),
}

#[derive(Clone, Copy, Deserialize)]
enum Name {
    #[serde(rename = "nan")]
    NotANumber,
    #[serde(rename = "inf")]
    Infinity,
    #[serde(rename = "-inf")]
    MinusInfinity,
}

pub(super) fn decode(document: &str) -> Result<Vec<Points>, Error> {
    let runs: Vec<Run> = serde_json::from_str(document).map_err(|_| CORRUPT)?;
    let points = |Run { m, s, v }: Run| {
        whole(Points { metrics: m, steps: s, values: v.into_iter().map(f64::from).collect() })
    };
    runs.into_iter().map(points).collect()
}

impl From<Value> for f64 {
    fn from(value: Value) -> Self {
        match value {
            Value::Finite(it) => it,
            Value::Named(Name::NotANumber) => Self::NAN,
            Value::Named(Name::Infinity) => Self::INFINITY,
            Value::Named(Name::MinusInfinity) => Self::NEG_INFINITY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let document = r#"[{"m":["loss","lr"],"s":[0,1],"v":[2,0.1,"inf",1e-9]},{"m":["a"],"s":[3],"v":["-inf"]}]"#;
        let read = decode(document).unwrap();
        assert_eq!(
            (&read[0].steps[..], &read[0].values[..]),
            (&[0, 1][..], &[2.0, 0.1, f64::INFINITY, 1e-9][..])
        );
        assert_eq!(
            (&read[1].metrics[..], &read[1].values[..]),
            (&["a".to_owned()][..], &[f64::NEG_INFINITY][..])
        );
        assert!(decode(r#"[{"m":["a"],"s":[0],"v":["nan"]}]"#).unwrap()[0].values[0].is_nan());
        assert_eq!(decode("[]").unwrap(), []);
    }

    #[test]
    fn a_document_that_is_not_whole_is_corrupt() {
        let documents = [
            r#"[{"m":["a","b"],"s":[0,1],"v":[1,2,3]}]"#,
            r#"[{"m":["a"],"s":[0],"v":["high"]}]"#,
            r#"[{"m":["a"],"s":[0],"v":[1]}"#,
            r#"[{"m":["a"],"s":[0],"v":[inf]}]"#,
            "[] []",
        ];
        for document in documents {
            assert!(decode(document).is_err(), "{document}");
        }
    }
}
