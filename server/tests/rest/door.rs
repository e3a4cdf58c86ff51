//! Asking the door, and writing its answers down so that they can be compared.

use std::fmt::Write as _;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, header},
};
use search::document::Node;
use server::rest::{self, Options};
use tower::ServiceExt as _;

use crate::harness::Bench;

/// A sweep of three rates and two seeds.
pub(crate) const GRID: &str = "
name: three rates
method: grid
parameters: { lr: { distribution: log_uniform, min: 0.01, max: 1.0, points: 3 } }
replicates: 2
seed: 7
train: { synthetic: {} }
";

/// What the door said.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// The door of `bench`.
#[derive(Clone)]
pub(crate) struct Door(pub(crate) Router);

impl Door {
    pub(crate) fn of(bench: &Bench) -> Self {
        Self(rest::router(bench.coordinator.clone(), Options { loopback: true }))
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str) -> Answer {
        self.send(Request::post(path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).body(Body::empty()).unwrap()).await
    }

    /// Submits a sweep written in YAML.
    pub(crate) async fn submit(&self, yaml: impl Into<Body>, headers: &[(&str, &str)]) -> Answer {
        self.submit_to("/api/v1/sweeps", "application/yaml", yaml, headers).await
    }

    pub(crate) async fn submit_to(
        &self,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, kind);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.0.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Node {
        Node::from_json(&self.body).unwrap()
    }

    /// The text under `key`.
    pub(crate) fn text(&self, key: &str) -> String {
        text(&self.json(), key)
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> Vec<Node> {
        let json = self.json();
        let Some(Node::List(items)) = json.get("items") else { panic!("no list: {}", self.body) };
        items.clone()
    }

    /// The cursor of the next page.
    pub(crate) fn next_cursor(&self) -> Option<String> {
        match self.json().get("next_cursor") {
            Some(Node::Text(cursor)) => Some(cursor.clone()),
            Some(Node::Null) => None,
            other => panic!("no cursor: {other:?}"),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |it| it.to_str().unwrap())
    }

    /// The status, and the document with an entry a line.
    pub(crate) fn told(&self) -> String {
        told(&format!("{} {}", self.status, self.header("content-type")), &self.body)
    }
}

/// The text under `key` of a map.
pub(crate) fn text(node: &Node, key: &str) -> String {
    match node.get(key) {
        Some(Node::Text(text)) => text.clone(),
        other => panic!("no text under {key}: {other:?}"),
    }
}

/// A document with an entry a line, behind a first one; ids are numbered in the order in which they come.
pub(crate) fn told(first: &str, body: &str) -> String {
    let mut text = format!("{first}\n");
    match Node::from_json(body) {
        Ok(Node::Map(entries)) => {
            for (key, value) in entries {
                match value {
                    Node::List(items) if !items.is_empty() => {
                        writeln!(text, "{key}:").unwrap();
                        for item in items {
                            writeln!(text, "- {}", serde_json::to_string(&item).unwrap()).unwrap();
                        }
                    }
                    value => {
                        let value = serde_json::to_string(&value).unwrap();
                        writeln!(text, "{key}: {value}").unwrap();
                    }
                }
            }
        }
        _ => text += body,
    }
    numbered(&text)
}

/// `text` with its ids numbered in the order in which they come.
pub(crate) fn numbered(text: &str) -> String {
    let mut ids: Vec<String> = Vec::new();
    let mut numbered = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let id = rest.get(..36).filter(|it| it.contains('-') && uuid::Uuid::try_parse(it).is_ok());
        if let Some(id) = id {
            let at = ids.iter().position(|it| it == id).unwrap_or_else(|| {
                ids.push(id.to_owned());
                ids.len() - 1
            });
            write!(numbered, "<id {at}>").unwrap();
            rest = &rest[36..];
        } else {
            numbered.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    numbered
}

/// Compares with a snapshot, on one database after the other.
macro_rules! snapshot {
    ($told:expr, @$snapshot:literal) => {{
        let told = $told;
        insta::allow_duplicates! { insta::assert_snapshot!(told, @$snapshot) }
    }};
}
pub(crate) use snapshot;
