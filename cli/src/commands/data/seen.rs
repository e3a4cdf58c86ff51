//! What a worker makes of a data set, as text and as a document.

use std::path::Path;

use search::{config::Dataset, document::Node};
use trainer::{Error, Summary, Text};

/// So many classes are listed; a table of more would be read by nobody.
const CLASSES_SHOWN: usize = 20;

/// So much of a text is shown.
const CHARACTERS_SHOWN: usize = 60;

/// What a worker makes of a data set.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Each file or folder with its digest.
    pub(super) files: Vec<(String, String)>,
    /// What was found, line by line: what it is, and in words how much.
    lines: Vec<(&'static str, String)>,
    /// The same for programs.
    fields: Vec<(String, Node)>,
    /// What is wrong with it.
    pub(super) problem: Option<String>,
}

impl Seen {
    /// Reads `dataset` as a worker whose data folder is `folder` would.
    pub(super) fn of(dataset: &Dataset, folder: &Path) -> Self {
        let mut seen = Self::default();
        let read = seen.digests(dataset, folder).and_then(|()| match dataset {
            Dataset::Text(text) => Text::load(text, folder).map(|it| seen.text_found(&it)),
            _ => trainer::Data::load(dataset, folder).map(|it| seen.data_found(&it)),
        });
        seen.problem = read.err().map(|error| error.to_string());
        seen
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let line = |what: &str, value: &str| format!("{what:<14}{value}\n");
        let files = self.files.iter().map(|(path, digest)| format!("{digest}  {path}"));
        let files: String = files.map(|it| line("sha256", &it)).collect();
        let lines: String = self.lines.iter().map(|(what, value)| line(what, value)).collect();
        lines + &files
    }

    /// For programs.
    pub(super) fn document(&self, dataset: &Node) -> Node {
        let problem = self.problem.clone().map_or(Node::Null, Node::Text);
        let mut entries = vec![("dataset".to_owned(), dataset.clone())];
        entries.extend(self.fields.iter().cloned());
        entries.push(("problem".into(), problem));
        Node::Map(entries)
    }

    fn digests(&mut self, dataset: &Dataset, folder: &Path) -> Result<(), Error> {
        for path in dataset.paths() {
            if !self.files.iter().any(|(it, _)| it == path) {
                self.files.push((path.to_owned(), trainer::digest(folder, path)?));
            }
        }
        Ok(())
    }

    fn data_found(&mut self, data: &trainer::Data) {
        let [train, validation] = [data.training_samples(), data.validation_samples()];
        self.counts("rows", [train, validation]);
        self.lines.push(("features", data.features().to_string()));
        self.fields.push(("features".into(), whole(data.features())));
        match data.summary() {
            Summary::Classes(classes) => {
                self.lines.push(("classes", classes.len().to_string()));
                for class in classes.iter().take(CLASSES_SHOWN) {
                    let [train, validation] = class.rows.map(|it| it.to_string());
                    let name = &class.name;
                    self.lines.push(("", format!("{name}: {train} train, {validation} validate")));
                }
                if classes.len() > CLASSES_SHOWN {
                    self.lines.push(("", format!("… and {} more", classes.len() - CLASSES_SHOWN)));
                }
                let class = |it: &trainer::Class| {
                    let [train, validation] = it.rows.map(whole);
                    let name = Node::Text(it.name.clone());
                    map([("name", name), ("train", train), ("validation", validation)])
                };
                self.fields
                    .push(("classes".into(), Node::List(classes.iter().map(class).collect())));
            }
            Summary::Symbols(symbols) => self.lines.push(("symbols", symbols.to_string())),
            Summary::Numbers(targets) => {
                for trainer::Range { min, max } in &targets {
                    self.lines.push(("target", format!("from {min} to {max}")));
                }
                let target = |it: &trainer::Range| {
                    let [min, max] = [it.min, it.max].map(|it| Node::Number(f64::from(it)));
                    map([("min", min), ("max", max)])
                };
                self.fields
                    .push(("targets".into(), Node::List(targets.iter().map(target).collect())));
            }
        }
    }

    fn text_found(&mut self, text: &Text) {
        self.counts("characters", text.characters());
        self.counts("sequences", [text.train().len(), text.validation().len()]);
        self.lines.push(("vocabulary", text.vocabulary().len().to_string()));
        self.lines.push(("unknown", format!("{} characters that validate", text.unknown())));
        self.lines.push(("begins", format!("{:?}", text.beginning(CHARACTERS_SHOWN))));
        if let (Some(entropy), Some(best)) = (text.entropy(), text.best_loss()) {
            self.lines.push(("entropy", format!("{entropy:.4} nats a character")));
            self.lines
                .push(("best val_loss", format!("{best:.4}: no model does better but by luck")));
            self.fields.push(("entropy".into(), Node::Number(entropy)));
            self.fields.push(("best_loss".into(), Node::Number(best)));
        }
        let vocabulary = Node::Text(text.vocabulary().iter().collect());
        self.fields.push(("vocabulary".into(), vocabulary));
        self.fields.push(("unknown".into(), whole(text.unknown())));
    }

    fn counts(&mut self, what: &'static str, [train, validation]: [usize; 2]) {
        let [all, trains, validates] =
            [train + validation, train, validation].map(|it| it.to_string());
        self.lines.push((what, format!("{all}: {trains} train, {validates} validate")));
        let parts = [("train", whole(train)), ("validation", whole(validation))];
        self.fields.push((what.into(), map(parts)));
    }
}

fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
    Node::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
}

fn whole(count: usize) -> Node {
    Node::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}
