//! Compiles the `app` crate for the browser and makes its JavaScript bindings.

use crate::Task;
use std::{fs, path::PathBuf, process::Command};
use wasm_bindgen_cli_support::Bindgen;

/// Builds `pkg/jari.js` and `pkg/jari.wasm`, the names that the page's hydration script asks for.
pub fn build(task: &Task) -> Result<(), String> {
    let target = "wasm32-unknown-unknown";
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(&task.root)
        .args(["build", "-p", "app", "--lib", "--target", target, "--profile", &task.profile])
        .status()
        .map_err(|error| format!("cargo can't be run: {error}"))?;
    if !status.success() {
        return Err("the browser's part does not compile".into());
    }
    let built = std::env::var("CARGO_TARGET_DIR").map_or_else(|_| task.root.join("target"), PathBuf::from);
    let input = built.join(target).join(&task.profile).join("app.wasm");
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
