//! Compiles the `browser` crate once for each part of the pages and makes its JavaScript bindings.

use crate::{Task, names::Names, places, trim};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};
use walrus::{Module, ModuleConfig};
use wasm_bindgen_cli_support::Bindgen;

/// The profile in which people develop.
pub const DEVELOPMENT: &str = "dev";

/// The parts, each a feature of the `browser` crate.
pub const PARTS: [&str; 3] = ["seats", "own", "office"];

/// What is called little, or comes along without being called at all, so that optimising it would only take long.
const IDLE: [&str; 19] = [
    "app",
    "web-sys",
    "js-sys",
    "syn",
    "proc-macro2",
    "rstml",
    "regex-automata",
    "regex-syntax",
    "aho-corasick",
    "config",
    "toml",
    "toml_parser",
    "winnow",
    "idna",
    "url",
    "icu_locale_core",
    "icu_properties",
    "icu_normalizer",
    "itertools",
];

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds `pkg/{part}.js` and `pkg/{part}.wasm` of every part, the names that the page's hydration script asks for. While
/// one part's bindings are made, the next is compiled; `step` is told what begins.
pub fn build(task: &Task, step: impl Fn(&str)) -> Result<(), String> {
    thread::scope(|scope| {
        let mut bound = Vec::new();
        for part in PARTS {
            step(&format!("the browser's part: {part}"));
            let compiled = compile(task, part)?;
            bound.push(scope.spawn(move || bind(task, part, &compiled)));
        }
        step("bindings");
        bound.into_iter().try_for_each(|part| part.join().map_err(|_| "the bindings were given up".to_owned())?)
    })
}

fn bind(task: &Task, part: &str, input: &Path) -> Result<(), String> {
    let out = task.out.join("pkg");
    let bound = module(input, task.profile == DEVELOPMENT).and_then(|module| {
        let mut bindgen = Bindgen::new();
        let mut bound =
            bindgen.input_module(part, module).out_name(part).typescript(false).web(true)?.generate_output()?;
        let names = Names::shorten(bound.wasm_mut());
        bound.emit(&out)?;
        let script = out.join(format!("{part}.js"));
        Ok(fs::write(&script, names.in_script(&fs::read_to_string(&script)?))?)
    });
    bound.map_err(|error| format!("no bindings for {}: {error:#}", input.display()))?;
    let wasm = |end: &str| out.join(format!("{part}{end}.wasm"));
    fs::rename(wasm("_bg"), wasm("")).map_err(|error| error.to_string())
}

/// What was compiled, without what can't be called and, unless it is wanted, without names: those of functions are
/// longer than the functions.
fn module(path: &Path, names: bool) -> walrus::Result<Module> {
    // The compiler's own output needs no second check.
    let mut module = ModuleConfig::new()
        .strict_validate(false)
        .generate_producers_section(false)
        .generate_name_section(names)
        .parse_file(path)?;
    let emptied = trim::uncalled(&mut module);
    println!("         {emptied} functions that can't be called are left out");
    if !names {
        println!("         {} places in the source are forgotten", places::forget(&mut module));
    }
    Ok(module)
}

/// Compiles a part and answers where it is, under a name that the next part's does not have.
fn compile(task: &Task, part: &str) -> Result<PathBuf, String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(&task.root).args(["build", "-p", "browser", "--lib", "--target", TARGET]);
    build.args(["--no-default-features", "--features", part, "--profile", &task.profile]);
    if task.profile == DEVELOPMENT {
        // In the server's own profile, so that macros are compiled once for both; a little optimised, or the browser
        // would load some tens of megabytes.
        build.args(["--config", "profile.dev.opt-level=1"]);
        for name in IDLE {
            build.args(["--config", &format!("profile.dev.package.{name}.opt-level=0")]);
        }
    }
    let status = build.status().map_err(|error| format!("cargo can't be run: {error}"))?;
    if !status.success() {
        return Err("the browser's part does not compile".into());
    }
    let built = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| task.root.join("target"), PathBuf::from);
    let folder = built.join(TARGET).join(if task.profile == DEVELOPMENT { "debug" } else { &task.profile });
    let own = folder.join(format!("{part}.wasm"));
    fs::copy(folder.join("browser.wasm"), &own).map_err(|error| format!("{}: {error}", own.display()))?;
    Ok(own)
}
