//! The number that a sweep is about, and how a learning curve becomes that number.

use serde::{Deserialize, Serialize};

use crate::document::Value;

/// The metric that decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metric {
    /// What trials report it as.
    pub name: String,
    /// Which way is better.
    pub goal: Goal,
    /// How a curve becomes a number.
    #[serde(default)]
    pub summary: Summary,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// Down.
    Minimize,
    /// Up.
    Maximize,
}

/// How a curve becomes a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Summary {
    /// Its last value.
    #[default]
    Last,
    /// Its best value.
    Best,
    /// The mean of its last so many values.
    MeanOfLast(u32),
}

impl Default for Metric {
    fn default() -> Self {
        Self { name: "val_loss".into(), goal: Goal::Minimize, summary: Summary::Last }
    }
}

impl Goal {
    /// The goal of a metric that nobody gave one. Nobody minimizes an accuracy or an r²; asking for the word every time would
    /// only invite slips.
    pub fn of(name: &str) -> Self {
        let rises = name.contains("acc") || name.ends_with("r2");
        if rises { Self::Maximize } else { Self::Minimize }
    }

    /// Whether `a` is better than `b`.
    pub fn better(self, a: f64, b: f64) -> bool {
        match self {
            Self::Minimize => a < b,
            Self::Maximize => a > b,
        }
    }
}

impl Summary {
    /// The number that `values`, the curve in its order, comes to; nothing for an empty one.
    pub fn of(self, goal: Goal, values: &[f64]) -> Option<f64> {
        match self {
            Self::Last => values.last().copied(),
            Self::Best => {
                values.iter().copied().reduce(|a, b| if goal.better(b, a) { b } else { a })
            }
            Self::MeanOfLast(count) => {
                let tail = &values[values.len().saturating_sub(count as usize)..];
                #[expect(clippy::cast_precision_loss, reason = "a handful")]
                (!tail.is_empty()).then(|| tail.iter().sum::<f64>() / tail.len() as f64)
            }
        }
    }
}

impl From<Summary> for String {
    fn from(summary: Summary) -> Self {
        match summary {
            Summary::Last => "last".into(),
            Summary::Best => "best".into(),
            Summary::MeanOfLast(count) => format!("mean_of_last_{count}"),
        }
    }
}

impl TryFrom<String> for Summary {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.as_str() {
            "last" => Ok(Self::Last),
            "best" => Ok(Self::Best),
            other => match other.strip_prefix("mean_of_last_").and_then(count) {
                Some(count) => Ok(Self::MeanOfLast(count)),
                None => Err("expected last, best or mean_of_last_k, as in mean_of_last_5"),
            },
        }
    }
}

/// A count as people write it: from 1 to 999999, without a sign or zeros before it.
fn count(text: &str) -> Option<u32> {
    let plain = (1..=6).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    if plain && !text.starts_with('0') { text.parse().ok() } else { None }
}

impl Metric {
    pub(crate) fn read(value: &Value<'_>) -> Option<Self> {
        let fields = value.fields()?;
        let name = fields.or("name", "val_loss".to_owned(), name);
        let goal = fields.optional("goal", |it| {
            it.choice(&[("minimize", Goal::Minimize), ("maximize", Goal::Maximize)])
        });
        let summary = fields.or("summary", Summary::Last, |it| {
            Summary::try_from(it.text()?.to_owned()).map_or_else(|error| it.note(error), Some)
        });
        fields.finish();
        let (name, goal) = (name?, goal?);
        let goal = goal.unwrap_or(Goal::of(&name));
        Some(Self { name, goal, summary: summary? })
    }
}

/// What a metric may be called.
pub(crate) fn name(value: &Value<'_>) -> Option<String> {
    let text = value.text()?;
    if text.is_empty() || text.chars().count() > 100 || text.contains(char::is_control) {
        return value.note("must be a name of 1 to 100 letters");
    }
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Node, Path, Problems};

    const CURVE: [f64; 4] = [3.0, 1.0, 4.0, 2.0];

    fn summary(text: &str) -> Result<Summary, &'static str> {
        Summary::try_from(text.to_owned())
    }

    fn read(text: &str) -> Metric {
        let (node, problems) = (Node::from_yaml(text).unwrap(), Problems::default());
        let read = Metric::read(&Value::new(&node, Path::root(), &problems));
        problems.settle(read).unwrap()
    }

    #[test]
    fn a_curve_becomes_the_number_that_was_asked_for() {
        let both =
            |summary: Summary| [Goal::Minimize, Goal::Maximize].map(|it| summary.of(it, &CURVE));
        assert_eq!(both(Summary::Last), [Some(2.0); 2]);
        assert_eq!(both(Summary::Best), [Some(1.0), Some(4.0)]);
        assert_eq!(both(Summary::MeanOfLast(2)), [Some(3.0); 2]);
        assert_eq!(both(Summary::MeanOfLast(99)), [Some(2.5); 2]);
    }

    #[test]
    fn an_empty_curve_is_no_number() {
        for summary in [Summary::Last, Summary::Best, Summary::MeanOfLast(3)] {
            assert_eq!(summary.of(Goal::Minimize, &[]), None);
        }
    }

    #[test]
    fn a_summary_is_written_as_it_is_read() {
        for text in ["last", "best", "mean_of_last_1", "mean_of_last_999999"] {
            assert_eq!(String::from(summary(text).unwrap()), text);
        }
        for text in [
            "",
            "Last",
            "mean_of_last_",
            "mean_of_last_0",
            "mean_of_last_05",
            "mean_of_last_+5",
            "mean_of_last_1000000",
            "mean_of_last_5 ",
        ] {
            assert!(summary(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_metric_keeps_its_words_in_json() {
        let metric = Metric {
            name: "val_acc".into(),
            goal: Goal::Maximize,
            summary: Summary::MeanOfLast(5),
        };
        let json = serde_json::to_string(&metric).unwrap();
        assert_eq!(json, r#"{"name":"val_acc","goal":"maximize","summary":"mean_of_last_5"}"#);
        assert_eq!(serde_json::from_str::<Metric>(&json).unwrap(), metric);
    }

    #[test]
    fn an_accuracy_is_maximized_unless_somebody_says_otherwise() {
        assert_eq!(read("{}"), Metric::default());
        assert_eq!(read("{ name: val_acc }").goal, Goal::Maximize);
        assert_eq!(read("{ name: val_r2 }").goal, Goal::Maximize);
        assert_eq!(read("{ name: val_acc, goal: minimize }").goal, Goal::Minimize);
        assert_eq!(read("{ name: loss, goal: maximize, summary: best }").summary, Summary::Best);
    }
}
