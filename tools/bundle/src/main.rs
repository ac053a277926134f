//! Makes the folder of web assets that the server carries inside: the browser's part, style, fonts, icons and the
//! remote desktop's viewer.

mod names;
#[cfg(feature = "pack")]
mod pack;
mod places;
mod site;
mod style;
mod trim;
mod wasm;

use std::{path::PathBuf, process::ExitCode, time::Instant};

/// What to make and where.
struct Task {
    root: PathBuf,
    out: PathBuf,
    profile: String,
    /// Minified and compressed, for a release.
    packed: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bundle: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let task = task()?;
    let begun = Instant::now();
    site::clear(&task.out)?;
    let step = |name: &str| println!("[{:>5.1} s] {name}", begun.elapsed().as_secs_f32());
    wasm::build(&task, step)?;
    step("style");
    style::build(&task)?;
    step("files");
    site::copy(&task)?;
    #[cfg(feature = "pack")]
    if task.packed {
        step("optimising");
        pack::optimise(&task)?;
        step("compressing");
        pack::compress(&task)?;
    }
    site::manifest(&task.out)?;
    step("done");
    Ok(())
}

fn task() -> Result<Task, String> {
    let mut profile = wasm::DEVELOPMENT.to_owned();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = root.canonicalize().map_err(|error| format!("{}: {error}", root.display()))?;
    let mut out = root.join("target/site");
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
        match word.as_str() {
            "--profile" => profile = value,
            "--out" => out = PathBuf::from(value),
            _ => return Err(format!("{word} is not known; there are --profile and --out")),
        }
    }
    let packed = profile == "wasm-release";
    Ok(Task { root, out, profile, packed })
}
