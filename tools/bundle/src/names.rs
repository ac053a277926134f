//! Short names for the functions that JavaScript and WebAssembly lend each other. Those that are generated end in a
//! hash, which stands in both files and which no compression makes smaller.

use std::collections::HashMap;
use walrus::Module;

/// Short names by generated ones.
#[derive(Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// Renames the functions that a module borrows and lends.
    pub fn shorten(module: &mut Module) -> Self {
        let mut names = Self::default();
        module.imports.iter_mut().for_each(|import| names.rename(&mut import.name));
        // The others are few, have no hash, and some are what the script itself is asked for.
        let generated = module.exports.iter_mut().filter(|export| export.name.starts_with("wasm_bindgen__"));
        generated.for_each(|export| names.rename(&mut export.name));
        names
    }

    fn rename(&mut self, name: &mut String) {
        let next = format!("f{}", self.0.len());
        name.clone_from(self.0.entry(name.clone()).or_insert(next));
    }

    /// The module's script with the same names.
    pub fn in_script(&self, script: &str) -> String {
        let is_part = |c: char| c == '_' || c == '$' || c.is_ascii_alphanumeric();
        let (mut renamed, mut rest) = (String::with_capacity(script.len()), script);
        while let Some(at) = rest.find(is_part) {
            let (between, from) = rest.split_at(at);
            let (word, after) = from.split_at(from.find(|c| !is_part(c)).unwrap_or(from.len()));
            renamed.push_str(between);
            renamed.push_str(self.0.get(word).map_or(word, String::as_str));
            rest = after;
        }
        renamed.push_str(rest);
        renamed
    }
}
