//! Brings features to a common scale, by the statistics of the training part alone.

use search::config::Scale;

use super::Samples;
use crate::Error;

/// What is taken from a column, and what it is then divided by.
#[derive(Clone, Copy, Debug)]
struct Column {
    origin: f64,
    unit: f64,
}

/// Scales both parts. A column that never varies in the training part is only moved, as there is
/// nothing to divide by.
pub(super) fn scale(
    scale: Scale,
    train: &mut Samples,
    validation: &mut Samples,
) -> Result<(), Error> {
    let columns = match scale {
        Scale::None => return Ok(()),
        Scale::Standard => standard(train),
        Scale::MinMax => min_max(train),
    };
    for part in [train, validation] {
        for features in part.features_mut() {
            for (feature, Column { origin, unit }) in features.iter_mut().zip(&columns) {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "features are in single precision"
                )]
                let scaled = ((f64::from(*feature) - origin) / unit) as f32;
                *feature = scaled;
            }
        }
        if let Some(at) =
            (0..part.len()).find(|it| part.features(*it).iter().any(|it| !it.is_finite()))
        {
            let row = part.features(at).iter().position(|it| !it.is_finite()).unwrap_or(0) + 1;
            return Err(
                part.refused(&format!("feature {row} leaves the finite numbers when it is scaled"))
            );
        }
    }
    Ok(())
}

fn standard(train: &Samples) -> Vec<Column> {
    let count = count(train);
    let mut columns = vec![Column { origin: 0.0, unit: 0.0 }; train.width()];
    for row in 0..train.len() {
        for (column, feature) in columns.iter_mut().zip(train.features(row)) {
            column.origin += f64::from(*feature) / count;
        }
    }
    for row in 0..train.len() {
        for (column, feature) in columns.iter_mut().zip(train.features(row)) {
            column.unit += (f64::from(*feature) - column.origin).powi(2) / count;
        }
    }
    columns.into_iter().map(|it| Column { unit: or_one(it.unit.sqrt()), ..it }).collect()
}

fn min_max(train: &Samples) -> Vec<Column> {
    let first = train.features(0).iter().map(|it| f64::from(*it));
    let mut limits: Vec<[f64; 2]> = first.map(|it| [it, it]).collect();
    for row in 1..train.len() {
        for (limits, feature) in limits.iter_mut().zip(train.features(row)) {
            *limits = [limits[0].min(f64::from(*feature)), limits[1].max(f64::from(*feature))];
        }
    }
    limits.into_iter().map(|[min, max]| Column { origin: min, unit: or_one(max - min) }).collect()
}

fn or_one(unit: f64) -> f64 {
    if unit > 0.0 { unit } else { 1.0 }
}

#[expect(clippy::cast_precision_loss, reason = "rows are far fewer than 2^53")]
fn count(train: &Samples) -> f64 {
    train.len() as f64
}
