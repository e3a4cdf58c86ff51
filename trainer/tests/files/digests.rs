//! What files must contain.

use tempfile::TempDir;
use trainer::{Error, digest};

use super::{cifar::ten, put, read};

const TABLE: &[u8] = b"a,b\n1,x\n2,y\n3,x\n4,y\n";

/// The digest of something else.
const OTHER: &str = "ad65de17ea0c08b2ee3a2a5c96c1aa6eb5ce3d7e5d7b7d1a0b6d8e5d2a4f3f10";

#[test]
fn a_digest_is_what_sha256sum_writes() {
    let folder = TempDir::new().unwrap();
    put(&folder, "empty", b"");
    put(&folder, "abc", b"abc");
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(["empty", "abc"].map(|it| digest(folder.path(), it).unwrap()), [empty, abc]);
    put(&folder, "f/abc", b"abc");
    put(&folder, "f/in/empty", b"");
    put(&folder, "f/.hidden", b"x");
    put(&folder, "listing", format!("{abc}  abc\n{empty}  in/empty\n").as_bytes());
    assert_eq!(digest(folder.path(), "f").unwrap(), digest(folder.path(), "listing").unwrap());
}

#[test]
fn a_file_that_is_not_what_the_sweep_says_is_refused_with_both_digests() {
    let folder = TempDir::new().unwrap();
    put(&folder, "t.csv", TABLE);
    let held = digest(folder.path(), "t.csv").unwrap();
    let text =
        |digest: &str| format!("{{ kind: csv, path: t.csv, sha256: {{ t.csv: \"{digest}\" }} }}");
    assert!(read(&folder, &text(&held.to_uppercase())).is_ok());
    let Err(Error::Unreadable { path, problem }) = read(&folder, &text(OTHER)) else { panic!() };
    let expected = format!("has the sha256 {held}, where the sweep asks for {OTHER}");
    assert_eq!((path.as_str(), problem), ("t.csv", expected));
}

#[test]
fn a_folder_changes_its_digest_with_every_file() {
    let folder = TempDir::new().unwrap();
    put(&folder, "c/data_batch_1.bin", &ten(5));
    let held = digest(folder.path(), "c").unwrap();
    let text = format!("{{ kind: cifar10, folder: c, sha256: {{ c: {held} }} }}");
    assert!(read(&folder, &text).is_ok());
    put(&folder, "c/data_batch_2.bin", &ten(1));
    assert!(matches!(read(&folder, &text), Err(Error::Unreadable { path, .. }) if path == "c"));
}
