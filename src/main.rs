//! The program: arguments in, exit code out. Everything else is in the library.

use std::process::ExitCode;

#[cfg(all(unix, target_env = "gnu"))]
#[global_allocator]
static MEMORY: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    clausebook::cli::run()
}
