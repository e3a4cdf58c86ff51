//! The folder in which checkpoints lie: files that are either whole or not there, and go when they are old.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use parking_lot::Mutex;
use uuid::Uuid;

use crate::clock;

/// How a checkpoint's file ends, after the trial's name. Nobody else's files end so: these are removed by age.
const ENDING: &str = ".ratesmith.safetensors";
/// How a file ends while it is written.
const PARTIAL: &str = ".ratesmith.partial";

/// A trial that nobody has taken up for so long was cancelled, or its sweep removed.
const OLD: Duration = Duration::from_hours(24 * 14);
/// So often it is looked whether there are such.
const TIDYING: Duration = Duration::from_hours(24);

/// The folder in which checkpoints lie.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    tidied: Mutex<Option<std::time::Instant>>,
}

impl Folder {
    /// Creates it where it is not there, and sees that it can be written to.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let folder = Self { path: path.to_owned(), tidied: Mutex::new(None) };
        let trial = folder.partial();
        File::create_new(&trial)?;
        fs::remove_file(trial)?;
        Ok(folder)
    }

    /// Whether a file can have the name of this trial. Coordinators give UUIDs.
    pub(super) fn can_hold(trial: &str) -> bool {
        let plain = |it: char| it.is_ascii_alphanumeric() || it == '-' || it == '_';
        (1..=100).contains(&trial.len()) && trial.chars().all(plain)
    }

    /// Where the checkpoint of a trial lies.
    pub(super) fn path(&self, trial: &str) -> PathBuf {
        self.path.join(format!("{trial}{ENDING}"))
    }

    /// The checkpoint of a trial, if there is one.
    pub(super) fn read(&self, trial: &str) -> io::Result<Option<Vec<u8>>> {
        found(fs::read(self.path(trial)))
    }

    /// Writes the checkpoint of a trial in the place of an older one. Whatever happens meanwhile, one of the two is there,
    /// and whole.
    pub(super) fn write(&self, trial: &str, checkpoint: &[u8]) -> io::Result<()> {
        let partial = self.partial();
        let written = File::create_new(&partial).and_then(|mut file| {
            file.write_all(checkpoint)?;
            file.sync_all()?;
            fs::rename(&partial, self.path(trial))
        });
        if written.is_err() {
            // Where the disk is full, this one is to blame as well.
            fs::remove_file(&partial).ok();
            return written;
        }
        self.sync()
    }

    /// Removes the checkpoint of a trial, if there is one.
    pub(super) fn remove(&self, trial: &str) -> io::Result<()> {
        found(fs::remove_file(self.path(trial))).map(|_| ())
    }

    /// Removes what is [`OLD`], once a day. Files of others are none of ours.
    pub(super) fn tidy(&self) {
        let now = clock::now();
        let mut tidied = self.tidied.lock();
        if tidied.is_some_and(|it| now - it < TIDYING) {
            return;
        }
        *tidied = Some(now);
        if let Err(error) = self.remove_older_than(OLD) {
            let path = self.path.display();
            tracing::warn!("old checkpoints in {path} cannot be removed: {error}");
        }
    }

    fn remove_older_than(&self, age: Duration) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name();
            let is_ours =
                name.to_str().is_some_and(|it| it.ends_with(ENDING) || it.ends_with(PARTIAL));
            // Another worker may remove it first.
            let Some(about) = found(entry.metadata())? else { continue };
            if is_ours && about.is_file() && clock::age(about.modified()?) > age {
                found(fs::remove_file(entry.path()))?;
                tracing::info!("{} is removed: nobody came back for it", entry.path().display());
            }
        }
        Ok(())
    }

    /// A name that no other file has, not even one that another worker writes.
    fn partial(&self) -> PathBuf {
        self.path.join(format!(".{}{PARTIAL}", Uuid::now_v7()))
    }

    /// Makes new names survive a power failure, where folders can be synced.
    #[cfg(unix)]
    fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }

    #[cfg(not(unix))]
    fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

/// What is not there is no error.
fn found<T>(outcome: io::Result<T>) -> io::Result<Option<T>> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_checkpoint_is_there_until_it_is_removed() {
        let (_kept, folder) = folder();
        assert_eq!(folder.read("a").unwrap(), None);
        folder.write("a", b"one").unwrap();
        folder.write("a", b"two").unwrap();
        assert_eq!(folder.read("a").unwrap(), Some(b"two".to_vec()));
        folder.remove("a").unwrap();
        folder.remove("a").unwrap();
        assert_eq!(names(&folder), [""; 0], "nothing else is left either");
    }

    #[test]
    fn what_cannot_be_written_leaves_what_was_there() {
        let (_kept, folder) = folder();
        folder.write("a", b"one").unwrap();
        fs::create_dir_all(folder.path("b").join("in the way")).unwrap();
        folder.write("b", b"two").unwrap_err();
        assert_eq!(folder.read("a").unwrap(), Some(b"one".to_vec()));
        assert!(!names(&folder).iter().any(|it| it.ends_with(PARTIAL)));
    }

    #[test]
    fn old_checkpoints_go_and_files_of_others_stay() {
        let (_kept, folder) = folder();
        folder.write("new", b"").unwrap();
        let old = ["old.ratesmith.safetensors", ".x.ratesmith.partial", "model.safetensors"];
        for name in old {
            let file = File::create_new(folder.path.join(name)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        }
        folder.tidy();
        assert_eq!(names(&folder), ["model.safetensors", "new.ratesmith.safetensors"]);
    }

    #[test]
    fn a_trial_whose_name_leads_elsewhere_has_no_file() {
        for trial in ["", "..", "a/b", "/etc/passwd", "a\\b", "c:d", &"x".repeat(101)] {
            assert!(!Folder::can_hold(trial), "{trial}");
        }
        assert!(Folder::can_hold("0193f4a2-7c1d-7f00-8000-0123456789ab"));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error() {
        let (kept, _) = folder();
        let file = kept.path().join("file");
        File::create_new(&file).unwrap();
        Folder::open(&file.join("below")).unwrap_err();
    }

    fn folder() -> (TempDir, Folder) {
        let kept = TempDir::new().unwrap();
        let folder = Folder::open(&kept.path().join("not/there/yet")).unwrap();
        (kept, folder)
    }

    fn names(folder: &Folder) -> Vec<String> {
        let entries = fs::read_dir(&folder.path).unwrap();
        let mut names: Vec<String> =
            entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    }
}
