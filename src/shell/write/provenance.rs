//! Whether an output folder was written on this machine, or came with a commit; and which of its files nobody touched since.
//!
//! A stranger may commit an output folder with a well-made marker and pages of his own. The marker's word that a page was made from
//! the right inputs is therefore believed only of a folder that carries an extended attribute with the marker's digest: git and
//! archives do not carry those. Without belief every page is made and compared, which is slower and never wrong.
//!
//! The attribute also notes the moment of the mark, by the file system's own clock, and the run of the machine. A file whose status
//! changed before that moment was not touched since: nobody can set that time. After a restart only the bytes tell, as a power cut may
//! have lost them.

/// A mark that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Files whose status changed before this moment have the bytes that were written. `None` if that is not known.
    pub(super) untouched_before: Option<(i64, i64)>,
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod attribute {
    use std::fs::{File, Metadata};
    use std::os::unix::fs::MetadataExt as _;
    use std::path::Path;

    use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};

    use super::Mark;

    const NAME: &str = "user.clausebook";

    /// Marks a folder. A file system without attributes keeps no mark.
    pub(in super::super) fn mark(folder: &Path, manifest: &str) {
        let Ok(folder) = File::open(folder) else { return };
        let value = super::value(manifest);
        let set = |value: &str| fsetxattr(&folder, NAME, value.as_bytes(), XattrFlags::empty());
        // Setting it stamps the folder with the file system's time, which the second setting notes.
        let stamped = set(&value).ok().and_then(|()| folder.metadata().ok());
        if let (Some(about), Some(run)) = (stamped, super::run_of_the_machine()) {
            let (seconds, nanos) = status_changed(&about);
            let _bytes_are_compared = set(&format!("{value} {seconds} {nanos} {run}"));
        }
    }

    /// The mark for this manifest.
    pub(in super::super) fn find(folder: &Path, manifest: &str) -> Option<Mark> {
        let mut buffer = [0_u8; 256];
        let size = File::open(folder).ok().and_then(|folder| fgetxattr(folder, NAME, &mut buffer[..]).ok())?;
        let text = std::str::from_utf8(buffer.get(..size)?).ok()?;
        let mut words = text.split(' ');
        if words.next()? != super::value(manifest) {
            return None;
        }
        let mut number = || words.next()?.parse().ok();
        let moment = number().zip(number());
        let same_run = words.next().is_some_and(|run| super::run_of_the_machine().as_deref() == Some(run));
        Some(Mark { untouched_before: moment.filter(|_| same_run) })
    }

    /// When the status of a file changed.
    pub(in super::super) fn status_changed(about: &Metadata) -> (i64, i64) {
        (about.ctime(), about.ctime_nsec())
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod attribute {
    use std::fs::Metadata;
    use std::path::Path;

    use super::Mark;

    /// Does nothing: there is nowhere to put a mark.
    pub(in super::super) fn mark(_folder: &Path, _manifest: &str) {}

    /// None.
    pub(in super::super) fn find(_folder: &Path, _manifest: &str) -> Option<Mark> {
        None
    }

    /// Not known.
    pub(in super::super) fn status_changed(_about: &Metadata) -> (i64, i64) {
        (i64::MAX, 0)
    }
}

/// What the mark says: the manifest, and which program wrote it, as one that was compiled anew may make other pages of the same inputs.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn value(manifest: &str) -> String {
    let program = std::env::current_exe().and_then(|it| it.metadata()).ok();
    let stamp = program.and_then(|it| Some((it.len(), it.modified().ok()?)));
    crate::base::Digest::of(format!("{stamp:?} {manifest}").as_bytes()).to_string()
}

/// Names the time since the machine was started, where there is a name for it.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn run_of_the_machine() -> Option<String> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    Some(text.trim().to_owned()).filter(|it| !it.is_empty() && !it.contains(' '))
}

pub(super) use attribute::{find, mark, status_changed};
