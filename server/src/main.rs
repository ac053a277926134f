//! Jari's one binary.

use clap::Parser;
use server::command;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let line = command::Line::parse();
    match command::run(line).await {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("jari: {problem}");
            ExitCode::FAILURE
        }
    }
}
