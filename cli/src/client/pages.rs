//! Lists, which come page by page.

use serde::de::DeserializeOwned;

use crate::{client::Client, failure::Failure, rest::Page};

/// The longest page that the coordinator gives.
const PAGE_MAX: usize = 500;

impl Client {
    /// The list at `path`, its pages joined, but at most `limit` items. Where the list is longer
    /// its `next_cursor` tells so.
    pub(crate) async fn list<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
        limit: Option<usize>,
    ) -> Result<Page<T>, Failure> {
        let mut list = Page { items: Vec::new(), next_cursor: None };
        loop {
            let wanted = limit.map_or(PAGE_MAX, |it| (it - list.items.len()).min(PAGE_MAX));
            let wanted = wanted.to_string();
            let mut query = query.to_vec();
            query.push(("limit", &wanted));
            if let Some(cursor) = &list.next_cursor {
                query.push(("cursor", cursor));
            }
            let page: Page<T> = self.get(path, &query).await?;
            list.items.extend(page.items);
            list.next_cursor = page.next_cursor;
            let is_enough = limit.is_some_and(|it| it <= list.items.len());
            if is_enough || list.next_cursor.is_none() {
                return Ok(list);
            }
        }
    }
}
