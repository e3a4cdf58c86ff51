//! Numbers as people read them: few digits, and powers of ten where zeros would have to be counted.

use std::ops::Range;

/// The powers of ten that are written out.
const PLAIN: Range<i32> = -3..6;

/// What stands for a number that is not there.
pub(crate) const NOTHING: &str = "-";

/// A learning rate: `0.12`, `3.2e-5`.
pub(crate) fn rate(value: f64) -> String {
    figure::short(value, 3, PLAIN)
}

/// A loss or an accuracy: `0.3104`.
pub(crate) fn measure(value: f64) -> String {
    figure::short(value, 4, PLAIN)
}

/// How far measures spread: `0.012`.
pub(crate) fn spread(value: f64) -> String {
    figure::short(value, 2, PLAIN)
}

/// The same, where there may be none.
pub(crate) fn or_nothing(value: Option<f64>, write: fn(f64) -> String) -> String {
    value.map_or_else(|| NOTHING.to_owned(), write)
}

/// A duration in seconds: `8 s`, `3 min 20 s`, `2 h 5 min`.
pub(crate) fn seconds(count: u64) -> String {
    match count {
        0..60 => format!("{count} s"),
        60..3_600 => format!("{} min {} s", count / 60, count % 60),
        _ => format!("{} h {} min", count / 3_600, count % 3_600 / 60),
    }
}

/// `count` of something: `1 seed`, `3 seeds`.
pub(crate) fn counted(count: u64, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_have_three_digits_and_small_ones_a_power() {
        let read = [0.123_456, 0.1, 1.0, 12.0, 3.162_277e-5, 1e-4, 0.000_999_6, 0.004_641_6];
        let shown = ["0.123", "0.1", "1", "12", "3.16e-5", "1e-4", "0.001", "0.00464"];
        assert_eq!(read.map(rate), shown);
    }

    #[test]
    fn measures_have_four_digits() {
        assert_eq!(
            [0.310_44, 2.303_585, 97.5, 1.0e9].map(measure),
            ["0.3104", "2.304", "97.5", "1e9"]
        );
    }

    #[test]
    fn durations_have_two_units_at_most() {
        assert_eq!([8, 200, 7_500].map(seconds), ["8 s", "3 min 20 s", "2 h 5 min"]);
    }
}
