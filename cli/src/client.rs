//! Asks the coordinator over REST, and turns its answers and refusals into values.

mod ids;
mod pages;
mod submit;

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, Url};
use search::document::{Node, Problem};
use serde::{Deserialize, de::DeserializeOwned};

use crate::failure::{Failure, Refusal, Sent};

/// A coordinator on this machine or in this room answers a connection at once or not at all.
const CONNECT: Duration = Duration::from_secs(5);
/// An answer, or the next part of a long one, comes within this time.
const READ: Duration = Duration::from_secs(30);

/// Where the coordinator is asked.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    server: Url,
}

/// RFC 9457's way of saying no. Everything may be missing: a proxy may have answered.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ProblemJson {
    title: Option<String>,
    detail: Option<String>,
    errors: Vec<Problem>,
}

impl Client {
    /// Prepares to ask the coordinator at `server`; nothing is sent yet.
    pub(crate) fn new(server: &str) -> Result<Self, Failure> {
        let wrong = |reason: &str| Failure::Wrong {
            what: format!("`{server}` is not a coordinator's address: {reason}"),
            next: "write it as in http://127.0.0.1:7070".to_owned(),
        };
        let url = Url::parse(server).map_err(|error| wrong(&error.to_string()))?;
        if url.scheme() != "http" || url.host_str().is_none() {
            return Err(wrong("it must begin with http://"));
        }
        let mut http = reqwest::Client::builder().connect_timeout(CONNECT).read_timeout(READ);
        if is_loopback(&url) {
            // A proxy for the world outside has no way to this machine.
            http = http.no_proxy();
        }
        let http = http.build().map_err(|error| wrong(&error.to_string()))?;
        Ok(Self { http, server: url })
    }

    /// Reads what stands at `path` below `/api/v1`.
    pub(crate) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let response = self.send(self.request(Method::GET, path, query)).await?;
        self.read(response).await
    }

    /// Asks for a change without a body.
    pub(crate) async fn post<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let response = self.send(self.request(Method::POST, path, &[])).await?;
        self.read(response).await
    }

    /// Opens what stands at `path`, to be read piece by piece.
    pub(crate) async fn open(
        &self,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Response, Failure> {
        self.send(self.request(Method::GET, path, query)).await
    }

    /// The address of `path` outside the API, for people to open.
    pub(crate) fn address(&self, path: &str) -> String {
        let mut url = self.server.clone();
        url.set_path(path);
        url.to_string()
    }

    fn request(&self, method: Method, path: &str, query: &[(&str, &str)]) -> RequestBuilder {
        let mut url = self.server.clone();
        url.set_path(&format!("/api/v1/{path}"));
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        self.http.request(method, url)
    }

    /// Sends `request`; an answer that is not a success is a refusal.
    async fn send(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let request = request.build().map_err(|error| self.unreachable(&error))?;
        let sent = if request.method() == Method::GET { Sent::Question } else { Sent::Sweep };
        let response =
            self.http.execute(request).await.map_err(|error| self.unreachable(&error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let problem: ProblemJson = response.json().await.unwrap_or_default();
        let said = problem.detail.or(problem.title);
        Err(Failure::Refused(Refusal {
            status: status.as_u16(),
            detail: said.unwrap_or_else(|| format!("{} answers {status}", self.server)),
            sent,
            mistakes: problem.errors,
        }))
    }

    async fn read<T: DeserializeOwned>(&self, response: Response) -> Result<T, Failure> {
        let body = response.bytes().await.map_err(|error| self.unreachable(&error))?;
        serde_json::from_slice(&body).map_err(|error| Failure::Broken {
            what: format!("the answer of {} cannot be read: {error}", self.server),
            next: "see that `ratesmith --version` is the same here and there; --json shows the \
                   answer as it came"
                .to_owned(),
        })
    }

    /// The coordinator was not reached, or was lost before it had answered.
    pub(crate) fn unreachable(&self, error: &reqwest::Error) -> Failure {
        let mut cause: &dyn std::error::Error = error;
        while let Some(below) = cause.source() {
            cause = below;
        }
        let server = self.server.as_str().trim_end_matches('/').to_owned();
        let reason = cause.to_string();
        if error.is_connect() {
            Failure::Unreachable { server, reason }
        } else {
            Failure::Lost { server, reason }
        }
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}

/// The id in a sweep's or a trial's document.
pub(crate) fn id_of(document: &Node) -> Result<String, Failure> {
    match document.get("id") {
        Some(Node::Text(id)) => Ok(id.clone()),
        _ => Err(Failure::Broken {
            what: "the coordinator's answer names no id".to_owned(),
            next: "see that `ratesmith --version` is the same here and there".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_refused_with_an_example() {
        for wrong in ["localhost:7070", "7070", "https://example.org", "http://"] {
            assert!(matches!(Client::new(wrong), Err(Failure::Wrong { .. })), "{wrong}");
        }
    }

    #[test]
    fn paths_are_put_behind_the_servers_address() {
        let client = Client::new("http://127.0.0.1:7070/").unwrap();
        assert_eq!(client.address("/docs"), "http://127.0.0.1:7070/docs");
        let request = client.request(Method::GET, "sweeps", &[("cursor", "a&b")]).build().unwrap();
        assert_eq!(request.url().as_str(), "http://127.0.0.1:7070/api/v1/sweeps?cursor=a%26b");
    }
}
