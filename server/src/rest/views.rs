//! What the door shows: the shapes of its JSON. Nothing elsewhere is shaped by it.

mod answer;
mod best_rate;
mod configurations;
mod curve;
mod heat;
mod range_test;
mod schedule;
mod sweep;
mod timeline;
mod trial;
mod worker;

pub(super) use answer::BestView;
pub(super) use best_rate::BestRateView;
pub(super) use configurations::Configurations;
pub(super) use curve::{Curves, Metrics, SeriesView};
pub(super) use heat::HeatMapView;
pub(super) use range_test::{Curve, Findings, RangeTest};
pub(super) use schedule::ScheduleView;
pub(super) use sweep::{DryRun, Sweep};
pub(super) use timeline::TimelineView;
pub(super) use trial::{Attempt, Line, Points, Trial, TrialWithAttempts, TrialsPage};
pub(super) use worker::Worker;

use search::{document::Node, time::Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct Page<T> {
    /// What is on it.
    pub(super) items: Vec<T>,
    /// Ask with this as `cursor` for the next page; `null` on the last one.
    pub(super) next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// The page that begins with `rows`, of which there is one more than `limit` where another page follows.
    pub(super) fn of<R, E>(
        mut rows: Vec<R>,
        limit: u32,
        cursor: impl Fn(&R) -> String,
        view: impl FnMut(R) -> Result<T, E>,
    ) -> Result<Self, E> {
        let limit = limit as usize;
        let next_cursor = if rows.len() > limit { rows[..limit].last().map(cursor) } else { None };
        rows.truncate(limit);
        let items: Result<Vec<T>, E> = rows.into_iter().map(view).collect();
        Ok(Self { items: items?, next_cursor })
    }
}

/// A time for people and programs: RFC 3339, UTC, milliseconds.
pub(super) fn time(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    format!("{at:.3}")
}

/// The values of the parameters that vary, as a map.
fn parameters(values: Vec<(String, Node)>) -> Node {
    Node::Map(values)
}

/// A count as people know it.
fn count(it: i64) -> u64 {
    it.max(0).unsigned_abs()
}
