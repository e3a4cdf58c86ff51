//! A data set as the lines of a sweep.

use search::document::Node;

/// The lines to paste into a sweep.
pub(super) fn write(dataset: &Node) -> String {
    let mut text = "train:\n  builtin:\n    dataset:\n".to_owned();
    entries(dataset, 6, &mut text);
    text
}

fn entries(map: &Node, indent: usize, text: &mut String) {
    let Node::Map(pairs) = map else { return };
    for (key, value) in pairs {
        let key = scalar(&Node::Text(key.clone()));
        text.extend([&" ".repeat(indent), &*key, ":"]);
        if let Node::Map(_) = value {
            text.push('\n');
            entries(value, indent + 2, text);
        } else {
            text.extend([" ", &scalar(value), "\n"]);
        }
    }
}

/// Text as it is, where YAML reads it as the same text; else as JSON, which is YAML as well.
fn scalar(node: &Node) -> String {
    match node {
        Node::Text(text) if Node::from_yaml(text).is_ok_and(|it| it == *node) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let digest = "1234567890".repeat(6) + "12e4";
        let text = format!(
            "{{ kind: csv, path: 'a: b.csv', target: [x, 'y z'], task: regression, validation: 0.25,
                sha256: {{ 'a: b.csv': '{digest}', 'true': 'no', '1': '~' }} }}"
        );
        let dataset = Node::from_yaml(&text).unwrap();
        let read = Node::from_yaml(&write(&dataset)).unwrap();
        let inner = read.get("train").and_then(|it| it.get("builtin")).unwrap();
        assert_eq!(inner.get("dataset"), Some(&dataset));
    }
}
