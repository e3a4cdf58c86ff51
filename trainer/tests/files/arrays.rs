//! `NumPy`'s files.

use std::path::Path;

use search::config::{Matrix, Scale, Source, Target};
use tempfile::TempDir;
use trainer::{Data, Error};

use super::{load, put, told};

pub(crate) const NUMPY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/numpy");

#[test]
fn arrays_written_by_numpy_are_read() {
    for (features, labels) in [
        (("x.npy", None), ("y.npy", None)),
        (("plain.npz", Some("x")), ("plain.npz", Some("y"))),
        (("compressed.npz", Some("x")), ("compressed.npz", Some("y"))),
    ] {
        let data = numpy(Path::new(NUMPY), features, labels).unwrap();
        assert_eq!([data.training_samples(), data.validation_samples()], [10, 2]);
        assert_eq!([data.features(), data.outputs()], [2, 3]);
    }
}

#[test]
fn every_mistake_in_an_array_is_named() {
    let folder = TempDir::new().unwrap();
    let float = |shape: &str, values: &[f32]| {
        npy("<f4", shape, &values.iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<_>>())
    };
    put(&folder, "x", &float("(3, 1)", &[1.0, 2.0, 3.0]));
    put(&folder, "nan", &float("(3, 1)", &[1.0, f32::NAN, 3.0]));
    put(&folder, "four", &float("(4, 1)", &[1.0; 4]));
    put(&folder, "number", &float("()", &[1.0]));
    put(&folder, "wide", &float("(0, 4294967295, 4294967295, 4294967295)", &[]));
    put(&folder, "none", &float("(0,)", &[]));
    put(&folder, "cut", &float("(3, 1)", &[1.0]));
    put(&folder, "y", &npy("|u1", "(3,)", &[0, 1, 1]));
    put(&folder, "negative", &npy("|i1", "(3,)", &[0, 255, 1]));
    put(&folder, "half", &float("(3,)", &[0.0, 0.5, 1.0]));
    put(&folder, "empty", b"");
    put(&folder, "text", b"hello");
    for (x, y, expected) in [
        ("nan", "y", "nan: row 2, feature 1: NaN is not a finite number"),
        (
            "four",
            "y",
            "y: has the shape [3], which does not fit four of shape [4, 1]; labels have [rows]",
        ),
        ("number", "y", "number: is a single number; features have the shape [rows, columns]"),
        ("wide", "none", "wide: holds no rows"),
        (
            "cut",
            "y",
            "cut: declares the shape [3, 1] of 4 bytes each but holds 4 bytes; is it cut off?",
        ),
        ("x", "negative", "negative: row 2: the label -1 is not a whole number from 0 to 65535"),
        ("x", "half", "half: row 2: the label 0.5 is not a whole number from 0 to 65535"),
        ("empty", "y", "empty: is empty"),
        ("text", "y", "text: is not a .npy file: it must start with \\x93NUMPY"),
    ] {
        assert_eq!(told(numpy(folder.path(), (x, None), (y, None))), expected);
    }
}

#[test]
fn arrays_of_numpy_that_we_do_not_read_say_how_to_save_them() {
    let told = |x| told(numpy(Path::new(NUMPY), x, ("y.npy", None)));
    assert_eq!(
        told(("fortran.npy", None)),
        "fortran.npy: is stored column by column; save numpy.ascontiguousarray(…) instead"
    );
    assert!(told(("complex.npy", None)).starts_with("complex.npy: holds numbers of type <c8;"));
    assert!(told(("compressed.npz", Some("names"))).contains("holds numbers of type <U1;"));
    assert_eq!(
        told(("compressed.npz", Some("z"))),
        "compressed.npz: there is no array \"z\"; there are: x, y, names"
    );
    assert!(
        told(("x.npy", Some("x"))).starts_with("x.npy: is not an .npz archive, or a damaged one")
    );
}

pub(crate) fn numpy(
    folder: &Path,
    features: (&str, Option<&str>),
    labels: (&str, Option<&str>),
) -> Result<Data, Error> {
    let [features, labels] = [features, labels]
        .map(|(path, name)| Matrix { path: path.into(), name: name.map(Into::into) });
    load(folder, Source::Numpy { features, labels, target: Target::Class }, Scale::Standard)
}

pub(crate) fn npy(kind: &str, shape: &str, content: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n");
    let length = u16::try_from(header.len()).unwrap().to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), content].concat()
}
