//! Parquet.

use std::{fs, ops, path::Path, sync::Arc};

use parquet::{
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    file::writer::{SerializedColumnWriter, SerializedFileWriter},
    schema::parser::parse_message_type,
};
use tempfile::TempDir;
use trainer::{Range, Summary};

use super::{put, read, sizes, told};

const ARROW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files/arrow");

#[test]
fn tables_written_by_arrow_are_read_whatever_packs_them() {
    let folder = TempDir::new().unwrap();
    for name in ["snappy", "zstd"] {
        put(&folder, "t", &arrow(name));
        let data = read(&folder, "{ kind: parquet, path: t }").unwrap();
        assert_eq!(sizes(&data), [10, 2, 4, 3]);
        let Summary::Classes(classes) = data.summary() else { panic!() };
        assert_eq!(
            classes.iter().map(|it| &it.name[..]).collect::<Vec<_>>(),
            ["ant", "bee", "cow"]
        );
    }
    put(&folder, "t", &arrow("gzip"));
    let told = told(read(&folder, "{ kind: parquet, path: t }"));
    assert!(
        told.contains("t: is not a Parquet file, or a damaged one: ") && told.contains("flate2"),
        "{told}"
    );
}

#[test]
fn numbers_keep_their_values_across_groups_of_rows() {
    let folder = TempDir::new().unwrap();
    let table = [
        ("required int64 x;", Column::Wholes((0..40).collect())),
        ("optional int32 large (UINT_32);", Column::Maybe([Some(5), Some(-1)].repeat(20))),
        ("required boolean yes;", Column::Flags([true, false].repeat(20))),
        ("required int64 whole;", Column::Wholes([-7, 1 << 40].repeat(20))),
        ("required double real;", Column::Reals([-1.5, 2.5].repeat(20))),
    ];
    put(&folder, "t", &written(&table, 7));
    let text = "{ kind: parquet, path: t, target: [real, large, yes, whole], task: regression }";
    let data = read(&folder, text).unwrap();
    assert_eq!(sizes(&data), [32, 8, 1, 4]);
    let ranges = [[-1.5, 2.5], [5.0, 4_294_967_295.0], [0.0, 1.0], [-7.0, 1_099_511_627_776.0]];
    let ranges = ranges.map(|[min, max]| Range { min, max }).to_vec();
    assert_eq!(data.summary(), Summary::Numbers(ranges));
}

#[test]
fn a_column_of_any_kind_can_hold_the_classes() {
    let folder = TempDir::new().unwrap();
    let table = [
        ("required boolean yes;", Column::Flags(vec![true, false, true, false])),
        ("required int64 whole;", Column::Wholes(vec![7, -7, 9, 7])),
        ("required double real;", Column::Reals(vec![0.5, 0.25, 0.5, 0.5])),
    ];
    put(&folder, "t", &written(&table, 2));
    for (column, names) in [("yes", ["0", "1"]), ("real", ["0.25", "0.5"])] {
        let text =
            format!("{{ kind: parquet, path: t, target: {column}, seed: 1, validation: 0.25 }}");
        let Summary::Classes(classes) = read(&folder, &text).unwrap().summary() else { panic!() };
        assert_eq!(classes.iter().map(|it| &it.name[..]).collect::<Vec<_>>(), names);
    }
}

#[test]
fn every_mistake_in_a_table_is_named_with_its_place() {
    let numbers = || ("required double x;", Column::Reals(vec![1.0, 2.0, 3.0]));
    let classes = |kind| (kind, Column::Texts(vec!["a", "b", "a"]));
    let text = "required binary y (UTF8);";
    for (x, y, expected) in [
        (
            ("required double x;", Column::Reals(vec![1.0, 2.0, f64::NAN])),
            classes(text),
            "row 3, column \"x\": NaN is not a finite number",
        ),
        (
            ("required double x;", Column::Reals(vec![1.0, 1e99, 3.0])),
            classes(text),
            "row 2, column \"x\": inf is not a finite number",
        ),
        (
            ("optional int32 x;", Column::Maybe(vec![Some(1), Some(2), None])),
            classes(text),
            "row 3, column \"x\": is null",
        ),
        (
            classes("required binary x (UTF8);"),
            classes(text),
            "column \"x\" holds text; numbers are needed here; take it out, or turn it into numbers or text",
        ),
        (
            ("required int32 x (DATE);", Column::Maybe(vec![Some(1); 3])),
            classes(text),
            "column \"x\" holds values of type DATE; take it out, or turn it into numbers or text",
        ),
        (
            numbers(),
            (text, Column::Texts(vec!["a", "", "b"])),
            "row 2, column \"y\": the class is empty",
        ),
        (
            numbers(),
            ("required binary y;", Column::Bytes(vec![b"a", b"b", b"\xff"])),
            "row 3, column \"y\": is not UTF-8",
        ),
        (
            numbers(),
            ("required double y;", Column::Reals(vec![1.0, f64::INFINITY, 2.0])),
            "row 2, column \"y\": the class inf is not a finite number",
        ),
        (
            numbers(),
            (text, Column::Texts(vec!["a", "a", "a"])),
            "all rows to train on have the class 0; at least two classes are needed",
        ),
        (numbers(), (text, Column::Texts(vec![])), "holds no rows"),
    ] {
        let folder = TempDir::new().unwrap();
        put(&folder, "t", &written(&[x, y], 2));
        assert_eq!(told(read(&folder, "{ kind: parquet, path: t }")), format!("t: {expected}"));
    }
}

