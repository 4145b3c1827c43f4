//! Raw objects of one repository, read from its object database. Trees are kept for a while, as neighbouring commits share them.
//!
//! An `Objects` belongs to one thread; for more threads open the repository more than once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Once;

use git2::{ErrorCode, ObjectFormat, ObjectType, Odb, Oid, Repository};

use super::packs::{Ahead, PackReader, Store};

/// Largest commit, tag or tree that is read, in bytes. A tree of this size has some 500,000 entries.
const MAX_OBJECT: usize = 32 << 20;
/// How many bytes of trees are kept before the older half is dropped.
const KEPT_TREES: usize = 16 << 20;

/// Why an object cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NotRead {
    /// It is not there.
    Missing(Oid),
    /// It is there and not what it should be. Holds the reason.
    Damaged(Oid, String),
    /// The history holds more than is ever read.
    TooMuch,
}

impl NotRead {
    /// In words.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Missing(id) => format!("object {id} is missing"),
            Self::Damaged(id, why) => format!("object {id}: {why}"),
            Self::TooMuch => String::from("it holds more changes than are ever read"),
        }
    }
}

/// The objects of a repository.
pub(super) struct Objects<'r> {
    odb: Odb<'r>,
    packs: Option<RefCell<PackReader<'r>>>,
    ahead: Option<&'r Ahead>,
    format: ObjectFormat,
    trees: RefCell<Kept>,
}

#[derive(Default)]
struct Kept {
    young: BTreeMap<Oid, Rc<[u8]>>,
    old: BTreeMap<Oid, Rc<[u8]>>,
    bytes: usize,
}

impl<'r> Objects<'r> {
    /// Opens the object database.
    pub(super) fn new(repository: &'r Repository) -> Result<Self, git2::Error> {
        set_up();
        Ok(Self {
            odb: repository.odb()?,
            packs: None,
            ahead: None,
            format: repository.object_format(),
            trees: RefCell::default(),
        })
    }

    /// The same with its packs at hand, to read much.
    pub(super) fn of_store(repository: &'r Repository, store: &'r Store) -> Result<Self, git2::Error> {
        let packs = Some(RefCell::new(PackReader::new(&store.packs)));
        Ok(Self { packs, ahead: Some(&store.ahead), ..Self::new(repository)? })
    }

    /// How many commits were read ahead.
    pub(super) fn n_ahead(&self) -> usize {
        self.ahead.map_or(0, Ahead::len)
    }

    /// The place of a commit among those that were read ahead.
    pub(super) fn ahead(&self, id: Oid) -> Option<usize> {
        self.ahead?.find(id)
    }

    /// How many bytes an id has within a tree.
    pub(super) fn id_len(&self) -> usize {
        match self.format {
            ObjectFormat::Sha1 => 20,
            ObjectFormat::Sha256 => 32,
        }
    }

    /// Reads an id in hexadecimal; all digits are wanted.
    pub(super) fn id(&self, hex: &[u8]) -> Option<Oid> {
        let text = std::str::from_utf8(hex).ok().filter(|it| it.len() == self.id_len() * 2)?;
        Oid::from_str_ext(text, self.format).ok()
    }

    /// The bytes of a commit.
    pub(super) fn commit(&self, id: Oid) -> Result<Rc<[u8]>, NotRead> {
        if let Some(bytes) = self.ahead.and_then(|it| Some(it.bytes(it.find(id)?))) {
            return Ok(bytes.into());
        }
        self.read(id, ObjectType::Commit, MAX_OBJECT)
    }

    /// The bytes of a tag.
    pub(super) fn tag(&self, id: Oid) -> Result<Rc<[u8]>, NotRead> {
        self.read(id, ObjectType::Tag, MAX_OBJECT)
    }

