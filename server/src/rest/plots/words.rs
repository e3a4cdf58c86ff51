//! Numbers in the words of a picture: few digits, and powers of ten where zeros would have to be counted.

use search::document::Node;

/// A learning rate: `0.12`, `3.2e-5`.
pub(super) fn rate(value: f64) -> String {
    significant(value, 2)
}

/// A loss or an accuracy: `0.3104`.
pub(super) fn measure(value: f64) -> String {
    significant(value, 4)
}

/// A loss or an accuracy where there is little room.
pub(super) fn short(value: f64) -> String {
    significant(value, 3)
}

/// The value of a parameter.
pub(super) fn value(value: &Node) -> String {
    match value {
        Node::Text(text) => text.clone(),
        Node::Number(number) => significant(*number, 3),
        Node::Null | Node::Bool(_) | Node::Integer(_) | Node::List(_) | Node::Map(_) => {
            serde_json::to_string(value).unwrap_or_default()
        }
    }
}

/// The last part of a dotted path, in words: `batch size` of `train.batch_size`.
pub(super) fn leaf(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).replace('_', " ")
}

/// `count` of something: `1 seed`, `3 seeds`.
pub(super) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// Zeros at the end mean something as well.
fn significant(value: f64, digits: usize) -> String {
    figure::significant(value, digits, -2..4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_mean_something() {
        let rates = [0.5, 0.123_456, 1.0, 3.162_277e-5, 0.009_996, 250.0].map(rate);
        assert_eq!(rates, ["0.50", "0.12", "1.0", "3.2e-5", "0.010", "250"]);
        assert_eq!([0.310_44, 97.5].map(measure), ["0.3104", "97.50"]);
    }

    #[test]
    fn paths_and_values_are_words() {
        assert_eq!(leaf("train.batch_size"), "batch size");
        let values = [Node::Integer(64), Node::Text("sgd".into()), Node::Number(0.9)];
        assert_eq!(values.each_ref().map(value), ["64", "sgd", "0.900"]);
    }
}
