//! Points as bytes: runs of points that carry the same metrics, each a message of the worker protocol after its length.

use prost::Message as _;
use proto::v1;
use search::curve::Points;

use super::super::Error;

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

impl Column {
    pub(super) fn of(points: Points, metric: &str) -> Self {
        let Points { metrics, steps, values } = points;
        match metrics.iter().position(|it| it == metric) {
            Some(at) => {
                let values = values.into_iter().skip(at).step_by(metrics.len()).collect();
                Self { metrics, steps, values }
            }
            None => Self { metrics, ..Self::default() },
        }
    }
}

pub(super) fn encode(points: &[Points]) -> Vec<u8> {
    points
        .iter()
        .flat_map(|it| v1::Points::from(it.clone()).encode_length_delimited_to_vec())
        .collect()
}

pub(super) fn decode(mut runs: &[u8]) -> Result<Vec<Points>, Error> {
    let mut decoded = Vec::new();
    while !runs.is_empty() {
        let run = v1::Points::decode_length_delimited(&mut runs).map_err(|_| CORRUPT)?;
        let v1::Points { metrics, steps, values } = run;
        decoded.push(whole(Points { metrics, steps, values })?);
    }
    Ok(decoded)
}

/// Points with a value for each step and metric.
pub(super) fn whole(points: Points) -> Result<Points, Error> {
    let Points { metrics, steps, values } = &points;
    if values.len() == steps.len() * metrics.len() { Ok(points) } else { Err(CORRUPT) }
}

pub(super) const CORRUPT: Error = Error::Corrupt("curves");

#[cfg(test)]
mod tests {
    use super::*;

    fn points() -> Vec<Points> {
        let metrics = vec!["loss".to_owned(), "lr".to_owned()];
        let values = vec![2.0, 0.1, f64::INFINITY, -0.0, f64::NEG_INFINITY, 1e-9];
        let other =
            Points { metrics: vec!["accuracy".to_owned()], steps: vec![3], values: vec![0.25] };
        vec![Points { metrics, steps: vec![0, 1, 2], values }, other]
    }

    #[test]
    fn what_was_written_is_read() {
        assert_eq!(decode(&encode(&points())).unwrap(), points());
        assert_eq!(decode(&encode(&[])).unwrap(), []);
        let nan = Points { values: vec![f64::NAN], ..points()[1].clone() };
        assert!(decode(&encode(&[nan])).unwrap()[0].values[0].is_nan());
    }

    #[test]
    fn one_metric_is_read_and_the_others_are_named() {
        let column = |at: usize| Column::of(points().remove(at), "lr");
        assert_eq!(column(0).values, [0.1, -0.0, 1e-9]);
        assert_eq!(column(0).metrics, ["loss", "lr"]);
        assert_eq!((column(1).steps, column(1).values), (vec![], vec![]));
        assert_eq!(column(1).metrics, ["accuracy"]);
    }

    #[test]
    fn bytes_that_are_not_whole_are_corrupt() {
        let bytes = encode(&points());
        let last = encode(&points()[1..]).len();
        for end in (1..bytes.len()).filter(|it| *it != bytes.len() - last) {
            assert!(decode(&bytes[..end]).is_err(), "{end} of {}", bytes.len());
        }
        let ragged = Points { values: vec![1.0; 5], ..points()[0].clone() };
        assert!(decode(&encode(&[ragged])).is_err());
        assert!(decode(&[bytes, b"[]".to_vec()].concat()).is_err());
    }
}
