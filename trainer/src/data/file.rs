//! Reads files below the data folder, compressed or not, without trusting what they declare.

use std::{
    fmt::Display,
    fs::{self, File},
    io::{Read, Seek},
    path::{Component, Path, PathBuf},
};

use flate2::read::MultiGzDecoder;

use crate::Error;

/// The most bytes that a file may hold once it is decompressed: 8 GiB.
const BYTES_MAX: u64 = 1 << 33;

/// So deep a folder is looked through. A limit against links that lead round in a circle.
const DEPTH_MAX: usize = 16;

/// The file `path`, below `folder`. What the file system refuses may work on another worker.
pub(super) fn open(folder: &Path, path: &str) -> Result<File, Error> {
    let whole = place(folder, path)?;
    let regular = whole.metadata().map_err(|error| unreadable(path, error))?.is_file();
    if !regular {
        return Err(unreadable(path, "is not a file"));
    }
    File::open(whole).map_err(|error| unreadable(path, error))
}

/// Whether `path`, below `folder`, is a folder and not a file.
pub(super) fn is_folder(folder: &Path, path: &str) -> Result<bool, Error> {
    let found = place(folder, path)?.metadata().map_err(|error| unreadable(path, error))?;
    Ok(found.is_dir())
}

/// The names of the files in the folder `path`, in their order, without hidden ones.
pub(super) fn listed(folder: &Path, path: &str) -> Result<Vec<String>, Error> {
    names(folder, path, false)
}

/// The names of the folders in the folder `path`, in their order, without hidden ones.
pub(super) fn folders(folder: &Path, path: &str) -> Result<Vec<String>, Error> {
    names(folder, path, true)
}

/// The paths of all files below the folder `path`, in their order, without hidden ones.
pub(super) fn below(folder: &Path, path: &str) -> Result<Vec<String>, Error> {
    let (mut found, mut waiting) = (listed(folder, path)?, folders(folder, path)?);
    while let Some(inner) = waiting.pop() {
        let whole = format!("{path}/{inner}");
        if inner.split('/').count() > DEPTH_MAX {
            return Err(invalid(&whole, format!("lies more than {DEPTH_MAX} folders deep")));
        }
        let within = |it: String| format!("{inner}/{it}");
        found.extend(listed(folder, &whole)?.into_iter().map(within));
        waiting.extend(folders(folder, &whole)?.into_iter().map(within));
    }
    found.sort_unstable();
    Ok(found)
}

fn names(folder: &Path, path: &str, folders: bool) -> Result<Vec<String>, Error> {
    let failed = |error| unreadable(path, error);
    let mut names = Vec::new();
    for entry in fs::read_dir(place(folder, path)?).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(name) = entry.file_name().into_string() else {
            let name = entry.file_name();
            let name = name.display();
            return Err(invalid(path, format!("holds {name}, whose name is not UTF-8")));
        };
        if !name.starts_with('.') && entry.path().is_dir() == folders {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Where `path` is.
fn place(folder: &Path, path: &str) -> Result<PathBuf, Error> {
    let relative = Path::new(path);
    if !relative.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir)) {
        return Err(invalid(path, "does not lie below the data folder"));
    }
    Ok(folder.join(relative))
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

/// `path` cannot be used here, but perhaps elsewhere.
pub(super) fn unreadable(path: &str, problem: impl Display) -> Error {
    Error::Unreadable { path: path.to_owned(), problem: problem.to_string() }
}
