//! The quick way to one metric: through a document exactly as [`super::encode`] writes it. A page of 500 curves is read
//! out of tens of megabytes, of which most are values of other metrics; here they are passed over and not looked at.

use std::iter::once;

use memchr::{memchr_iter, memmem};

use super::Column;

/// One metric of each run of points. Nothing where the document is written in any other way, or is corrupt.
pub(super) fn columns(document: &str, metric: &str) -> Option<Vec<Column>> {
    let mut runs = document.strip_prefix('[')?.strip_suffix(']')?;
    let mut columns = Vec::new();
    while !runs.is_empty() {
        // Within the names a quotation mark would stand behind a backslash, and a value has no bracket.
        let (names, rest) = cut(runs.strip_prefix(r#"{"m":"#)?, r#","s":["#)?;
        let (steps, rest) = cut(rest, r#"],"v":["#)?;
        let (values, rest) = cut(rest, "]}")?;
        columns.push(column(names, steps, values, metric)?);
        runs = match rest.strip_prefix(',') {
            Some("") => return None,
            Some(more) => more,
            None => rest,
        };
    }
    Some(columns)
}

fn column(names: &str, steps: &str, values: &str, metric: &str) -> Option<Column> {
    let metrics: Vec<String> = serde_json::from_str(names).ok()?;
    let Some(at) = metrics.iter().position(|it| it == metric) else {
        return Some(Column { metrics, ..Column::default() });
    };
    let steps = items(steps).map(|it| it.parse().ok()).collect::<Option<Vec<u64>>>()?;
    let width = metrics.len();
    let (mut found, mut place) = (Vec::with_capacity(steps.len()), 0);
    for item in items(values) {
        if place == at {
            found.push(value(item)?);
        }
        place = if place + 1 == width { 0 } else { place + 1 };
    }
    (place == 0 && found.len() == steps.len()).then_some(Column { metrics, steps, values: found })
}

/// What stands before and after the first `mark`.
fn cut<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = memmem::find(text.as_bytes(), mark.as_bytes())?;
    Some((&text[..at], &text[at + mark.len()..]))
}

/// What stands between commas; nothing in an empty list.
fn items(list: &str) -> impl Iterator<Item = &str> {
    let ends = memchr_iter(b',', list.as_bytes()).chain(once(list.len()));
    let mut start = 0;
    let items = ends.map(move |end| {
        let item = &list[start..end];
        start = end + 1;
        item
    });
    items.filter(|_| !list.is_empty())
}

fn value(item: &str) -> Option<f64> {
    match item {
        r#""nan""# => Some(f64::NAN),
        r#""inf""# => Some(f64::INFINITY),
        r#""-inf""# => Some(f64::NEG_INFINITY),
        // A name that only Rust knows is no number here.
        _ if item.ends_with(|it: char| it.is_ascii_digit()) => item.parse().ok(),
        _ => None,
    }
}
