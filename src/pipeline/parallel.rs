//! The one place with threads: maps over independent items, results in the order of the items, and pairs of independent works.

use rayon::prelude::*;

/// Items that one thread takes at a time. Without a limit a thread keeps an eighth of all, and the others wait for it in the end.
const AT_ONCE: usize = 8;

/// Maps every item on all cores. The result does not depend on how many there are.
pub fn map<T: Sync, U: Send>(items: &[T], f: impl Fn(&T) -> U + Sync + Send) -> Vec<U> {
    items.par_iter().with_max_len(AT_ONCE).map(f).collect()
}

/// Does two things that have nothing to do with each other, at once where there are threads for it.
pub fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    rayon::join(a, b)
}

/// Sets how many threads there are. Counts only before the first map; says whether it did.
pub fn limit(threads: usize) -> bool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build_global().is_ok()
}
