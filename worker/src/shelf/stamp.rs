//! How the files of a data set looked when they were read, so that a change is noticed.

use std::{
    fs::{self, Metadata},
    path::Path,
    time::SystemTime,
};

use search::config::Dataset;

/// The size of each file and when it was written; the same of what lies in each folder, but no deeper. Nothing where the
/// system does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stamp(Vec<Option<(u64, SystemTime)>>);

impl Stamp {
    /// As the files of `dataset` below `folder` look now.
    pub(super) fn of(dataset: &Dataset, folder: &Path) -> Self {
        let paths = dataset.paths().into_iter().map(|path| folder.join(path));
        Self(paths.flat_map(|path| looks(&path)).collect())
    }
}

fn looks(path: &Path) -> Vec<Option<(u64, SystemTime)>> {
    let look = |it: Metadata| Some((it.len(), it.modified().ok()?));
    let mut looks = vec![fs::metadata(path).ok().and_then(look)];
    if let Ok(entries) = fs::read_dir(path) {
        let mut inner: Vec<_> = entries.flatten().map(|it| it.path()).collect();
        inner.sort_unstable();
        looks.extend(inner.iter().map(|it| fs::metadata(it).ok().and_then(look)));
    }
    looks
}

#[cfg(test)]
mod tests {
    use search::document::Node;

    use super::*;

    fn stamp(dataset: &str, folder: &Path) -> Stamp {
        Stamp::of(&Dataset::from_node(&Node::from_json(dataset).unwrap()).unwrap(), folder)
    }

    #[test]
    fn a_file_that_was_changed_looks_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let looks = || stamp(r#"{"kind": "csv", "path": "a.csv"}"#, folder.path());
        let none = looks();
        fs::write(folder.path().join("a.csv"), "a,b\n1,2\n").unwrap();
        let some = looks();
        assert_eq!(some, looks());
        fs::write(folder.path().join("a.csv"), "a,b\n1,2\n3,4\n").unwrap();
        assert!(none != some && some != looks());
    }

    #[test]
    fn a_folder_looks_as_what_lies_in_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("all/cats")).unwrap();
        let looks = || stamp(r#"{"kind": "images", "folder": "all"}"#, folder.path());
        let before = looks();
        fs::create_dir(folder.path().join("all/dogs")).unwrap();
        assert_ne!(before, looks());
    }
}
