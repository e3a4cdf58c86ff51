//! Submits a sweep so that it is stored once, however often the answer is lost.

use std::time::Duration;

use reqwest::Method;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{client::Client, failure::Failure, screen};

/// How long to wait before each further try; about as long as a coordinator takes to start again.
const PAUSES: [Duration; 4] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
];

impl Client {
    /// Stores the sweep that `text` describes and returns it.
    pub(crate) async fn submit<T: DeserializeOwned>(&self, text: &str) -> Result<T, Failure> {
        let key = Uuid::now_v7().to_string();
        let mut pauses = PAUSES.iter();
        let mut is_first = true;
        loop {
            let failure = match self.submit_once(text, &key).await {
                Ok(stored) => return Ok(stored),
                Err(failure) => failure,
            };
            // Where nobody listened in the first place, waiting would only put off the news.
            let is_absent = is_first && matches!(failure, Failure::Unreachable { .. });
            let pause = match pauses.next() {
                Some(pause) if failure.may_pass() && !is_absent => pause,
                _ => return Err(failure),
            };
            screen::note(&format!("{failure}; trying again"));
            tokio::time::sleep(*pause).await;
            is_first = false;
        }
    }

    /// The trials that the sweep would make; stores nothing.
    pub(crate) async fn dry_run<T: DeserializeOwned>(&self, text: &str) -> Result<T, Failure> {
        let request = self.request(Method::POST, "sweeps", &[("dry_run", "true")]);
        let response =
            self.send(request.header("content-type", kind(text)).body(text.to_owned())).await?;
        self.read(response).await
    }

    async fn submit_once<T: DeserializeOwned>(&self, text: &str, key: &str) -> Result<T, Failure> {
        let request = self.request(Method::POST, "sweeps", &[]).header("idempotency-key", key);
        let response =
            self.send(request.header("content-type", kind(text)).body(text.to_owned())).await?;
        self.read(response).await
    }
}

/// The media type of a sweep's text.
fn kind(text: &str) -> &'static str {
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if is_json { "application/json" } else { "application/yaml" }
}
