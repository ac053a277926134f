//! Files that go along as they are, their compressed forms, and the list of what there is.

use crate::Task;
use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Empties the site's folder, so that nothing stale shadows a new file.
pub fn clear(out: &Path) -> Result<(), String> {
    if out.exists() {
        fs::remove_dir_all(out).map_err(|error| said(out, error))?;
    }
    fs::create_dir_all(out.join("pkg")).map_err(|error| said(out, error))
}

/// Copies fonts, icons and the remote desktop's viewer.
pub fn copy(task: &Task) -> Result<(), String> {
    let style = task.root.join("style");
    copy_folder(&style.join("assets"), &task.out)?;
    copy_folder(&style.join("fonts"), &task.out.join("pkg/fonts"))?;
    let viewer = task.root.join("tools/novnc/node_modules/@novnc/novnc");
    if !viewer.exists() {
        println!("        the remote desktop's viewer is not installed: run `npm ci` in tools/novnc");
        return Ok(());
    }
    for part in ["core", "vendor"] {
        copy_folder(&viewer.join(part), &task.out.join("novnc").join(part))?;
    }
    let licence = viewer.join("LICENSE.txt");
    fs::copy(&licence, task.out.join("novnc/LICENSE.txt")).map_err(|error| said(&licence, error))?;
    Ok(())
}

/// Writes `manifest.txt`: each file's path and a hash of its content, a line each.
pub fn manifest(out: &Path) -> Result<(), String> {
    let mut lines = BTreeMap::new();
    for file in files(out)? {
        let content = fs::read(&file).map_err(|error| said(&file, error))?;
        let mut hasher = DefaultHasher::new();
        content.hash(&mut hasher);
        let path = file.strip_prefix(out).unwrap_or(&file).display().to_string();
        lines.insert(path, format!("{:016x}", hasher.finish()));
    }
    let text: String = lines.into_iter().map(|(path, hash)| format!("{path} {hash}\n")).collect();
    fs::write(out.join("manifest.txt"), text).map_err(|error| said(out, error))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    if !from.exists() {
        return Ok(());
    }
    for file in files(from)? {
        let target = to.join(file.strip_prefix(from).unwrap_or(&file));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| said(folder, error))?;
        }
        fs::copy(&file, &target).map_err(|error| said(&file, error))?;
    }
    Ok(())
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| said(folder, error))? {
        let path = entry.map_err(|error| said(folder, error))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

fn said(path: &Path, error: std::io::Error) -> String {
    format!("{}: {error}", path.display())
}