#[test]
fn a_table_cut_off_anywhere_or_with_any_byte_changed_does_no_harm() {
    let folder = TempDir::new().unwrap();
    let whole = arrow("snappy");
    for at in 0..whole.len() {
        put(&folder, "t", &whole[..at]);
        let told = told(read(&folder, "{ kind: parquet, path: t }"));
        assert!(told.starts_with("t: is not a Parquet file, or a damaged one: "), "{at}: {told}");
        let mut changed = whole.clone();
        changed[at] ^= 0xff;
        put(&folder, "t", &changed);
        let _ = read(&folder, "{ kind: parquet, path: t }");
    }
}

fn arrow(name: &str) -> Vec<u8> {
    fs::read(Path::new(ARROW).join(format!("{name}.parquet"))).unwrap()
}

/// What stands in a column.
enum Column {
    Flags(Vec<bool>),
    Wholes(Vec<i64>),
    Reals(Vec<f64>),
    Maybe(Vec<Option<i32>>),
    Texts(Vec<&'static str>),
    Bytes(Vec<&'static [u8]>),
}

/// A table with these columns, in groups of so many rows.
fn written(columns: &[(&str, Column)], group: usize) -> Vec<u8> {
    let schema: String = columns.iter().map(|it| it.0).collect();
    let schema = Arc::new(parse_message_type(&format!("message t {{ {schema} }}")).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::default()).unwrap();
    let rows = columns.iter().map(|it| it.1.rows()).min().unwrap();
    for first in (0..rows).step_by(group) {
        let mut chunk = writer.next_row_group().unwrap();
        for (kind, column) in columns {
            let mut into = chunk.next_column().unwrap().unwrap();
            column.write(kind.starts_with("optional"), first..rows.min(first + group), &mut into);
            into.close().unwrap();
        }
        chunk.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

impl Column {
    fn rows(&self) -> usize {
        match self {
            Self::Flags(it) => it.len(),
            Self::Wholes(it) => it.len(),
            Self::Reals(it) => it.len(),
            Self::Maybe(it) => it.len(),
            Self::Texts(it) => it.len(),
            Self::Bytes(it) => it.len(),
        }
    }

    fn write(
        &self,
        optional: bool,
        rows: ops::Range<usize>,
        into: &mut SerializedColumnWriter<'_>,
    ) {
        match self {
            Self::Flags(it) => put_values::<BoolType>(&it[rows], None, into),
            Self::Wholes(it) => put_values::<Int64Type>(&it[rows], None, into),
            Self::Reals(it) => put_values::<DoubleType>(&it[rows], None, into),
            Self::Maybe(it) => {
                let levels: Vec<i16> =
                    it[rows.clone()].iter().map(|it| it.is_some().into()).collect();
                let values: Vec<i32> = it[rows].iter().flatten().copied().collect();
                put_values::<Int32Type>(&values, optional.then_some(&levels), into);
            }
            Self::Texts(it) => {
                let texts: Vec<ByteArray> =
                    it[rows].iter().map(|it| ByteArray::from(*it)).collect();
                put_values::<ByteArrayType>(&texts, None, into);
            }
            Self::Bytes(it) => {
                let texts: Vec<ByteArray> =
                    it[rows].iter().map(|it| ByteArray::from(it.to_vec())).collect();
                put_values::<ByteArrayType>(&texts, None, into);
            }
        }
    }
}

fn put_values<T: DataType>(
    values: &[T::T],
    levels: Option<&Vec<i16>>,
    into: &mut SerializedColumnWriter<'_>,
) {
    into.typed::<T>().write_batch(values, levels.map(|it| &it[..]), None).unwrap();
}
