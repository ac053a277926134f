//! Makes what a release carries small.

use crate::site::files;
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
    targets::{Browsers, Targets},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

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
pub fn compress(out: &Path) -> Result<(), String> {
    for file in files(out)? {
        let gains = ["js", "wasm", "css", "svg", "webmanifest"];
        if !file.extension().is_some_and(|end| gains.iter().any(|gain| end == *gain)) {
            continue;
        }
        let said = |error: std::io::Error| format!("{}: {error}", file.display());
        let content = fs::read(&file).map_err(said)?;
        let mut packed = Vec::new();
        let settings =
            brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: content.len(), ..Default::default() };
        brotli::BrotliCompress(&mut content.as_slice(), &mut packed, &settings).map_err(said)?;
        let mut name = file.clone().into_os_string();
        name.push(".br");
        fs::write(PathBuf::from(name), packed).map_err(said)?;
    }
    Ok(())
}
