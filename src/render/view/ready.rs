//! Parts of a view that many pages have.

use std::fmt;
use std::marker::PhantomData;

use serde::{Serialize, Serializer};
use tera::Value;

/// A part that is the same on many pages, made into what templates read once. Giving it to a page copies a pointer.
pub struct Ready<T> {
    value: Value,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Ready<T> {
    /// Makes a part ready.
    pub fn new(part: &T) -> Self {
        Self { value: Value::from_serializable(part), of: PhantomData }
    }
}

impl<T: Serialize + Default> Default for Ready<T> {
    fn default() -> Self {
        Self::new(&T::default())
    }
}

impl<T> Clone for Ready<T> {
    fn clone(&self) -> Self {
        Self { value: self.value.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Ready<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T> Eq for Ready<T> {}

impl<T> fmt::Debug for Ready<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Serialize for Ready<T> {
    /// The engine takes a value it made before as it is.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
