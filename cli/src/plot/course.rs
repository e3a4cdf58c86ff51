//! Draws numbers in their order, from the first to the last.

use super::{MARGIN, WIDTH, axis::Axis, canvas::Canvas, framed, share};

/// From this factor between the largest and the smallest on, heights are logarithms.
const FACTOR: f64 = 100.0;
/// So many numbers are drawn for each column: as many as it has dots across, and some to spare.
const DRAWN: usize = 8 * WIDTH;

/// The picture, each of its lines ended; nothing where no number is finite. `what` names the numbers, `unit` what
/// their order counts.
pub(crate) fn draw(what: &str, unit: &str, values: &[f64]) -> String {
    let finite = values.iter().copied().filter(|it| it.is_finite());
    let low = finite.clone().fold(f64::INFINITY, f64::min);
    let high = finite.clone().fold(f64::NEG_INFINITY, f64::max);
    if low > high {
        return String::new();
    }
    let is_wide = low > 0.0 && high / low >= FACTOR;
    let logarithmic = if is_wide { Axis::logarithmic(finite) } else { None };
    // A flat line stands in the middle.
    let room = if high > low { 0.0 } else { high.abs().max(f64::MIN_POSITIVE) };
    let up = logarithmic.unwrap_or_else(|| Axis::linear((low - room).max(0.0), high + room));

    let mut canvas = Canvas::default();
    let last = (values.len() - 1).max(1);
    for at in 0..=DRAWN {
        let index = (last * at + DRAWN / 2) / DRAWN;
        if let Some(value) = values.get(index).filter(|it| it.is_finite()) {
            // Between two numbers the first or the second holds, so that few are a line as well.
            canvas.dot(share(at, DRAWN + 1), up.share(*value));
        }
    }
    let end = (values.len() - 1).to_string();
    let (indent, line) = (" ".repeat(MARGIN), "-".repeat(WIDTH));
    let foot = format!("{indent}+{line}\n{indent} 0{end:>width$}  {unit}\n", width = WIDTH - 1);
    framed(what, &canvas, &up) + &foot
}

#[cfg(test)]
mod tests {
    use super::{super::HEIGHT, *};

    #[test]
    fn numbers_go_from_left_to_right_and_the_largest_is_at_the_top() {
        let falling: Vec<f64> = (0..100).map(|it| f64::from(200 - it)).collect();
        let picture = draw("lr", "step", &falling);
        let rows: Vec<&str> = picture.lines().collect();
        assert_eq!(rows.len(), HEIGHT + 3);
        assert!(rows[HEIGHT + 2].ends_with("99  step"), "{picture}");
        let first =
            |row: usize| rows[row].chars().skip(MARGIN + 1).take_while(|it| *it == ' ').count();
        assert!(rows[1].contains("200 |") && first(1) == 0, "{picture}");
        assert!(first(1) < first(8) && first(8) < first(HEIGHT), "{picture}");
    }

    #[test]
    fn flat_wide_and_odd_numbers_are_drawn() {
        assert_eq!(draw("lr", "step", &[]), "");
        assert_eq!(draw("lr", "step", &[f64::NAN]), "");
        let middle = draw("lr", "step", &[0.1; 9]);
        assert!(middle.lines().nth(8).unwrap().contains("0.1 |"), "{middle}");
        assert!(draw("lr", "step", &[1.0, 1e-2, 1e-4, f64::INFINITY]).contains("0.01 |"));
        assert!(draw("lr", "step", &[0.0]).lines().count() > HEIGHT);
    }
}
