//! Reads files below the data folder, compressed or not, without trusting what they declare.

use std::{
    fmt::Display,
    fs::File,
    io::{Read, Seek},
    path::{Component, Path},
};

use flate2::read::MultiGzDecoder;

use crate::Error;

/// The most bytes that a file may hold once it is decompressed: 8 GiB.
const BYTES_MAX: u64 = 1 << 33;

/// The file `path`, below `folder`. What the file system refuses may work on another worker.
pub(super) fn open(folder: &Path, path: &str) -> Result<File, Error> {
    let relative = Path::new(path);
    if !relative.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir)) {
        return Err(invalid(path, "does not lie below the data folder"));
    }
    let whole = folder.join(relative);
    let regular = whole.metadata().map_err(|error| unreadable(path, error))?.is_file();
    if !regular {
        return Err(unreadable(path, "is not a file"));
    }
    File::open(whole).map_err(|error| unreadable(path, error))
}

/// Everything in the file `path`, below `folder`; decompressed where gzip compressed it.
pub(super) fn read(folder: &Path, path: &str) -> Result<Vec<u8>, Error> {
    let mut file = open(folder, path)?;
    let mut magic = Vec::new();
    let read = Read::by_ref(&mut file).take(2).read_to_end(&mut magic);
    read.and_then(|_| file.rewind()).map_err(|error| unreadable(path, error))?;
    if magic != [0x1f, 0x8b] {
        return read_all(file)
            .map_err(|error| unreadable(path, error))
            .and_then(|it| fits(path, it));
    }
    let bytes = read_all(MultiGzDecoder::new(file)).map_err(|error| {
        invalid(path, format!("the compressed data is damaged or cut off: {error}"))
    })?;
    fits(path, bytes)
}

/// Everything that comes out of `reader`, but no more than a little above the limit.
pub(super) fn read_all(reader: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Refuses more bytes than the limit.
pub(super) fn fits(path: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    if bytes.len() as u64 > BYTES_MAX {
        return Err(invalid(path, format!("holds more than {BYTES_MAX} bytes")));
    }
    Ok(bytes)
}

/// The content of `path` cannot be used.
pub(super) fn invalid(path: &str, problem: impl Display) -> Error {
    Error::Invalid(format!("{path}: {problem}"))
}

fn unreadable(path: &str, problem: impl Display) -> Error {
    Error::Unreadable { path: path.to_owned(), problem: problem.to_string() }
}
