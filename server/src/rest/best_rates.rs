//! Best rates across sweeps.

use axum::{Json, extract::State};
use search::{
    document::{Fields, Value},
    sweep::Subject,
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    views::{self, Page},
};
use crate::{
    coordinator::Coordinator,
    error::Error,
    store::{BestRate, Wanted},
};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(list_best))
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct BestQuery {
    /// Only sweeps on this kind of data, as in `digits`.
    dataset: Option<String>,
    /// Only sweeps of this kind of model, as in `mlp`.
    model: Option<String>,
    /// Only sweeps with this kind of optimizer, as in `sgd`.
    optimizer: Option<String>,
    /// Only sweeps with this kind of schedule, as in `constant`.
    schedule: Option<String>,
    /// Only sweeps that this metric decided, as in `val_loss`.
    metric: Option<String>,
    /// How many to give.
    #[param(required = false, minimum = 1, maximum = 500, default = 50)]
    limit: u32,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl Ask for BestQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let word = |key| fields.optional(key, word);
        let (dataset, model, optimizer) = (word("dataset"), word("model"), word("optimizer"));
        let (schedule, metric) = (word("schedule"), word("metric"));
        let (limit, cursor) = (asking::limit(fields), fields.optional("cursor", asking::cursor_id));
        Some(Self {
            dataset: dataset?,
            model: model?,
            optimizer: optimizer?,
            schedule: schedule?,
            metric: metric?,
            limit: limit?,
            cursor: cursor?,
        })
    }
}

/// A name, which may be any.
fn word(value: &Value<'_>) -> Option<String> {
    match value.text()? {
        "" => value.note("is empty"),
        text if text.contains('\0') => value.note("holds a character that no name has"),
        text => Some(text.to_owned()),
    }
}

/// List the best learning rates across sweeps
///
/// Sweeps that the same metric decided stand together, the best first. Those without a configuration that trained with every
/// seed are not among them.
#[utoipa::path(get, path = "/best", tag = "answers", params(BestQuery),
    responses((status = 200, description = "A page of best rates.", body = Page<views::BestRateView>)))]
async fn list_best(
    State(coordinator): State<Coordinator>,
    Query(query): Query<BestQuery>,
) -> Result<Json<Page<views::BestRateView>>, Error> {
    let BestQuery { dataset, model, optimizer, schedule, metric, limit, cursor } = query;
    let subject = Subject { dataset, model, optimizer, schedule };
    let wanted = Wanted { metric, subject, after: cursor };
    let found = coordinator.best_rates(&wanted, limit + 1).await?;
    Page::of(found, limit, |it: &BestRate| it.id.clone(), |it| Ok(views::BestRateView::of(it)))
        .map(Json)
}
