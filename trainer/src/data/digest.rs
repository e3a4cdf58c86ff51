//! What a file contains, in 64 digits, so that every worker trains on the same bytes.

use std::{fmt::Write as _, io::Read as _, path::Path};

use search::config::Digest;
use sha2::{Digest as _, Sha256};

use super::{Samples, file};
use crate::Error;

/// The SHA-256 of a file below `folder`; of a folder there, that of its listing as `sha256sum` writes
/// it: `DIGEST  PATH` on a line for each file below it, in the order of their paths. Files whose names
/// begin with a dot do not count.
pub fn digest(folder: &Path, path: &str) -> Result<String, Error> {
    if !file::is_folder(folder, path)? {
        return of_file(folder, path);
    }
    let mut listing = String::new();
    for name in file::below(folder, path)? {
        let digest = of_file(folder, &format!("{path}/{name}"))?;
        writeln!(listing, "{digest}  {name}").expect("memory takes what is written");
    }
    Ok(hexadecimal(&Sha256::digest(listing)))
}

/// Refuses files that are not what the sweep says. Another worker may have the right ones.
pub(super) fn check(digests: &[Digest], folder: &Path) -> Result<(), Error> {
    for Digest { path, sha256 } in digests {
        let held = digest(folder, path)?;
        if held != *sha256 {
            let problem = format!("has the sha256 {held}, where the sweep asks for {sha256}");
            return Err(file::unreadable(path, problem));
        }
    }
    Ok(())
}

/// That of the numbers in the parts of a data set, row by row.
pub(super) fn of_parts(parts: [&Samples; 2]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        part.digest(&mut |bytes| hash.update(bytes));
    }
    hexadecimal(&hash.finalize())
}

fn of_file(folder: &Path, path: &str) -> Result<String, Error> {
    let mut file = file::open(folder, path)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer).map_err(|error| file::unreadable(path, error))? {
            0 => return Ok(hexadecimal(&hash.finalize())),
            read => hash.update(&buffer[..read]),
        }
    }
}

/// Bytes as people write them.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("memory takes what is written");
        text
    })
}
