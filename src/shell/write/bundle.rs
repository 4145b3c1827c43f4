//! A site to one zip, for those who read it away from the network. The same site gives the same bytes.
//!
//! All lies in one folder, so that unpacking fills nobody's desktop. A list of SHA-256 sums closes it, in the format of `sha256sum`.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use anyhow::{Context as _, ensure};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::manifest::pour;
use crate::base::Date;
use crate::pipeline::parallel;
use crate::pipeline::site::{Content, SiteFile};
use crate::shell::anchor::{Anchor, NotOpened};
use crate::shell::file::write_file_with;
use crate::shell::git::Blobs;

/// The comment at the end of a zip that says who made it. The number is the format's.
const COMMENT: &str = "clausebook-bundle 1";
/// First bytes of a zip that holds something.
const MAGIC: &[u8; 4] = b"PK\x03\x04";
/// First lines of a document that stands alone.
const DOCUMENT: &str = "<!doctype html>\n<!--clausebook document 1-->\n";
/// Name of the list of sums.
const SUMS: &str = "SHA256SUMS";
/// How hard deflate tries: what most zips are made with.
const LEVEL: i64 = 6;
/// How many files are made at once, so that all cores work and memory does not grow with the site.
const AT_ONCE: usize = 64;

/// What becomes a zip.
#[derive(Clone, Copy, Debug)]
pub struct Bundle<'a> {
    /// The folder that all lies in.
    pub folder: &'a str,
    /// The day of all files in it.
    pub day: Date,
    /// The folder of the SMS, from which attachments are copied.
    pub root: &'a Path,
    /// The files of the site.
    pub files: &'a [SiteFile],
}

/// What became a zip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bundled {
    /// Files of the site; the list of sums is not one.
    pub files: usize,
    /// Size of the zip in bytes.
    pub bytes: u64,
}

/// Whether a file is a zip that [`write_bundle`] made.
///
/// # Errors
/// What the file system refused, such as a file that is not there.
pub fn is_bundle(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let length = (MAGIC.len() + COMMENT.len()) as u64;
    if !file.metadata()?.is_file() || size < length {
        return Ok(false);
    }
    let mut ends = [0; MAGIC.len() + COMMENT.len()];
    let (head, tail) = ends.split_at_mut(MAGIC.len());
    file.read_exact(head)?;
    file.seek(SeekFrom::Start(size - COMMENT.len() as u64))?;
    file.read_exact(tail)?;
    Ok(head == MAGIC && tail == COMMENT.as_bytes())
}

/// Whether a file is a document that stands alone, as `theme/templates/single.html` begins it.
///
/// # Errors
/// What the file system refused, such as a file that is not there.
pub fn is_document(path: &Path) -> io::Result<bool> {
    let mut head = String::new();
    File::open(path)?.take(DOCUMENT.len() as u64).read_to_string(&mut head)?;
    Ok(head == DOCUMENT)
}

/// Writes a site as a zip, whole or not at all. What was at `out` before stays until the new one is whole.
///
/// # Errors
/// What the file system refused, an attachment that is not there any more, or two files at one address.
pub fn write_bundle(out: &Path, bundle: &Bundle<'_>) -> anyhow::Result<Bundled> {
    super::check_addresses(bundle.files)?;
    let taken = bundle.files.iter().any(|it| it.path.as_str().eq_ignore_ascii_case(SUMS));
    ensure!(!taken, "no file of the site can have the address `{SUMS}`");
    let root = Anchor::open(bundle.root).with_context(|| format!("the folder `{}` cannot be opened", bundle.root.display()))?;
    let blobs = Blobs::of(root.path());
    let mut bytes = 0;
    write_file_with(out, |file| {
        let mut packed = Packing::new(BufWriter::new(file), bundle)?;
        for some in bundle.files.chunks(AT_ONCE) {
            let made = parallel::map(some, |it| it.make(&|blob| blobs.read(blob).ok()));
            for (file, content) in some.iter().zip(made) {
                let path = file.path.as_str();
                packed.add_content(path, content, (&root, &blobs)).with_context(|| format!("`{path}` cannot be written"))?;
            }
        }
        bytes = packed.finish()?;
        Ok(())
    })?;
    Ok(Bundled { files: bundle.files.len(), bytes })
}

