//! Brings columns to a common scale, by the statistics of the training part alone.

use search::config::Scale;

/// What is taken from a column, and what it is then divided by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column<T> {
    pub(super) origin: T,
    pub(super) unit: T,
}

/// A byte from 0 to 1, rather than by what each pixel happens to reach: that would blow the noise of
/// an image's border up.
pub(super) const PIXEL: Column<f64> = Column { origin: 0.0, unit: 255.0 };

impl Column<f64> {
    #[expect(clippy::cast_possible_truncation, reason = "features are in single precision")]
    pub(super) fn scaled(&self, number: f32) -> f32 {
        ((f64::from(number) - self.origin) / self.unit) as f32
    }

    #[expect(clippy::cast_possible_truncation, reason = "features are in single precision")]
    pub(super) fn single(&self) -> Column<f32> {
        Column { origin: self.origin as f32, unit: self.unit as f32 }
    }
}

/// The scales of `width` columns in which there are so many `rows`; `copy` writes one down. None
/// where nothing is to be scaled. A column that never varies is only moved, as there is nothing to
/// divide by.
pub(super) fn columns(
    scale: Scale,
    rows: usize,
    width: usize,
    copy: impl Fn(usize, &mut [f32]),
) -> Vec<Column<f64>> {
    let mut buffer = vec![0.0; width];
    let mut each = |seen: &mut dyn FnMut(usize, usize, f64)| {
        for row in 0..rows {
            copy(row, &mut buffer);
            buffer.iter().enumerate().for_each(|(column, it)| seen(row, column, f64::from(*it)));
        }
    };
    match scale {
        Scale::None => Vec::new(),
        Scale::Standard => standard(float(rows), width, &mut each),
        Scale::MinMax => min_max(width, &mut each),
    }
}

/// Shows every number with its row and column, row after row.
type Each<'a> = &'a mut dyn FnMut(&mut dyn FnMut(usize, usize, f64));

fn standard(rows: f64, width: usize, each: Each<'_>) -> Vec<Column<f64>> {
    let mut columns = vec![Column { origin: 0.0, unit: 0.0 }; width];
    each(&mut |_, column, number| columns[column].origin += number / rows);
    each(&mut |_, column, number| {
        columns[column].unit += (number - columns[column].origin).powi(2) / rows;
    });
    columns.into_iter().map(|it| Column { unit: or_one(it.unit.sqrt()), ..it }).collect()
}

fn min_max(width: usize, each: Each<'_>) -> Vec<Column<f64>> {
    let mut limits = vec![[f64::INFINITY, f64::NEG_INFINITY]; width];
    each(&mut |_, column, number| {
        limits[column] = [limits[column][0].min(number), limits[column][1].max(number)];
    });
    limits.into_iter().map(|[min, max]| Column { origin: min, unit: or_one(max - min) }).collect()
}

fn or_one(unit: f64) -> f64 {
    if unit > 0.0 { unit } else { 1.0 }
}

#[expect(clippy::cast_precision_loss, reason = "counts of what fits in memory")]
pub(super) fn float(count: usize) -> f64 {
    count as f64
}
