//! Numbers as people read them: few digits, and powers of ten where zeros would have to be counted.

use std::ops::Range;

/// So many digits that mean something, at the end zeros as well: `0.120`, `1.20e-5`. It is written out where its power of
/// ten lies in `plain`. Zero, and what is not finite, is written as it is.
pub fn significant(value: f64, digits: usize, plain: Range<i32>) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    // Rounding comes first: 0.0009996 is 1.0e-3 and reads so.
    let scientific = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !plain.contains(&exponent) {
        return format!("{mantissa}e{exponent}");
    }
    let behind = i32::try_from(digits).unwrap_or(i32::MAX) - 1 - exponent;
    format!("{value:.*}", usize::try_from(behind).unwrap_or(0))
}

/// At most so many digits, without zeros at the end: `0.12`, `1.2e-5`.
pub fn short(value: f64, digits: usize, plain: Range<i32>) -> String {
    let whole = significant(value, digits, plain);
    let (number, power) = whole.find('e').map_or((&whole[..], ""), |at| whole.split_at(at));
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        number
    };
    format!("{number}{power}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_that_mean_something_stay_and_zeros_go_where_they_are_not_wanted() {
        let values = [0.5, 0.123_456, 1.0, 3.1e-5, 0.009_996, 250.0, 0.0, f64::NEG_INFINITY];
        let long = ["0.50", "0.12", "1.0", "3.1e-5", "0.010", "250", "0", "-inf"];
        let few = ["0.5", "0.12", "1", "3.1e-5", "0.01", "250", "0", "-inf"];
        assert_eq!(values.map(|it| significant(it, 2, -2..4)), long);
        assert_eq!(values.map(|it| short(it, 2, -2..4)), few);
        assert_eq!([1e-5, 1e9].map(|it| short(it, 3, -2..4)), ["1e-5", "1e9"]);
    }
}
