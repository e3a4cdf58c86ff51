//! What stands behind the `?` of a request, read like any other document: every mistake is told, with its path.

use std::num::IntErrorKind;

use axum::{extract::FromRequestParts, http::request::Parts};
use search::document::{Fields, Node, Path, Problems, Value};
use uuid::Uuid;

use crate::error::Error;

/// The longest page of a list, and the one that is given where nothing else is asked for.
pub(super) const LIMIT_MAX: u32 = 500;
pub(super) const LIMIT: u32 = 50;

/// What can be asked for.
pub(super) trait Ask: Sized {
    /// Takes from `fields` what is known; the rest is refused.
    fn read(fields: &Fields<'_>) -> Option<Self>;
}

/// Nothing can be asked for.
impl Ask for () {
    fn read(_: &Fields<'_>) -> Option<Self> {
        Some(())
    }
}

/// The query of a request.
pub(super) struct Query<T>(pub(super) T);

impl<S: Send + Sync, T: Ask> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri)
            .map_err(|rejection| Error::invalid("", rejection.body_text()))?;
        let mut entries: Vec<(String, Node)> = Vec::new();
        for (key, value) in pairs.0 {
            if entries.iter().any(|(it, _)| *it == key) {
                return Err(Error::invalid(&key, "stands twice"));
            }
            entries.push((key, Node::Text(value)));
        }
        let (document, problems) = (Node::Map(entries), Problems::default());
        let read = Fields::of(&document, Path::root(), &problems).and_then(|fields| {
            let asked = T::read(&fields);
            fields.finish();
            asked
        });
        problems.settle(read).map(Self).map_err(Error::Invalid)
    }
}

/// A whole number from `min` to `max`.
pub(super) fn whole(value: &Value<'_>, min: u64, max: u64) -> Option<u64> {
    let range = || format!("must be a whole number from {min} to {max}");
    match value.text()?.parse::<u64>() {
        Ok(it) if (min..=max).contains(&it) => Some(it),
        Err(error) if *error.kind() == IntErrorKind::Empty => value.note("is empty"),
        _ => value.note(range()),
    }
}

/// How long a page is to be.
pub(super) fn limit(fields: &Fields<'_>) -> Option<u32> {
    let read = fields.or("limit", u64::from(LIMIT), |it| whole(it, 1, u64::from(LIMIT_MAX)));
    u32::try_from(read?).ok()
}

/// Where a list of what is named by ids goes on.
pub(super) fn cursor_id(value: &Value<'_>) -> Option<String> {
    match Uuid::try_parse(value.text()?) {
        Ok(id) => Some(id.to_string()),
        Err(_) => value.note("is no cursor of ours; pass `next_cursor` on as it came"),
    }
}

/// Where a list of what is numbered goes on.
pub(super) fn cursor_number(value: &Value<'_>) -> Option<u64> {
    match value.text()?.parse() {
        Ok(number) if number <= i64::MAX.unsigned_abs() => Some(number),
        _ => value.note("is no cursor of ours; pass `next_cursor` on as it came"),
    }
}

/// One of `names`.
pub(super) fn one_of(value: &Value<'_>, names: &[&'static str]) -> Option<&'static str> {
    let choices: Vec<(&str, &'static str)> = names.iter().map(|it| (*it, *it)).collect();
    value.choice(&choices)
}