    /// The bytes of a blob; `None` if it is larger than the limit.
    pub(super) fn blob(&self, id: Oid, limit: usize) -> Result<Option<Rc<[u8]>>, NotRead> {
        if let Some(bytes) = self.packed(id, ObjectType::Blob, limit) {
            return Ok(Some(bytes));
        }
        let (size, _) = self.odb.read_header(id).map_err(|error| not_read(id, &error))?;
        if size > limit { Ok(None) } else { self.read(id, ObjectType::Blob, limit).map(Some) }
    }

    /// How many bytes an object has.
    pub(super) fn size(&self, id: Oid) -> Result<usize, NotRead> {
        self.odb.read_header(id).map(|it| it.0).map_err(|error| not_read(id, &error))
    }

    /// What kind of object an id leads to.
    pub(super) fn kind(&self, id: Oid) -> Result<ObjectType, NotRead> {
        self.odb.read_header(id).map(|it| it.1).map_err(|error| not_read(id, &error))
    }

    /// The bytes of a tree.
    pub(super) fn tree(&self, id: Oid) -> Result<Rc<[u8]>, NotRead> {
        let mut kept = self.trees.borrow_mut();
        if let Some(tree) = kept.young.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let tree: Rc<[u8]> = match kept.old.remove(&id) {
            Some(tree) => tree,
            None => self.read(id, ObjectType::Tree, MAX_OBJECT)?,
        };
        kept.bytes += tree.len();
        if kept.bytes > KEPT_TREES {
            kept.old = std::mem::take(&mut kept.young);
            kept.bytes = tree.len();
        }
        kept.young.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// An object from a pack, if it is there and is what its id says.
    fn packed(&self, id: Oid, kind: ObjectType, limit: usize) -> Option<Rc<[u8]>> {
        let (found, bytes) = self.packs.as_ref()?.borrow_mut().read(id.as_bytes(), limit)?;
        (found == kind && self.is_it(id, kind, &bytes)).then_some(bytes)
    }

    fn is_it(&self, id: Oid, kind: ObjectType, bytes: &[u8]) -> bool {
        is_it(self.format, id, kind, bytes)
    }

    fn read(&self, id: Oid, kind: ObjectType, limit: usize) -> Result<Rc<[u8]>, NotRead> {
        if let Some(bytes) = self.packed(id, kind, limit) {
            return Ok(bytes);
        }
        let fail = |error: git2::Error| not_read(id, &error);
        let (size, found) = self.odb.read_header(id).map_err(fail)?;
        if found != kind {
            return Err(NotRead::Damaged(id, format!("it is a {found} where a {kind} is expected")));
        }
        if size > limit {
            return Err(NotRead::Damaged(id, format!("it is larger than {limit} bytes")));
        }
        let object = self.odb.read(id).map_err(fail)?;
        let bytes: Rc<[u8]> = object.data().into();
        if self.is_it(id, kind, &bytes) {
            Ok(bytes)
        } else {
            Err(NotRead::Damaged(id, String::from("its bytes are others than its id says")))
        }
    }
}

/// Whether an object is what its id says.
pub(super) fn is_it(format: ObjectFormat, id: Oid, kind: ObjectType, bytes: &[u8]) -> bool {
    match format {
        ObjectFormat::Sha1 => is_sum_of::<sha1::Sha1>(id, kind, bytes),
        ObjectFormat::Sha256 => is_sum_of::<sha2::Sha256>(id, kind, bytes),
    }
}

/// Whether an id is that of the bytes. Git itself does not look; here texts are proof.
fn is_sum_of<D: sha2::Digest>(id: Oid, kind: ObjectType, bytes: &[u8]) -> bool {
    let mut sum = D::new();
    sum.update(format!("{kind} {}\0", bytes.len()));
    sum.update(bytes);
    sum.finalize().as_slice() == id.as_bytes()
}

/// Sums are checked here, several times faster than libgit2 would do it, and trees are kept here.
fn set_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        git2::opts::strict_hash_verification(false);
        git2::opts::enable_caching(false);
    });
}

fn not_read(id: Oid, error: &git2::Error) -> NotRead {
    if error.code() == ErrorCode::NotFound { NotRead::Missing(id) } else { NotRead::Damaged(id, error.message().to_owned()) }
}
