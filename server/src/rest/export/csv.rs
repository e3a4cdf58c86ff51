//! Rows as comma-separated values, RFC 4180, safe to open in a spreadsheet.

use search::document::Node;

use super::rows::Row;

/// `rows` as lines, behind one with the names of the `columns` where these are given.
pub(super) fn lines(columns: Option<Vec<String>>, rows: impl Iterator<Item = Row>) -> String {
    let mut text = String::new();
    for row in columns.map(|it| it.into_iter().map(Node::Text).collect()).into_iter().chain(rows) {
        let cells: Vec<String> = row.iter().map(cell).collect();
        text += &cells.join(",");
        text += "\r\n";
    }
    text
}

fn cell(value: &Node) -> String {
    match value {
        Node::Null => String::new(),
        Node::Text(text) => quoted(harmless(text)),
        Node::Bool(_) | Node::Integer(_) | Node::Number(_) | Node::List(_) | Node::Map(_) => {
            quoted(serde_json::to_string(value).unwrap_or_default())
        }
    }
}

/// A spreadsheet takes text that begins like this for a formula, and runs it.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn quoted(text: String) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text_and_a_negative_number_stays_one() {
        assert_eq!(cell(&Node::Text("=cmd()".into())), "'=cmd()");
        assert_eq!(cell(&Node::Text("@x, \"y\"\n".into())), "\"'@x, \"\"y\"\"\n\"");
        assert_eq!(cell(&Node::Number(-0.5)), "-0.5");
        assert_eq!(cell(&Node::Integer(-1)), "-1");
        assert_eq!(cell(&Node::Null), "");
    }

    #[test]
    fn every_row_is_a_line() {
        let rows = vec![vec![Node::Integer(1), Node::Text("a,b".into())]];
        assert_eq!(
            lines(Some(vec!["x".into(), "y".into()]), rows.into_iter()),
            "x,y\r\n1,\"a,b\"\r\n"
        );
    }
}
