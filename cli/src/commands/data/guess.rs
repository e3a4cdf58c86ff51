//! Which kind of data set a path is: by its name, or by what lies in the folder.

use std::{fs, path::Path};

use search::{config::Dataset, document::Node};

use crate::failure::Failure;

/// The data set at `path`, below `folder`, as a sweep would have it, with the `settings` put in.
pub(super) fn document(
    folder: &Path,
    path: &str,
    settings: &[(String, Node)],
) -> Result<Node, Failure> {
    let said = settings.iter().find(|(key, _)| key == "kind").map(|(_, kind)| kind.clone());
    let kind = match said {
        Some(Node::Text(kind)) => kind,
        Some(_) | None if is_drawn(folder, path) => path.to_owned(),
        Some(_) | None => guessed(&folder.join(path)).ok_or_else(|| unknown(path))?.to_owned(),
    };
    let mut document = Node::Map(vec![("kind".into(), Node::Text(kind.clone()))]);
    if !Dataset::needs_no_files(&kind) {
        document.put(key(&kind), Node::Text(path.to_owned()));
    }
    if kind == "idx" && path.contains("images") {
        let labels = path.replace("images", "labels").replace("idx3", "idx1");
        document.put("labels", Node::Text(labels));
    }
    for (key, value) in settings {
        // A digest stands under a path, which has dots of its own.
        if let (Node::Map(entries), false) = (&mut document, key.contains('.')) {
            entries.retain(|(it, _)| it != key);
            entries.push((key.clone(), value.clone()));
        } else {
            document.put(key, value.clone());
        }
    }
    Ok(document)
}

/// Whether `path` is the name of a data set that needs no files, and not that of a file.
fn is_drawn(folder: &Path, path: &str) -> bool {
    Dataset::needs_no_files(path) && !folder.join(path).exists()
}

fn guessed(path: &Path) -> Option<&'static str> {
    if path.is_dir() {
        let names = fs::read_dir(path).ok()?.flatten().map(|it| it.file_name());
        let names: Vec<String> = names.filter_map(|it| it.into_string().ok()).collect();
        let any = |beginning: &str| {
            names.iter().any(|it| it.starts_with(beginning) && it.contains(".bin"))
        };
        return Some(match (any("data_batch_"), any("train")) {
            (true, _) => "cifar10",
            (false, true) => "cifar100",
            (false, false) => "images",
        });
    }
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    if name.ends_with("ubyte") || name.contains("idx3") {
        return Some("idx");
    }
    match name.rsplit_once('.')?.1 {
        "csv" => Some("csv"),
        "idx" => Some("idx"),
        "parquet" => Some("parquet"),
        "npy" => Some("npy"),
        "npz" => Some("npz"),
        "txt" => Some("text"),
        _ => None,
    }
}

/// The key under which a data set of this kind names its file.
fn key(kind: &str) -> &'static str {
    match kind {
        "npy" => "features",
        "idx" => "images",
        "cifar10" | "cifar100" | "images" => "folder",
        _ => "path",
    }
}

fn unknown(path: &str) -> Failure {
    Failure::Wrong {
        what: format!("cannot tell from its name what {path} is"),
        next: "say it: `--set kind=csv` (parquet, npy, npz, idx, cifar10, cifar100, images, text)"
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(path: &str) -> Option<&'static str> {
        guessed(Path::new(path))
    }

    #[test]
    fn the_name_says_the_kind() {
        for (path, expected) in [
            ("a/t.csv", "csv"),
            ("T.CSV.gz", "csv"),
            ("t.parquet", "parquet"),
            ("x.npy", "npy"),
            ("x.npz", "npz"),
            ("train-images-idx3-ubyte.gz", "idx"),
            ("book.txt", "text"),
        ] {
            assert_eq!(kind(path), Some(expected), "{path}");
        }
        assert_eq!([kind("t.xls"), kind("readme")], [None, None]);
    }

    #[test]
    fn the_labels_of_images_are_named_like_the_images() {
        let document = document(Path::new("."), "m/train-images-idx3-ubyte", &[]).unwrap();
        let labels = Node::Text("m/train-labels-idx1-ubyte".into());
        assert_eq!(document.get("labels"), Some(&labels));
    }

    #[test]
    fn a_set_that_needs_no_files_is_called_by_its_name() {
        let folder = tempfile::TempDir::new().unwrap();
        let settings = [("words".to_owned(), Node::Integer(9))];
        let drawn = document(folder.path(), "grammar", &settings).unwrap();
        assert_eq!(drawn, Node::from_yaml("{ kind: grammar, words: 9 }").unwrap());
        fs::create_dir(folder.path().join("moons")).unwrap();
        let read = document(folder.path(), "moons", &[]).unwrap();
        assert_eq!(read, Node::from_yaml("{ kind: images, folder: moons }").unwrap());
    }

    #[test]
    fn what_is_said_counts_more_than_what_is_guessed() {
        let settings = [("kind", "npz"), ("labels", "l")];
        let settings = settings.map(|(key, value)| (key.to_owned(), Node::Text(value.into())));
        let document = document(Path::new("."), "t.csv", &settings).unwrap();
        let text = |key| document.get(key).cloned();
        assert_eq!(text("path"), Some(Node::Text("t.csv".into())));
        assert_eq!(text("kind"), Some(Node::Text("npz".into())));
        assert_eq!(text("labels"), Some(Node::Text("l".into())));
    }
}
