//! Lines of a figure, from what seeds have told.

use figure::{Axis, Line, Panel};

use crate::{
    Error,
    records::Seeds,
    statistics::{estimates, float},
};

/// The mean of a metric over the seeds, epoch by epoch, within its standard error.
pub(crate) fn line(name: &str, seeds: &Seeds<'_>, metric: &str) -> Result<Line, Error> {
    let estimates = estimates(&seeds.curves(metric)?);
    let at = |index: usize| float(index);
    let points = estimates.iter().enumerate().map(|(epoch, it)| (at(epoch), Some(it.mean)));
    let band = estimates.iter().enumerate().filter_map(|(epoch, it)| {
        it.error.map(|error| (at(epoch), it.mean - error, it.mean + error))
    });
    Ok(Line { name: name.to_owned(), points: points.collect(), band: band.collect() })
}

/// A panel of lines over epochs.
pub(crate) fn over_epochs(measure: &str, lines: Vec<Line>) -> Panel {
    let (x, y) = (Axis::linear("epoch"), Axis::linear(measure));
    Panel { x, y, lines, ..Panel::default() }
}
