//! Single files that a command writes: whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// Writes a file. What was there before stays until the new one is whole.
///
/// # Errors
/// What the file system refused.
pub fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    write_file_with(path, |file| Ok(file.write_all(bytes)?))
}

/// Writes a file by a function, in the same way. If the function fails, nothing is there but what was before.
///
/// # Errors
/// What the file system refused, or the function.
pub fn write_file_with(path: &Path, write: impl FnOnce(&mut File) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let failed = || format!("`{}` cannot be written", path.display());
    // A pipe or a device is written to and not replaced.
    if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        let mut file = OpenOptions::new().write(true).open(path).with_context(failed)?;
        return write(&mut file).with_context(failed);
    }
    // Whoever writes through a link means the file behind it.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let part = part_beside(path).with_context(failed)?;
    let done = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).open(&part)?;
        write(&mut file)?;
        file.sync_all()?;
        fs::rename(&part, path)?;
        Ok(())
    })();
    if done.is_err() {
        let _gone = fs::remove_file(&part);
    }
    done.map_err(|error: anyhow::Error| error.context(failed()))
}

/// A name beside a file that nobody else takes.
fn part_beside(path: &Path) -> anyhow::Result<PathBuf> {
    let Some(name) = path.file_name() else { bail!("it is no name of a file") };
    let mut part = std::ffi::OsString::from(".");
    part.push(name);
    part.push(format!(".{}.part", std::process::id()));
    Ok(path.with_file_name(part))
}

/// Writes files into a folder that is new or empty.
///
/// # Errors
/// When the folder holds something, or what the file system refused.
pub fn write_folder(folder: &Path, files: Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    match fs::read_dir(folder) {
        Ok(mut found) => {
            if found.next().is_some() {
                bail!("the folder `{}` is not empty; name a new one", folder.display());
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder).with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
        }
        Err(error) => return Err(error).with_context(|| format!("`{}` cannot be written into", folder.display())),
    }
    files.into_iter().try_for_each(|(name, bytes)| write_file(&folder.join(name), &bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        write_file(&file, b"old").unwrap();
        let failed = write_file_with(&file, |it| {
            it.write_all(b"half")?;
            bail!("the disk is full")
        });
        assert!(format!("{:#}", failed.unwrap_err()).contains("the disk is full"));
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        write_file(&file, b"new").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"new");
    }

    #[test]
    fn a_folder_that_holds_something_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a/b");
        write_folder(&out, vec![("x.csv".to_owned(), b"1".to_vec())]).unwrap();
        assert!(write_folder(&out, vec![("y.csv".to_owned(), b"1".to_vec())]).is_err());
        assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    }
}