/// A zip that is being written.
struct Packing<'a> {
    zip: ZipWriter<BufWriter<&'a mut File>>,
    options: SimpleFileOptions,
    folder: &'a str,
    sums: String,
}

impl<'a> Packing<'a> {
    fn new(to: BufWriter<&'a mut File>, bundle: &Bundle<'a>) -> anyhow::Result<Self> {
        let mut zip = ZipWriter::new(to);
        zip.set_comment(COMMENT)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(time(bundle.day))
            .unix_permissions(0o644);
        Ok(Self { zip, options, folder: bundle.folder, sums: String::new() })
    }

    fn add_content(&mut self, path: &str, content: Content, (root, blobs): (&Anchor, &Blobs)) -> anyhow::Result<()> {
        match content {
            Content::Bytes(bytes) | Content::Provisional(bytes) => self.add(path, &mut &*bytes),
            Content::File(from) => {
                let (file, _) = root.file(from.as_str()).map_err(NotOpened::into_io)?;
                self.add(path, &mut BufReader::new(file))
            }
            Content::Blob(blob) => {
                let bytes = blobs.read(&blob).with_context(|| format!("the attachment with id {blob} cannot be read"))?;
                self.add(path, &mut &*bytes)
            }
        }
    }

    fn add(&mut self, path: &str, from: &mut impl io::Read) -> anyhow::Result<()> {
        self.zip.start_file(format!("{}/{path}", self.folder), self.options)?;
        let (sum, _) = pour(from, &mut self.zip)?;
        self.sums.push_str(&format!("{sum}  {path}\n"));
        Ok(())
    }

    fn finish(mut self) -> anyhow::Result<u64> {
        let sums = std::mem::take(&mut self.sums);
        self.add(SUMS, &mut sums.as_bytes())?;
        let mut to = self.zip.finish()?;
        to.flush()?;
        Ok(to.stream_position()?)
    }
}

/// Midnight of a day; the earliest one that a zip can tell for days it cannot.
fn time(day: Date) -> DateTime {
    let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
    let (Ok(year), Ok(month), Ok(day)) = parts else { return DateTime::default() };
    DateTime::from_date_and_time(year, month, day, 0, 0, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::SitePath;

    fn bundle<'a>(root: &'a Path, files: &'a [SiteFile]) -> Bundle<'a> {
        Bundle { folder: "handbook", day: Date::parse("2026-07-01").unwrap(), root, files }
    }

    #[test]
    fn only_what_this_wrote_is_a_bundle() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.zip");
        assert!(is_bundle(&out).is_err());
        let page = || SiteFile::made(SitePath::new("a.html"), None, || Content::Bytes(b"page".to_vec()));
        let written = write_bundle(&out, &bundle(folder.path(), &[page()])).unwrap();
        assert_eq!((written.files, written.bytes), (1, std::fs::metadata(&out).unwrap().len()));
        assert!(is_bundle(&out).unwrap());
        for other in [&b"PK\x03\x04"[..], b"PK\x03\x04 some other zip with a longer comment", b"clausebook-bundle 1"] {
            std::fs::write(&out, other).unwrap();
            assert!(!is_bundle(&out).unwrap());
        }
        assert!(!is_bundle(folder.path()).is_ok_and(|it| it));
    }

    #[test]
    fn a_file_that_is_gone_leaves_the_old_bundle() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.zip");
        std::fs::write(&out, b"old").unwrap();
        let gone = Content::File(crate::base::RepoPath::new("gone.pdf").unwrap());
        let files = [SiteFile::copy(SitePath::new("files/gone.pdf"), gone)];
        let error = write_bundle(&out, &bundle(folder.path(), &files)).unwrap_err();
        assert!(format!("{error:#}").contains("files/gone.pdf"), "{error:#}");
        assert_eq!(std::fs::read(&out).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let taken = [SiteFile::made(SitePath::new("sha256sums"), None, || Content::Bytes(Vec::new()))];
        assert!(write_bundle(&out, &bundle(folder.path(), &taken)).is_err());
    }

    #[test]
    fn days_that_a_zip_cannot_tell_become_its_first() {
        let of = |text| time(Date::parse(text).unwrap());
        assert_eq!((of("1970-01-01"), of("2200-01-01")), (DateTime::default(), DateTime::default()));
        assert_eq!((of("2026-07-01").year(), of("2026-07-01").month(), of("2026-07-01").day()), (2026, 7, 1));
    }
}
