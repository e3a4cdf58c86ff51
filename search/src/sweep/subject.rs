//! What a sweep is about, in the words of its document: what one looks for when one looks for its like.

use super::{Sweep, inside};
use crate::document::Node;

/// What a sweep is about. A part is missing where the sweep does not train one of ours, or varies it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The kind of data, as in `digits`; `synthetic` for a computed curve.
    pub dataset: Option<String>,
    /// The kind of model, as in `mlp`.
    pub model: Option<String>,
    /// The kind of optimizer, as in `sgd`.
    pub optimizer: Option<String>,
    /// The kind of schedule, as in `constant`.
    pub schedule: Option<String>,
}

impl Sweep {
    /// What this sweep is about.
    pub fn subject(&self) -> Subject {
        let config = self.usual();
        let at = |path: &str| path.split('.').try_fold(&config, |it, key| it.get(key));
        let kind = |path: &str| {
            let own = format!("{path}.kind");
            let varies = |it: &str| inside(path, it) || inside(&own, it);
            if self.parameters.iter().any(|it| it.distribution.is_varied() && varies(it.path())) {
                return None;
            }
            match at(path)? {
                Node::Text(kind) => Some(kind.clone()),
                of => of.get("kind").and_then(text),
            }
        };
        let default = |found: Option<String>, path: &str, kind: &str| {
            let is_said =
                at(path).is_some_and(|it| matches!(it, Node::Text(_)) || it.get("kind").is_some());
            if is_said { found } else { Some(kind.to_owned()) }
        };
        let synthetic = at("train.synthetic").map(|_| "synthetic".to_owned());
        Subject {
            dataset: kind("train.builtin.dataset").or(synthetic),
            model: kind("train.builtin.model"),
            optimizer: default(kind("optimizer"), "optimizer", "sgd"),
            schedule: default(kind("schedule"), "schedule", "constant"),
        }
    }
}

fn text(node: &Node) -> Option<String> {
    if let Node::Text(text) = node { Some(text.clone()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(text: &str) -> [Option<String>; 4] {
        let Subject { dataset, model, optimizer, schedule } =
            Sweep::read(&Node::from_yaml(text).unwrap()).unwrap().subject();
        [dataset, model, optimizer, schedule]
    }

    #[test]
    fn a_subject_is_told_in_the_words_of_the_document_and_its_defaults() {
        let told = subject(
            "{ method: grid, parameters: { lr: { min: 0.1, max: 1, points: 2 } }, optimizer: { kind: adam },
               train: { builtin: { dataset: { kind: moons }, model: { kind: mlp, hidden: [8] } }, epochs: 1 } }",
        );
        assert_eq!(told, ["moons", "mlp", "adam", "constant"].map(|it| Some(it.to_owned())));
        let told = subject(
            "{ method: grid, parameters: { lr: { min: 0.1, max: 1, points: 2 } }, train: { synthetic: {} } }",
        );
        let known = |it: &str| Some(it.to_owned());
        assert_eq!(told, [known("synthetic"), None, known("sgd"), known("constant")]);
    }

    #[test]
    fn a_search_is_about_its_trials_and_not_its_range_test() {
        let told = subject(
            "{ method: find, parameters: { lr: [0.1, 1] }, train: { synthetic: {} },
               schedule: { kind: cosine, t_max: 100 } }",
        );
        assert_eq!(told[3].as_deref(), Some("cosine"));
    }

    #[test]
    fn what_varies_is_no_subject() {
        let told = subject(
            "{ method: grid, train: { synthetic: {} }, parameters:
               { lr: { min: 0.1, max: 1, points: 2 }, optimizer.kind: { values: [sgd, adam] } } }",
        );
        assert_eq!(told[2], None);
    }
}
