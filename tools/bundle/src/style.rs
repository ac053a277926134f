//! Puts the style sheets together.

use crate::{Task, wasm::PARTS};
use std::{fs, path::Path};

/// Makes a sheet for each part of the pages and the one of the fonts, under the names they have in `style/`.
pub fn build(task: &Task) -> Result<(), String> {
    for sheet in PARTS.into_iter().chain(["fonts"]) {
        let name = format!("{sheet}.css");
        let source = task.root.join("style").join(&name);
        let made = if task.packed { packed(&source) } else { gathered(&source) };
        let made = made.map_err(|error| format!("{name}: {error}"))?;
        fs::write(task.out.join("pkg").join(&name), made).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// A sheet with what its lines `@import "…" layer(…);` name in their place, as browsers would read it.
fn gathered(source: &Path) -> Result<String, String> {
    let folder = source.parent().unwrap_or(Path::new(""));
    let mut out = String::new();
    for line in read(source)?.lines() {
        match imported(line) {
            Some((file, layer)) => out.push_str(&format!("@layer {layer} {{\n{}}}\n", read(&folder.join(file))?)),
            None => out.extend([line, "\n"]),
        }
    }
    Ok(out)
}

fn imported(line: &str) -> Option<(&str, &str)> {
    let (file, rest) = line.strip_prefix("@import \"")?.split_once('"')?;
    Some((file, rest.strip_prefix(" layer(")?.strip_suffix(");")?))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(feature = "pack")]
use crate::pack::style as packed;

#[cfg(not(feature = "pack"))]
fn packed(_source: &Path) -> Result<String, String> {
    Err("a release is made by a bundler with the feature `pack`".into())
}

#[cfg(test)]
mod tests {
    use super::imported;

    #[test]
    fn a_line_that_imports_names_its_file_and_its_layer() {
        assert_eq!(imported("@import \"base.css\" layer(base);"), Some(("base.css", "base")));
        assert_eq!(imported("@layer base, features;"), None);
    }
}
