//! Bundles and minifies the style sheets.

use crate::{Task, wasm::PARTS};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};
use std::fs;

/// Makes a sheet for each part of the pages and the one of the fonts, under the names they have in `style/`.
pub fn build(task: &Task) -> Result<(), String> {
    for sheet in PARTS.into_iter().chain(["fonts"]) {
        let name = format!("{sheet}.css");
        let path = task.root.join("style").join(&name);
        let provider = FileProvider::new();
        let mut bundler = Bundler::new(&provider, None, ParserOptions::default());
        let mut sheet = bundler.bundle(&path).map_err(|error| format!("{name}: {error}"))?;
        let targets = Targets::from(browsers());
        sheet
            .minify(MinifyOptions { targets, ..MinifyOptions::default() })
            .map_err(|error| format!("{name}: {error}"))?;
        let printed = sheet
            .to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })
            .map_err(|error| format!("{name}: {error}"))?;
        fs::write(task.out.join("pkg").join(&name), printed.code).map_err(|error| error.to_string())?;
    }
    Ok(())
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
