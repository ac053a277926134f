//! Compiles the `browser` crate and makes its JavaScript bindings.

use crate::Task;
use std::{fs, path::PathBuf, process::Command};
use wasm_bindgen_cli_support::Bindgen;

/// The profile in which people develop.
pub const DEVELOPMENT: &str = "dev";

/// Builds `pkg/jari.js` and `pkg/jari.wasm`, the names that the page's hydration script asks for.
pub fn build(task: &Task) -> Result<(), String> {
    let target = "wasm32-unknown-unknown";
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(&task.root).args(["build", "-p", "browser", "--lib", "--target", target]);
    build.args(["--profile", &task.profile]);
    if task.profile == DEVELOPMENT {
        // In the server's own profile, so that macros are compiled once for both; a little optimised, or the browser
        // would load some tens of megabytes.
        build.args(["--config", "profile.dev.opt-level=1"]);
    }
    let status = build.status().map_err(|error| format!("cargo can't be run: {error}"))?;
    if !status.success() {
        return Err("the browser's part does not compile".into());
    }
    let built = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| task.root.join("target"), PathBuf::from);
    let folder = if task.profile == DEVELOPMENT { "debug" } else { &task.profile };
    let input = built.join(target).join(folder).join("browser.wasm");
    let out = task.out.join("pkg");
    let bound = Bindgen::new()
        .input_path(&input)
        .out_name("jari")
        .typescript(false)
        .web(true)
        .and_then(|bindgen| bindgen.generate(&out));
    bound.map_err(|error| format!("no bindings for {}: {error:#}", input.display()))?;
    fs::rename(out.join("jari_bg.wasm"), out.join("jari.wasm")).map_err(|error| error.to_string())
}
