//! Jari's one binary.

use clap::Parser;
use server::command;
use std::process::ExitCode;

/// The stack of each worker in bytes. A page is rendered in one go, which takes more than the usual 2 MiB where the
/// code is not optimised.
const WORKER_STACK: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    let line = command::Line::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(WORKER_STACK).build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(command::run(line)),
        Err(error) => Err(error.to_string()),
    };
    match done {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("jari: {problem}");
            ExitCode::FAILURE
        }
    }
}
