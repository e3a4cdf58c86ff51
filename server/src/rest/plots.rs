//! Pictures of a sweep, for notebooks, documents and READMEs: the same on each of them, and with no script.

mod answer;
mod curves;
mod heat;
mod heights;
mod range_test;
mod words;

use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Path, State},
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use figure::{Figure, Look, Theme};
use search::{
    document::{Fields, Value},
    sweep::Method,
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    Door,
    asking::{self, Ask, Query},
    ids::SweepId,
    problem,
};
use crate::{coordinator::Coordinator, error::Error};

pub(super) fn routes() -> OpenApiRouter<Door> {
    OpenApiRouter::new().routes(routes!(get_plot))
}

/// The plots there are.
const NAMES: [(&str, Name); 4] = [
    ("answer", Name::Answer),
    ("curves", Name::Curves),
    ("range-test", Name::RangeTest),
    ("heatmap", Name::HeatMap),
];

/// What is plotted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Answer,
    Curves,
    RangeTest,
    HeatMap,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
}

#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct PlotQuery {
    /// `light` or `dark`: the ground that it stands on.
    #[param(required = false, value_type = String, default = "light")]
    theme: Theme,
    /// How wide it is, in pixels; a PNG has twice as many, for fine screens.
    #[param(required = false, minimum = 320, maximum = 2000, default = 960)]
    width: u32,
    /// How high it is, in pixels.
    #[param(minimum = 200, maximum = 1600)]
    height: Option<u32>,
    /// Of `curves`: which metric; the one that decides where nothing is said.
    metric: Option<String>,
    /// Of `heatmap`: which parameter goes up; the batch size, or the first that varies, where nothing is said.
    by: Option<String>,
}

impl Ask for PlotQuery {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let themes = [("light", Theme::Light), ("dark", Theme::Dark)];
        let size = |it: &Value<'_>, min: u32, max: u32| {
            u32::try_from(asking::whole(it, min.into(), max.into())?).ok()
        };
        let (width_min, width_max) = (Look::WIDTH_MIN, Look::WIDTH_MAX);
        let (height_min, height_max) = (Look::HEIGHT_MIN, Look::HEIGHT_MAX);
        let theme = fields.or("theme", Theme::Light, |it| it.choice(&themes));
        let width = fields.or("width", Look::default().width, |it| size(it, width_min, width_max));
        let height = fields.optional("height", |it| size(it, height_min, height_max));
        let word = |key| fields.optional(key, |it| it.text().map(str::to_owned));
        let (metric, by) = (word("metric"), word("by"));
        Some(Self { theme: theme?, width: width?, height: height?, metric: metric?, by: by? })
    }
}

/// A plot's name with its ending, as in `answer.svg`; the words of a refusal where it is none.
struct File(Result<(Name, Form), String>);

impl<S: Send + Sync> FromRequestParts<S> for File {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let path = parts.extract::<Path<(String, String)>>().await;
        let text = path.map(|it| it.0.1).unwrap_or_default();
        let (name, ending) = text.rsplit_once('.').unwrap_or((&text, ""));
        let form = match ending {
            "svg" => Some(Form::Svg),
            "png" => Some(Form::Png),
            _ => None,
        };
        let name = NAMES.iter().find(|it| it.0 == name).map(|it| it.1);
        let none = || format!("no plot is named {text:?}; there are {}", listed(|_| true));
        Ok(Self(name.zip(form).ok_or_else(none)))
    }
}

/// The names of the plots that are wanted, as files.
fn listed(is_wanted: impl Fn(Name) -> bool) -> String {
    let wanted = NAMES.iter().filter(|it| is_wanted(it.1));
    let files: Vec<String> = wanted.map(|it| format!("{}.svg", it.0)).collect();
    format!("{}, and each as .png", files.join(", "))
}

