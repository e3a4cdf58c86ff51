//! What the coordinator answers when it cannot do as asked.
//!
//! One table gives each failure its gRPC and its HTTP status, so the two doors cannot disagree. Callers learn
//! what they can act on; the rest is for the log.

use std::{error::Error as _, iter};

use axum::http::StatusCode;
use search::{document::Problem, trial::Refusal};
use tonic::Code;

use crate::store;

/// Why a request failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing has that name.
    #[error("no {0} is named {1:?}")]
    NotFound(&'static str, String),
    /// The request itself is wrong; each mistake with its path.
    #[error("{}", told(.0))]
    Invalid(Vec<Problem>),
    /// The body is of a kind we do not read.
    #[error("send the body as application/json or application/yaml, not {0:?}")]
    MediaType(String),
    /// The trial's state does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The sweep's state does not allow it.
    #[error("the sweep is {state}; {hint}")]
    SweepState {
        /// Where it stands.
        state: &'static str,
        /// What can be done instead.
        hint: &'static str,
    },
    /// An idempotency key came with another body than before.
    #[error("this Idempotency-Key was used for another sweep; choose a new one")]
    KeyReused,
    /// Too much is waiting.
    #[error("the coordinator is busy; try again in a moment")]
    Busy,
    /// There is no room left to record in.
    #[error(
        "the disk that holds the database is full; nothing was recorded; make room and try again"
    )]
    Full,
    /// The store failed.
    #[error("internal failure; the coordinator's log says more")]
    Store(#[source] store::Error),
}

fn told(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl Error {
    /// One mistake in a request.
    pub fn invalid(path: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem { path: path.to_owned(), message: message.into() }])
    }

    /// What the two doors answer, and what people call it.
    pub fn status(&self) -> (Code, StatusCode, &'static str) {
        match self {
            Self::NotFound(..) => (Code::NotFound, StatusCode::NOT_FOUND, "not found"),
            Self::Invalid(_) => (Code::InvalidArgument, StatusCode::BAD_REQUEST, "invalid"),
            Self::MediaType(_) => (
                Code::InvalidArgument,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported media type",
            ),
            Self::Refused(_) | Self::SweepState { .. } => {
                (Code::FailedPrecondition, StatusCode::CONFLICT, "conflict")
            }
            Self::KeyReused => {
                (Code::AlreadyExists, StatusCode::UNPROCESSABLE_ENTITY, "key reused")
            }
            Self::Busy => (Code::ResourceExhausted, StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Self::Full => (Code::ResourceExhausted, StatusCode::INSUFFICIENT_STORAGE, "disk full"),
            Self::Store(_) => {
                (Code::Internal, StatusCode::INTERNAL_SERVER_ERROR, "internal failure")
            }
        }
    }

    /// Logs a failure of ours once, with all its causes, here where it leaves the program.
    pub fn log(&self) {
        if self.status().1.is_server_error() {
            let causes: Vec<String> = iter::successors(self.source(), |it| (*it).source())
                .map(ToString::to_string)
                .collect();
            tracing::error!(causes = %causes.join(": "), "request failed: {self}");
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Busy => Self::Busy,
            store::Error::Full => Self::Full,
            other => Self::Store(other),
        }
    }
}

impl From<Error> for tonic::Status {
    fn from(error: Error) -> Self {
        error.log();
        Self::new(error.status().0, error.to_string())
    }
}
