//! The handwritten digits that come with the program (see `data/README.md` for their origin).

use flate2::read::GzDecoder;

use search::config::Target;

use super::{Data, Image, file, scale::Column, table};
use crate::Error;

const DIGITS: &[u8] = include_bytes!("../../data/digits.csv.gz");

/// How many rows train; the rest validates.
const TRAIN: usize = 1_000;

/// What a row shows.
const DIGIT: Image = Image { channels: 1, height: 8, width: 8 };

/// The largest value of a pixel.
const WHITE: Column<f64> = Column { origin: 0.0, unit: 16.0 };

/// The first 1,000 rows to train on, the last 797 to validate with, pixels from 0 to 1.
pub(super) fn load() -> Result<Data, Error> {
    let bytes =
        file::read_all(GzDecoder::new(DIGITS)).map_err(|error| file::invalid("digits", error))?;
    let mut samples = table::parse("digits", &bytes, &["label".to_owned()], Target::Class)?;
    samples.scale(&vec![WHITE; samples.width()])?;
    let samples = samples.of_images(DIGIT);
    let rows: Vec<usize> = (0..samples.len()).collect();
    let (train, validation) = rows.split_at(TRAIN);
    Data::parts(samples.pick(train), samples.pick(validation))
}
