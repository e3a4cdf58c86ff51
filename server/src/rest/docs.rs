//! The description of this door, for programs and for people.

use axum::{Router, http::header, routing::get};
use utoipa::{
    OpenApi, ToSchema as _,
    openapi::{
        Content, HttpMethod, OpenApi as Document, PathItem, Ref, RefOr, ResponseBuilder,
        path::{Operation, ParameterIn},
    },
};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::problem::{MEDIA_TYPE, Problem};

/// Where the description stands.
const ADDRESS: &str = "/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ratesmith",
        description = "Finds learning rates: submit a sweep, follow its trials, read the answer. \
            Times are RFC 3339 UTC, ids are UUIDs, lists come page by page. A number that is not finite is \
            `null` beside a field that says why. Refusals are `application/problem+json`.",
        license(name = "MIT", identifier = "MIT"),
    ),
    tags(
        (name = "sweeps", description = "One question put to the service."),
        (name = "trials", description = "One configuration of a sweep, trained with one seed."),
        (name = "answers", description = "What a sweep comes to."),
        (name = "schedules", description = "How a rate moves, before anything is trained."),
        (name = "workers", description = "Processes that train."),
        (name = "outside", description = "For the machines that look after this one."),
    ),
    components(schemas(Problem)),
)]
struct Api;

/// The description without any routes.
pub(super) fn document() -> Document {
    Api::openapi()
}

/// Adds the refusals that all operations of a kind have in common.
pub(super) fn add_refusals(document: &mut Document) {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            let asks = operation.parameters.iter().flatten().any(|it| match it {
                RefOr::T(it) => it.parameter_in == ParameterIn::Query,
                RefOr::Ref(_) => false,
            });
            if asks || path.starts_with("/api/") {
                refusal(operation, "400", "The request is wrong; `errors` says where.");
            }
            if path.contains("{id}") {
                refusal(operation, "404", "Nothing has that id.");
            }
            if method != HttpMethod::Get {
                refusal(operation, "403", "The request came from a page of another site.");
            }
            refusal(operation, "500", "We failed; the log says why.");
            refusal(operation, "503", "Too much is going on; come again after `Retry-After`.");
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    [
        (HttpMethod::Get, item.get.as_mut()),
        (HttpMethod::Post, item.post.as_mut()),
        (HttpMethod::Delete, item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn refusal(operation: &mut Operation, status: &str, description: &str) {
    let schema = Ref::from_schema_name(Problem::name());
    let response = ResponseBuilder::new()
        .description(description)
        .content(MEDIA_TYPE, Content::new(Some(schema)))
        .build();
    operation.responses.responses.entry(status.to_owned()).or_insert(RefOr::T(response));
}

/// The description, and the page that shows it to people.
pub(super) fn routes(document: &Document) -> Router {
    let text = document.to_json().unwrap_or_default();
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Router::new()
        .route(ADDRESS, get(move || async move { (kind, text) }))
        .merge(SwaggerUi::new("/docs").config(Config::from(ADDRESS)))
}