/// Plot a sweep
///
/// `answer` is the loss against the rate, with the best rate, how sure it is and where the edge lies; of a range test, its
/// reading. `curves` are the learning curves, coloured by rate. `range-test` is there for range tests and searches,
/// `heatmap` where more than the rate varies. Each as `.svg` or `.png`. Where nothing has been trained yet the
/// picture says so.
#[utoipa::path(get, path = "/sweeps/{id}/plots/{file}", operation_id = "get_plot", tag = "answers",
    params(("id" = String, Path, description = "The sweep's id."),
        ("file" = String, Path, description = "`answer`, `curves`, `range-test` or `heatmap`, and `.svg` or `.png`.", example = "answer.svg"),
        PlotQuery),
    responses((status = 200, description = "The picture.", content((String = "image/svg+xml"), (Vec<u8> = "image/png")))))]
async fn get_plot(
    State(door): State<Door>,
    PlotId(SweepId(id)): PlotId,
    File(file): File,
    Query(query): Query<PlotQuery>,
) -> Result<Response, Error> {
    let (name, form) = match file {
        Ok(file) => file,
        Err(words) => return Ok(problem::plain(StatusCode::NOT_FOUND, words)),
    };
    let Some(figure) = figure_of(&door.coordinator, &id, name, &query).await? else {
        let rules = door.coordinator.rules(&id).await?;
        let others = listed(|it| it != name && is_there(it, rules.method));
        let words = format!("this sweep has no such plot; it has {others}");
        return Ok(problem::plain(StatusCode::NOT_FOUND, words));
    };
    let look = Look { theme: query.theme, width: query.width, height: query.height };
    // Drawing takes a core for a while, and pixels take memory.
    let place = door.drawings.acquire_owned().await.map_err(|_| Error::Busy)?;
    let drawn = tokio::task::spawn_blocking(move || {
        let _place = place;
        match form {
            Form::Svg => ("image/svg+xml", figure.svg_in(look).into_bytes()),
            Form::Png => ("image/png", figure.png_in(look)),
        }
    });
    let (kind, bytes) = drawn.await.map_err(|_| Error::Busy)?;
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, bytes).into_response())
}

/// Whether sweeps of this kind have such a plot, as far as their method says.
fn is_there(name: Name, method: Method) -> bool {
    match name {
        Name::Answer | Name::Curves => true,
        Name::RangeTest => matches!(method, Method::RangeTest | Method::Find),
        Name::HeatMap => method != Method::RangeTest,
    }
}

/// What is to be drawn; nothing where this sweep has no such plot.
async fn figure_of(
    coordinator: &Coordinator,
    id: &str,
    name: Name,
    query: &PlotQuery,
) -> Result<Option<Figure>, Error> {
    let sweep = coordinator.sweep(id).await?;
    let method = coordinator.rules_of(&sweep)?.method;
    if !is_there(name, method) {
        return Ok(None);
    }
    match name {
        Name::Answer if method == Method::RangeTest => {
            let test = coordinator.range_test(id, None).await?;
            Ok(Some(range_test::figure(&sweep.name, &test)))
        }
        Name::Answer => {
            let all = coordinator.landscape(id, answer::CONFIGURATIONS_MAX).await?;
            let best = coordinator.best(id).await?;
            Ok(Some(answer::figure(&sweep.name, &all, &best)))
        }
        Name::Curves => {
            let curves = coordinator.curves(id, curves::wanted(query.metric.clone())).await?;
            Ok(Some(curves::figure(&sweep.name, curves)))
        }
        Name::RangeTest => {
            let test = coordinator.range_test(id, None).await?;
            Ok(Some(range_test::figure(&sweep.name, &test)))
        }
        Name::HeatMap => {
            let map = coordinator.heat_map(id, query.by.as_deref()).await?;
            Ok(heat::figure(&sweep.name, &map))
        }
    }
}

/// The id of the sweep whose plot is asked for.
struct PlotId(SweepId);

impl<S: Send + Sync> FromRequestParts<S> for PlotId {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let path = parts.extract::<Path<(String, String)>>().await;
        let text = path.map(|it| it.0.0).unwrap_or_default();
        super::ids::sweep(text).map(Self)
    }
}
