//! Data sets from files: what can be read, and what every broken file is told.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod arrays;
mod cifar;
mod digests;
mod images;
mod parquet;
mod pictures;
mod regression;
mod tables;
mod text;

use std::{fs, path::Path};

use search::{
    config::{Dataset, Scale, Source, Split, Task, TrialConfig},
    document::Node,
};
use tempfile::TempDir;
use trainer::{Data, Error};

use self::{
    arrays::{NUMPY, numpy},
    images::{gzip, idx, images, labels},
    tables::csv,
};

#[test]
fn a_file_that_is_missing_or_no_file_may_be_on_another_worker() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("folder.csv")).unwrap();
    for path in ["none.csv", "folder.csv"] {
        match csv(&folder, path, None) {
            Err(Error::Unreadable { path: named, .. }) => assert_eq!(named, path),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_file_outside_the_data_folder_is_refused() {
    let folder = TempDir::new().unwrap();
    for path in ["../t.csv", "/etc/hostname"] {
        let told = told(csv(&folder, path, None));
        assert_eq!(told, format!("{path}: does not lie below the data folder"));
    }
}

#[test]
fn no_bytes_whatsoever_make_a_reader_panic() {
    let folder = TempDir::new().unwrap();
    put(&folder, "labels", &labels(6));
    let archive = fs::read(Path::new(NUMPY).join("compressed.npz")).unwrap();
    let sources: [(&str, Vec<u8>); 4] = [
        ("idx", images(6)),
        ("idx", gzip(&images(6))),
        ("csv", b"a,b\n1,x\n2,y\n".to_vec()),
        ("npz", archive),
    ];
    for (kind, whole) in sources {
        for at in 0..whole.len() {
            let cut = whole[..at].to_vec();
            let flipped = [0x01, 0xff].map(|bits| {
                let mut changed = whole.clone();
                changed[at] ^= bits;
                changed
            });
            for bytes in [cut].into_iter().chain(flipped) {
                put(&folder, "file", &bytes);
                let _ = match kind {
                    "idx" => idx(&folder, ["file", "labels"], None),
                    "csv" => csv(&folder, "file", None),
                    _ => numpy(folder.path(), ("file", Some("x")), ("file", Some("y"))),
                };
            }
        }
    }
}

#[test]
fn generated_samples_and_splits_follow_their_seeds() {
    for kind in ["blobs", "moons", "spirals", "teacher", "patterns"] {
        let load = |seed: u64| {
            let text = format!(
                r#"{{ "train": {{ "builtin": {{ "dataset": {{ "kind": "{kind}", "samples": 60, "seed": {seed},
                       "validation": 0.2, "label_noise": 0.1 }},
                       "model": {{ "kind": "logistic" }} }}, "steps": 3 }}, "optimizer": {{ "lr": 0.1 }} }}"#
            );
            let config = TrialConfig::read(&Node::from_json(&text).unwrap()).unwrap();
            let Task::Builtin(builtin) = &config.train.task else { panic!() };
            let data = Data::load(&builtin.dataset, Path::new("")).unwrap();
            assert_eq!([data.training_samples(), data.validation_samples()], [48, 12]);
            format!("{data:?}")
        };
        assert_eq!(load(1), load(1));
        assert_ne!(load(1), load(2));
    }
}

fn told(loaded: Result<Data, Error>) -> String {
    match loaded {
        Err(Error::Invalid(told)) => told,
        other => panic!("{other:?}"),
    }
}

fn load(folder: &Path, source: Source, scale: Scale) -> Result<Data, Error> {
    let split = Split { validation: 0.2, seed: 0 };
    Data::load(&Dataset::Files { source, scale, split, digests: Vec::new() }, folder)
}

/// The data set that a sweep would name so.
fn dataset(text: &str) -> Dataset {
    Dataset::from_node(&Node::from_yaml(text).unwrap()).unwrap()
}

fn read(folder: &TempDir, text: &str) -> Result<Data, Error> {
    Data::load(&dataset(text), folder.path())
}

fn sizes(data: &Data) -> [usize; 4] {
    [data.training_samples(), data.validation_samples(), data.features(), data.outputs()]
}

fn put(folder: &TempDir, name: &str, bytes: &[u8]) {
    let path = folder.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
