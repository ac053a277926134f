//! Makes what a release carries small.

use crate::{Task, site::files, wasm::PARTS};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// What the compiler's output uses beyond the first version of WebAssembly; browsers of 2024 know all of it.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-extended-const",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What is done to make it small. Nothing is inlined: the same code in several places compresses worse than calls of it
/// (measured on the seat page's part, compressed: 445.7 kB, with inlining 448.6 kB; without all of this 455.7 kB).
const SMALLER: [&str; 5] = [
    "--always-inline-max-function-size=0",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=0",
    "-Os",
    "--dae-optimizing",
];

/// Lets Binaryen make the browser's parts smaller, and Terser what calls them and the script of every page.
pub fn optimise(task: &Task) -> Result<(), String> {
    let tools = task.root.join("tools/smaller/node_modules");
    let (tool, terser) = (tools.join("binaryen/bin/wasm-opt"), tools.join("terser/bin/terser"));
    let mut begun = Vec::new();
    for script in PARTS.map(|part| format!("pkg/{part}.js")).into_iter().chain(["page.js".to_owned()]) {
        let file = task.out.join(script);
        let mut run = Command::new("node");
        run.arg(&terser).args(["--module", "--compress", "passes=2", "--mangle", "--output"]).arg(&file).arg(&file);
        begun.push((file, run.spawn().map_err(|error| format!("node can't be run: {error}"))?));
    }
    for part in PARTS {
        let file = task.out.join(format!("pkg/{part}.wasm"));
        let mut run = Command::new("node");
        // The tool calls itself deeply.
        run.arg("--stack-size=8000").arg(&tool).args(FEATURES).args(SMALLER).arg(&file).arg("-o").arg(&file);
        begun.push((file, run.spawn().map_err(|error| format!("node can't be run: {error}"))?));
    }
    for (file, mut run) in begun {
        if !run.wait().is_ok_and(|status| status.success()) {
            return Err(format!("{} can't be made smaller; is there {}?", file.display(), tools.display()));
        }
    }
    Ok(())
}

/// A style sheet with what it imports, minified.
pub fn style(source: &Path) -> Result<String, String> {
    let provider = FileProvider::new();
    let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
    let mut sheet = bundler.bundle(source).map_err(|error| error.to_string())?;
    let targets = Targets::from(browsers());
    sheet.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|error| error.to_string())?;
    let printed = sheet.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() });
    Ok(printed.map_err(|error| error.to_string())?.code)
}

/// Browsers of 2024 and later: they know `light-dark()`, nesting, layers and OKLCH.
fn browsers() -> Browsers {
    let version = |major: u32, minor: u32| Some((major << 16) | (minor << 8));
    Browsers {
        chrome: version(123, 0),
        edge: version(123, 0),
        firefox: version(121, 0),
        safari: version(17, 5),
        ios_saf: version(17, 5),
        ..Browsers::default()
    }
}

/// Puts a brotli form beside every file that gains from it.
pub fn compress(task: &Task) -> Result<(), String> {
    let gains = ["js", "wasm", "css", "svg", "webmanifest"];
    let gains = |file: &PathBuf| file.extension().is_some_and(|end| gains.iter().any(|gain| end == *gain));
    let files = files(&task.out)?.into_iter().filter(gains);
    let script = task.root.join("tools/bundle/compress.mjs");
    let run = Command::new("node").arg(&script).args(files).status();
    match run {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} failed: {status}", script.display())),
        Err(error) => Err(format!("node can't be run: {error}")),
    }
}
