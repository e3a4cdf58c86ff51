//! What a file must contain, so that every worker trains on the same bytes.

use crate::document::{Fields, Node, Value};

/// What a file or a folder must contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The file or the folder, as the data set names it.
    pub path: String,
    /// Its SHA-256, in small hexadecimal digits. A folder's is that of its listing as `sha256sum` writes
    /// it: a line for each file below it, in the order of their paths.
    pub sha256: String,
}

impl Digest {
    /// Reads `sha256: { PATH: DIGEST }`, where each path is one of `paths`.
    pub(super) fn read(fields: &Fields<'_>, paths: &[&str]) -> Option<Vec<Self>> {
        fields.or("sha256", Vec::new(), |value| {
            let Node::Map(entries) = value.node else {
                return value
                    .note("expected a map from paths to digests, as in `{ data.csv: 9f86… }`");
            };
            let digest = |(path, node): &(String, Node)| {
                let at = Value::new(node, value.path.key(path), value.problems);
                if !paths.contains(&path.as_str()) {
                    let paths = paths.join(", ");
                    return at.note(format!("the data set does not read this; it reads {paths}"));
                }
                let text = at.text()?;
                if text.len() != 64 || !text.bytes().all(|it| it.is_ascii_hexdigit()) {
                    return at.note("must be 64 hexadecimal digits, as `sha256sum` writes them");
                }
                Some(Self { path: path.clone(), sha256: text.to_ascii_lowercase() })
            };
            // All of them are looked at, so that each mistake is told.
            entries.iter().map(digest).collect::<Vec<_>>().into_iter().collect()
        })
    }
}
