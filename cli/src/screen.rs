//! What comes from the terminal or a file, and what reaches it: one document or text on stdout, everything else on stderr.
//!
//! Piped output is plain text: no colours, no bars, no lines drawn.

use std::io::{self, IsTerminal as _, Read as _, Write as _};

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

use crate::failure::Failure;

/// What stands in a file, or what comes from stdin where it is called `-`.
pub(crate) fn read(file: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match file {
        "-" => io::stdin().read_to_string(&mut text).map(|_| text),
        path => std::fs::read_to_string(path),
    };
    read.map_err(|error| Failure::Wrong {
        what: format!("cannot read {file}: {error}"),
        next: "name a file, or `-` for stdin".to_owned(),
    })
}

/// Writes `text` and ends its last line.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Writes one JSON document.
pub(crate) fn write_json(document: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(document).map_err(io::Error::other)?;
    write(&text)
}

/// Says something about the work on stderr, where it is not in the way of what was asked for.
pub(crate) fn note(text: &str) {
    // Nobody may be listening there either, and that is no reason to stop.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Whether a person looks at stdout.
pub(crate) fn is_watched() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person looks at stderr.
pub(crate) fn shows_progress() -> bool {
    io::stderr().is_terminal()
}

/// Whether colours may be used on a terminal, as <https://no-color.org> has it.
pub(crate) fn may_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())
}

/// A time as people read it: RFC 3339 without fractions of a second.
pub(crate) fn time(rfc_3339: &str) -> String {
    let (seconds, _) = rfc_3339.split_once('.').unwrap_or((rfc_3339.trim_end_matches('Z'), ""));
    format!("{}Z", seconds.replace('T', " "))
}

/// What a table's head looks like and what lies under it, in columns.
pub(crate) fn table<const N: usize>(head: [&str; N], rows: Vec<[String; N]>) -> String {
    rows_of(&head.map(str::to_owned), rows.into_iter().map(Vec::from).collect())
}

/// The same, where the number of columns is known late.
pub(crate) fn rows_of(head: &[String], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(head.iter().map(|it| it.to_uppercase()));
    table.add_rows(rows);
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(&line).trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_plain_columns() {
        let rows = vec![["a".to_owned(), "1".to_owned()], ["bcd".to_owned(), "22".to_owned()]];
        assert_eq!(table(["name", "lr"], rows), "NAME  LR\na     1\nbcd   22\n");
    }
}
