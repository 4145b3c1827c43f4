//! Whether an output folder was written on this machine, or came with a commit.
//!
//! A stranger may commit an output folder with a well-made marker and pages of his own. The marker's word that a page was made from
//! the right inputs is therefore believed only of a folder that carries an extended attribute with the marker's digest: git and
//! archives do not carry those. Without belief every page is made and compared, which is slower and never wrong.

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
mod attribute {
    use std::fs::File;
    use std::path::Path;

    use rustix::fs::{XattrFlags, fgetxattr, fsetxattr};

    const NAME: &str = "user.clausebook";

    /// Marks a folder. A file system without attributes keeps no mark.
    pub(in super::super) fn mark(folder: &Path, manifest: &str) {
        if let Ok(folder) = File::open(folder) {
            let value = super::value(manifest).to_string();
            let _without_attributes_slower = fsetxattr(folder, NAME, value.as_bytes(), XattrFlags::empty());
        }
    }

    /// Whether a folder bears the mark for this manifest.
    pub(in super::super) fn is_marked(folder: &Path, manifest: &str) -> bool {
        let mut value = [0_u8; 64];
        let found = File::open(folder).is_ok_and(|folder| fgetxattr(folder, NAME, &mut value[..]).is_ok_and(|size| size == 64));
        found && value == *super::value(manifest).to_string().as_bytes()
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
mod attribute {
    use std::path::Path;

    /// Does nothing: there is nowhere to put a mark.
    pub(in super::super) fn mark(_folder: &Path, _manifest: &str) {}

    /// Never.
    pub(in super::super) fn is_marked(_folder: &Path, _manifest: &str) -> bool {
        false
    }
}

/// What the mark says: the manifest, and which program wrote it, as one that was compiled anew may make other pages of the same inputs.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn value(manifest: &str) -> crate::base::Digest {
    let program = std::env::current_exe().and_then(|it| it.metadata()).ok();
    let stamp = program.and_then(|it| Some((it.len(), it.modified().ok()?)));
    crate::base::Digest::of(format!("{stamp:?} {manifest}").as_bytes())
}

pub(super) use attribute::{is_marked, mark};
