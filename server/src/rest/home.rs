//! The first page, where no dashboard is built in: what this is, and where everything else stands.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::State,
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};

use super::{Door, views::time};
use crate::{coordinator::Coordinator, error::Error, store::StoredSweep};

/// So many sweeps are shown.
const SWEEPS: u32 = 20;

pub(super) fn routes() -> Router<Door> {
    Router::new().route("/", get(home)).route("/home.css", get(style))
}

async fn home(State(coordinator): State<Coordinator>) -> Result<Html<String>, Error> {
    let sweeps = coordinator.sweeps(None, None, SWEEPS).await?;
    let rows: String = sweeps.iter().map(row).collect();
    Ok(Html(include_str!("home.html").replace("<!-- sweeps -->", &rows)))
}

async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("home.css"))
}

fn row(sweep: &StoredSweep) -> String {
    let counts = &sweep.counts;
    let (trials, open) = (counts.all(), counts.open());
    let address = format!("/api/v1/sweeps/{}", sweep.id);
    let mut row = String::new();
    let written = write!(
        row,
        "<tr><td><a href=\"{address}\">{}</a></td><td>{}</td><td>{}</td>\
         <td>{open} of {trials} open, {} diverged</td><td>{}</td><td><a href=\"{address}/best\">best</a></td></tr>",
        escaped(&sweep.name),
        escaped(&sweep.method),
        sweep.state.name(),
        counts.diverged,
        time(sweep.created_at),
    );
    written.map(|()| row).unwrap_or_default()
}

/// Text that a page shows as it is.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
