//! From what the coordinator said of a trial to what is trained, and from what went wrong to what is told of it.

use std::any::Any;

use proto::v1::{Assignment, Failed};
use search::{config::TrialConfig, document::Node, metric::Metric};
use trainer::Error;

/// So much of an error's text is told.
const ERROR_BYTES_MAX: usize = 4_096;

/// A trial's configuration and its metric.
pub(super) fn read(assignment: &Assignment) -> Result<(TrialConfig, Metric), Failed> {
    let Assignment { config, metric, .. } = assignment;
    let unreadable = |what, why: &str| {
        failed(&format!("this worker cannot read the trial's {what}: {why}"), true)
    };
    let node = Node::from_json(config).map_err(|it| unreadable("config", &it.to_string()))?;
    let config = TrialConfig::read(&node).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        unreadable("config", &problems.join("; "))
    })?;
    let metric =
        serde_json::from_str(metric).map_err(|it| unreadable("metric", &it.to_string()))?;
    Ok((config, metric))
}

/// What an error of the trainer comes to.
pub(super) fn refused(error: &Error) -> Failed {
    failed(&error.to_string(), matches!(error, Error::Invalid(_)))
}

/// A failure in these words.
pub(super) fn failed(error: &str, permanent: bool) -> Failed {
    let end = error.floor_char_boundary(ERROR_BYTES_MAX);
    // Not every database takes a NUL in a text.
    Failed { error: error[..end].replace('\0', " "), permanent }
}

/// The words of a panic.
pub(super) fn words(panic: &(dyn Any + Send)) -> String {
    let owned = panic.downcast_ref::<String>().map(String::as_str);
    let said = owned.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("the trainer panicked: {}", said.unwrap_or("without a word"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_fails_for_good_and_says_where() {
        let told = |config: &str| {
            let assignment = Assignment { config: config.into(), ..Assignment::default() };
            read(&assignment).unwrap_err()
        };
        let failed = told(r#"{"optimizer": {"lr": -1}}"#);
        assert!(failed.permanent && failed.error.contains("optimizer.lr"), "{}", failed.error);
        assert!(told("{").error.contains("JSON"));
    }

    #[test]
    fn an_endless_error_is_cut_between_letters() {
        let failed = failed(&"é\0".repeat(5_000), false);
        assert!(failed.error.len() <= ERROR_BYTES_MAX && failed.error.ends_with(['é', ' ']));
    }
}
