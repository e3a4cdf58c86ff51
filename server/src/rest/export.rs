//! All trials of a sweep as one file, a row a trial, read and sent page by page.

mod csv;
mod rows;

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use futures::{Stream, stream};
use search::document::Fields;
use tokio::sync::OwnedSemaphorePermit;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{Ask, Query},
    ids::SweepId,
    selecting::Selection,
};
use crate::{
    coordinator::Coordinator,
    error::Error,
    store::{TrialFilter, TrialPlace},
};
use rows::Rows;

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(export))
}

/// So many rows are in memory at once.
const PAGE: u32 = 1_000;

/// How rows are written.
#[derive(Clone, Copy)]
enum Format {
    Csv,
    Jsonl,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    #[param(ignore)]
    selection: Selection,
    /// `csv` or `jsonl`.
    #[param(required = false, value_type = String, default = "csv")]
    format: Format,
}

impl Ask for ExportQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let formats = [("csv", Format::Csv), ("jsonl", Format::Jsonl)];
        let selection = Selection::read(fields);
        let format = fields.or("format", Format::Csv, |it| it.choice(&formats));
        Some(Self { selection: selection?, format: format? })
    }
}

/// Export the trials of a sweep, one row each
///
/// The columns are `number`, `id`, `configuration`, `replicate`, `seed`, `state`, `diverged`, one for each parameter
/// that varies, `lr`, `value`, `first`, `attempt`, `failures`, `worker`, `started_at`, `ended_at`, `train_ms` and
/// `error`. In CSV, text that a spreadsheet would take for a formula begins with `'`.
#[utoipa::path(get, path = "/sweeps/{id}/export", operation_id = "export_sweep", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."), Selection, ExportQuery),
    responses((status = 200, description = "The rows.", content((String = "text/csv"), (String = "application/jsonl")))))]
async fn export(
    State(door): State<Door>,
    SweepId(id): SweepId,
    Query(ExportQuery { selection, format }): Query<ExportQuery>,
) -> Result<Response, Error> {
    let place = door.streams.try_acquire_owned().map_err(|_| Error::Busy)?;
    let rules = door.coordinator.rules_of(&door.coordinator.sweep(&id).await?)?;
    let filter = TrialFilter { conditions: selection.of(&rules)?, ..TrialFilter::default() };
    let (kind, ending) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "csv"),
        Format::Jsonl => ("application/jsonl", "jsonl"),
    };
    let name = format!("attachment; filename=\"sweep-{id}.{ending}\"");
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
    let pages = pages(door.coordinator, id, filter, Rows::new(rules), format, place);
    Ok((headers, Body::from_stream(pages)).into_response())
}

/// The file, page by page. A failure cuts it off, so that half a file is not taken for a whole one.
fn pages(
    coordinator: Coordinator,
    id: String,
    filter: TrialFilter,
    rows: Rows,
    format: Format,
    place: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Bytes, Error>> {
    stream::try_unfold((Some(filter), place), move |(filter, place)| {
        let (coordinator, id, rows) = (coordinator.clone(), id.clone(), rows.clone());
        async move {
            let Some(mut filter) = filter else { return Ok(None) };
            let is_first = filter.after.is_none();
            let trials = coordinator.trials(&id, &filter, PAGE).await.inspect_err(Error::log)?;
            let is_full = trials.len() == PAGE as usize;
            filter.after = trials.last().map(|it| TrialPlace { number: it.number, key: None });
            let trials = trials.into_iter().map(|it| rows.row(it));
            let text = match format {
                Format::Csv => csv::lines(is_first.then(|| rows.columns()), trials),
                Format::Jsonl => jsonl(&rows.columns(), trials),
            };
            Ok(Some((Bytes::from(text), (is_full.then_some(filter), place))))
        }
    })
}

fn jsonl(columns: &[String], rows: impl Iterator<Item = rows::Row>) -> String {
    let line = |row: rows::Row| {
        let entries = columns.iter().cloned().zip(row).collect();
        serde_json::to_string(&search::document::Node::Map(entries)).unwrap_or_default() + "\n"
    };
    rows.map(line).collect()
}
