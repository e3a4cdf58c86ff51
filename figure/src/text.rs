//! Numbers beside an axis, and the font that everything is written in.

use std::sync::Once;

use plotters::style::{FontStyle, register_font};

use crate::numbers::short;

/// The family's name in the SVG, where the reader's own font will do, and the name of our own font for pixels.
pub(crate) const FAMILY: &str = "sans-serif";
/// Letters of Europe and Greece, digits and signs of `DejaVu Sans`; its licence lies beside it.
const FONT: &[u8] = include_bytes!("../font/DejaVuSans.ttf");

/// Makes the font known to the drawing library.
pub(crate) fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        register_font(FAMILY, FontStyle::Normal, FONT).ok().expect("the font is whole");
    });
}

/// A number in few letters: `0.25`, `1e-3`, `-2.5e7`.
pub(crate) fn number(value: f64) -> String {
    short(value, 5, -2..6)
}

/// Text as it may stand in an SVG document, between tags and in quotes. What cannot be seen is left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars().filter(|it| !it.is_control()) {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let numbers = [0.0, 0.2, 0.001, 1e-7, 1.0, 1500.0, 250_000.0, 1e6, -2.5e7, 0.015];
        let written = ["0", "0.2", "1e-3", "1e-7", "1", "1500", "250000", "1e6", "-2.5e7", "0.015"];
        assert_eq!(numbers.map(number), written);
    }
}
