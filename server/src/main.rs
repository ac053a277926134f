//! Jari's one binary.

use clap::Parser;
use server::command;
use std::{ffi::OsString, process::ExitCode};

/// A request makes and drops thousands of small values: the C library's allocator stood first in every profile.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Pages are deep trees, and without optimisation each of their steps takes much room: more than the usual 2 MiB.
const STACK_BYTES: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(command::run(command::Line::parse_from(words()))),
        Err(error) => Err(format!("no threads: {error}")),
    };
    match done {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("jari: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// What was typed. `cargo leptos watch` starts the binary with nothing but its name: whoever works on the pages wants to see them.
fn words() -> Vec<OsString> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    if words.len() == 1 && std::env::var_os("LEPTOS_WATCH").is_some() {
        words.extend(["serve", "--demo"].map(OsString::from));
    }
    words
}
