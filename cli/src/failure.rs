//! How a command fails: what happened, what to do next, and the exit code that says whose fault it was.

use std::{fmt, io, process::ExitCode};

use search::document::Problem;

/// The work failed.
const FAILED: u8 = 1;
/// The call was wrong.
const WRONG: u8 = 2;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Nobody answers where the coordinator should be.
    #[error("cannot reach the coordinator at {server}: {reason}")]
    Unreachable { server: String, reason: String },
    /// It was heard from and then no more.
    #[error("lost the coordinator at {server} before it had answered: {reason}")]
    Lost { server: String, reason: String },
    /// The coordinator answered, and the answer was no.
    #[error("{0}")]
    Refused(Refusal),
    /// The caller can mend it by asking differently.
    #[error("{what}")]
    Wrong { what: String, next: String },
    /// It was asked for rightly and did not work out.
    #[error("{what}")]
    Broken { what: String, next: String },
    /// Whoever read our output has gone, as `head` does; nothing is wrong.
    #[error("nobody reads the output")]
    Unread,
}

/// A refusal of the coordinator's.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: u16,
    /// What it said.
    pub(crate) detail: String,
    /// What was sent.
    pub(crate) sent: Sent,
    /// Each mistake in that.
    pub(crate) mistakes: Vec<Problem>,
}

/// What the coordinator may find mistakes in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sent {
    /// A sweep to be made.
    Sweep,
    /// What somebody wants to know.
    Question,
}

impl Failure {
    /// Says on stderr what happened and what to do next; returns the exit code.
    pub(crate) fn tell(&self) -> ExitCode {
        if matches!(self, Self::Unread) {
            return ExitCode::SUCCESS;
        }
        crate::screen::note(&format!("error: {self}\n next: {}", self.next()));
        ExitCode::from(self.code())
    }

    /// Whether asking again later may help.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Lost { .. } => true,
            Self::Refused(it) => it.status >= 500 || it.status == 429,
            Self::Wrong { .. } | Self::Broken { .. } | Self::Unread => false,
        }
    }

    fn code(&self) -> u8 {
        match self {
            // A conflict is no mistake of the caller's: the world has moved on.
            Self::Refused(it) if it.status < 500 && !matches!(it.status, 409 | 429) => WRONG,
            Self::Wrong { .. } => WRONG,
            Self::Unreachable { .. }
            | Self::Lost { .. }
            | Self::Refused(_)
            | Self::Broken { .. }
            | Self::Unread => FAILED,
        }
    }

    fn next(&self) -> &str {
        match self {
            Self::Unreachable { .. } => {
                "start one with `ratesmith up`, or name it with --server or RATESMITH_SERVER"
            }
            Self::Lost { .. } => "see whether it still runs, and repeat the call",
            Self::Refused(it) => it.next(),
            Self::Wrong { next, .. } | Self::Broken { next, .. } => next,
            Self::Unread => "",
        }
    }
}

impl Refusal {
    fn next(&self) -> &'static str {
        match self.status {
            _ if !self.mistakes.is_empty() => match self.sent {
                Sent::Sweep => {
                    "correct this and submit again; --dry-run checks without storing anything"
                }
                Sent::Question => "correct this and ask again",
            },
            404 => "`ratesmith list` shows the sweeps there are",
            409 => "`ratesmith show ID` tells where the sweep stands",
            429 | 503 => "the coordinator is busy or stopping: try again in a moment",
            500.. => "the coordinator's log says more; the same call may be repeated",
            _ => "`ratesmith COMMAND --help` shows what can be asked",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mistakes.is_empty() {
            return f.write_str(&self.detail);
        }
        // The detail holds them too, in one line.
        f.write_str(match self.sent {
            Sent::Sweep => "the sweep is not valid",
            Sent::Question => "the question is not valid",
        })?;
        self.mistakes.iter().try_for_each(|it| write!(f, "\n       {it}"))
    }
}

/// Something that is no sweep is wrong in these places.
pub(crate) fn mistakes_in(what: &str, mistakes: &[Problem]) -> Failure {
    let lines: Vec<String> = mistakes.iter().map(|it| format!("\n       {it}")).collect();
    Failure::Wrong {
        what: format!("the {what} is not valid{}", lines.concat()),
        next: "correct this and call again".to_owned(),
    }
}

/// A sweep's text is wrong in these places.
pub(crate) fn mistakes(mistakes: Vec<Problem>) -> Failure {
    Failure::Refused(Refusal { status: 422, detail: String::new(), sent: Sent::Sweep, mistakes })
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Unread;
        }
        let next = "see that the disk has room and the output can be written".to_owned();
        Self::Broken { what: format!("cannot write the output: {error}"), next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16) -> Failure {
        let mistakes = vec![Problem { path: "train.epochs".into(), message: "is missing".into() }];
        let (detail, sent) = ("train.epochs: is missing".into(), Sent::Sweep);
        Failure::Refused(Refusal { status, detail, sent, mistakes })
    }

    #[test]
    fn a_refused_document_shows_one_line_for_each_mistake() {
        assert_eq!(
            refused(422).to_string(),
            "the sweep is not valid\n       train.epochs: is missing"
        );
    }

    #[test]
    fn the_code_says_whose_fault_it_was() {
        assert_eq!(refused(422).code(), 2);
        assert_eq!(refused(404).code(), 2);
        assert_eq!(refused(409).code(), 1);
        assert_eq!(refused(503).code(), 1);
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let closed = io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(matches!(Failure::from(closed), Failure::Unread));
    }
}
