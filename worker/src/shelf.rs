//! The data sets below a worker's data folder, as its trials ask for them.

mod datasets;
mod stamp;

use std::{path::PathBuf, sync::Arc};

use search::config::{Dataset, Task};
use trainer::{Data, Error, Job};

use self::{datasets::Datasets, stamp::Stamp};

/// Where the data sets are, and those that were loaded.
pub(crate) struct Shelf {
    folder: PathBuf,
    sets: Datasets<Data>,
}

impl Shelf {
    /// The data sets below this folder.
    pub(crate) fn new(folder: PathBuf) -> Result<Self, crate::Error> {
        if !folder.is_dir() {
            return Err(crate::Error::Data(folder));
        }
        Ok(Self { folder, sets: Datasets::default() })
    }

    /// What a job learns from; nothing where nothing is learned. Files that were changed are read again.
    pub(crate) fn data(&self, job: Job<'_>) -> Result<Option<Arc<Data>>, Error> {
        let Task::Builtin(it) = &job.config.train.task else { return Ok(None) };
        let stamp = Stamp::of(&it.dataset, &self.folder);
        self.sets.get(&it.dataset, stamp, || self.load(&it.dataset)).map(Some)
    }

    fn load(&self, dataset: &Dataset) -> Result<Data, Error> {
        let loaded = Data::load(dataset, &self.folder).map_err(|error| match error {
            Error::Invalid(problem) if !dataset.paths().is_empty() => Error::Unusable(problem),
            Error::Invalid(_) | Error::Unreadable { .. } | Error::Unusable(_) => error,
        });
        if let Err(error) = &loaded {
            tracing::warn!("no data for a trial, below {}: {error}", self.folder.display());
        }
        loaded
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use search::{config::TrialConfig, document::Node, metric::Metric};

    use super::*;

    const CONFIG: &str = r#"{
        "train": { "builtin": { "dataset": { "kind": "csv", "path": "a.csv" }, "model": { "kind": "logistic" } }, "steps": 1 },
        "optimizer": { "lr": 0.1 }
    }"#;

    #[test]
    fn a_file_that_was_changed_is_read_again_and_one_that_is_gone_is_missed() {
        let folder = tempfile::tempdir().unwrap();
        let write = |rows: usize| {
            let table = format!("a,b\n{}", "1,0\n2,1\n".repeat(rows / 2));
            fs::write(folder.path().join("a.csv"), table).unwrap();
        };
        let shelf = Shelf::new(folder.path().into()).unwrap();
        let (config, metric) = (config(), Metric::default());
        let ask = || shelf.data(Job { config: &config, metric: &metric, seed: 0 });
        let rows = || ask().unwrap().map(|it| it.training_samples() + it.validation_samples());
        write(20);
        assert_eq!(rows(), Some(20));
        assert!(Arc::ptr_eq(&ask().unwrap().unwrap(), &ask().unwrap().unwrap()));
        write(30);
        assert_eq!(rows(), Some(30));
        fs::write(folder.path().join("a.csv"), "a,b\n1,no number,2\n").unwrap();
        assert!(matches!(ask(), Err(Error::Unusable(it)) if it.starts_with("a.csv: row 1")));
        fs::remove_file(folder.path().join("a.csv")).unwrap();
        assert!(matches!(ask(), Err(Error::Unreadable { path, .. }) if path == "a.csv"));
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_data() {
        let told = Shelf::new("no/such/folder".into()).map(drop).unwrap_err().to_string();
        assert_eq!(told, "there is no folder no/such/folder for data sets");
    }

    fn config() -> TrialConfig {
        TrialConfig::read(&Node::from_json(CONFIG).unwrap()).unwrap()
    }
}
