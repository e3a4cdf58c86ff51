//! `NumPy`'s `.npy` format: a short text that says what follows, then the numbers.

use super::{Samples, features::Table, file};
use crate::Error;

/// An array in row order.
#[derive(Debug)]
pub(super) struct Array {
    pub(super) shape: Vec<u64>,
    kind: Kind,
    /// The file; its last bytes are the numbers.
    bytes: Vec<u8>,
    start: usize,
}

impl Array {
    pub(super) fn numbers(&self) -> impl ExactSizeIterator<Item = f64> {
        self.bytes[self.start..].chunks_exact(self.kind.size).map(|it| self.kind.number(it))
    }

    /// The numbers as features: bytes stay bytes.
    pub(super) fn into_table(mut self) -> Table {
        if let Kind { letter: 'u', size: 1, .. } = self.kind {
            self.bytes.drain(..self.start);
            return Table::bytes(self.bytes);
        }
        #[expect(clippy::cast_possible_truncation, reason = "features are in single precision")]
        Table::Numbers(self.numbers().map(|it| it as f32).collect())
    }
}

/// What an array's numbers are made of.
#[derive(Clone, Copy, Debug)]
struct Kind {
    /// `f`, `i`, `u` or `b`.
    letter: char,
    size: usize,
    big_endian: bool,
}

/// Reads an array of real numbers.
pub(super) fn parse(name: &str, bytes: Vec<u8>) -> Result<Array, Error> {
    if bytes.is_empty() {
        return Err(file::invalid(name, "is empty"));
    }
    let Some(rest) = bytes.strip_prefix(b"\x93NUMPY") else {
        return Err(file::invalid(name, "is not a .npy file: it must start with \\x93NUMPY"));
    };
    let (header, content) =
        split(rest).ok_or_else(|| file::invalid(name, "is cut off in its header"))?;
    let header = String::from_utf8_lossy(header);
    let unreadable =
        || file::invalid(name, format!("has a header that cannot be read: {}", header.trim()));
    let kind = value(&header, "descr").ok_or_else(unreadable)?;
    let kind = Kind::read(kind).ok_or_else(|| {
        let hint =
            "real numbers of 4 or 8 bytes and whole numbers are read; try .astype(\"float32\")";
        file::invalid(name, format!("holds numbers of type {kind}; {hint}"))
    })?;
    let shape = value(&header, "shape").and_then(shape).ok_or_else(unreadable)?;
    if value(&header, "fortran_order").ok_or_else(unreadable)? != "False" && shape.len() > 1 {
        return Err(file::invalid(
            name,
            "is stored column by column; save numpy.ascontiguousarray(…) instead",
        ));
    }
    let declared = shape.iter().try_fold(kind.size as u64, |size, it| size.checked_mul(*it));
    if declared != Some(content.len() as u64) {
        let (held, size) = (content.len(), kind.size);
        return Err(file::invalid(
            name,
            format!(
                "declares the shape {shape:?} of {size} bytes each but holds {held} bytes; is it cut off?"
            ),
        ));
    }
    Samples::fits(name, (content.len() / kind.size) as u64, 1)?;
    let start = bytes.len() - content.len();
    Ok(Array { shape, kind, bytes, start })
}

/// The header's text and what follows it.
fn split(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&[major, _], rest) = rest.split_first_chunk()?;
    let (length, rest) = if major < 2 {
        let (length, rest) = rest.split_first_chunk()?;
        (u32::from(u16::from_le_bytes(*length)), rest)
    } else {
        let (length, rest) = rest.split_first_chunk()?;
        (u32::from_le_bytes(*length), rest)
    };
    rest.split_at_checked(usize::try_from(length).ok()?)
}

/// The value of a key in the header, a Python dictionary such as
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, without quotes.
fn value<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = header.split_once(&format!("'{key}'"))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let (value, _) = match rest.chars().next()? {
        '(' => rest[1..].split_once(')')?,
        '\'' => rest[1..].split_once('\'')?,
        _ => rest.split_once([',', '}'])?,
    };
    Some(value.trim())
}

/// `3, 4` or `3,` or nothing at all, as between a tuple's brackets.
fn shape(text: &str) -> Option<Vec<u64>> {
    let text = text.trim().strip_suffix(',').unwrap_or(text.trim());
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(',').map(|it| it.trim().parse().ok()).collect()
}

impl Kind {
    /// Reads `<f4` and the like.
    fn read(text: &str) -> Option<Self> {
        let mut letters = text.chars();
        let big_endian = match letters.next()? {
            '<' | '|' => false,
            '=' => cfg!(target_endian = "big"),
            '>' => true,
            _ => return None,
        };
        let letter = letters.next()?;
        let size = letters.as_str().parse().ok()?;
        let known = matches!((letter, size), ('f', 4 | 8) | ('i' | 'u', 1 | 2 | 4 | 8) | ('b', 1));
        known.then_some(Self { letter, size, big_endian })
    }

    /// One number. Whole numbers beyond 2^53 are rounded.
    fn number(self, bytes: &[u8]) -> f64 {
        let join = |bits: u64, byte: &u8| bits << 8 | u64::from(*byte);
        let bits = if self.big_endian {
            bytes.iter().fold(0, join)
        } else {
            bytes.iter().rev().fold(0, join)
        };
        let unused = 64 - 8 * self.size;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_possible_wrap,
            reason = "the type says how many bits there are, and what they mean"
        )]
        match (self.letter, self.size) {
            ('f', 4) => f64::from(f32::from_bits(bits as u32)),
            ('f', _) => f64::from_bits(bits),
            ('i', _) => ((bits << unused) as i64 >> unused) as f64,
            _ => bits as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_number_is_read() {
        let cases: [(&str, &[u8], f64); 9] = [
            ("<f4", &1.5_f32.to_le_bytes(), 1.5),
            (">f4", &1.5_f32.to_be_bytes(), 1.5),
            ("<f8", &(-0.25_f64).to_le_bytes(), -0.25),
            ("|i1", &[0xff], -1.0),
            ("|u1", &[0xff], 255.0),
            (">i2", &(-300_i16).to_be_bytes(), -300.0),
            ("<u4", &4_000_000_000_u32.to_le_bytes(), 4e9),
            ("<i8", &(-5_i64).to_le_bytes(), -5.0),
            ("|b1", &[1], 1.0),
        ];
        for (kind, bytes, expected) in cases {
            let array = parse("t", npy(kind, "(1,)", bytes)).unwrap();
            let numbers: Vec<f64> = array.numbers().collect();
            assert_eq!((numbers, array.shape), (vec![expected], vec![1]), "{kind}");
        }
    }

    #[test]
    fn a_header_cut_off_anywhere_or_with_any_byte_changed_does_no_harm() {
        let whole = npy("<f4", "(2, 3)", &[0; 24]);
        for at in 0..whole.len() {
            assert!(parse("t", whole[..at].to_vec()).is_err(), "{at}");
            for byte in 0..=255 {
                let mut changed = whole.clone();
                changed[at] = byte;
                let _ = parse("t", changed);
            }
        }
    }

    #[test]
    fn a_shape_larger_than_the_file_is_refused_before_memory_is_taken() {
        let bytes = npy("<f8", "(4294967296, 4294967296)", &[0; 8]);
        let error = parse("t.npy", bytes).unwrap_err().to_string();
        assert!(error.starts_with("t.npy: declares the shape"), "{error}");
    }

    fn npy(kind: &str, shape: &str, content: &[u8]) -> Vec<u8> {
        let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}\n");
        let length = u16::try_from(header.len()).unwrap().to_le_bytes();
        [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), content].concat()
    }
}
