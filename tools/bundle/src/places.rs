//! Forgets where in the source a panic would say that it happened. File, line and column of hundreds of places are what no
//! compression makes small, and nobody who uses a page reads them; what went wrong is still said.

use std::ops::Range;
use walrus::{ConstExpr, DataId, DataKind, Module, ir::Value};

/// A place as the compiler lays it out, in words of four bytes: address and length of the file's name, line, column.
const WORDS: usize = 4;
/// Longer than any name of a file.
const LONGEST: usize = 300;
/// More than any line or column, which shifts cannot be taken for.
const FARTHEST: usize = 100_000;

/// A stretch of data: which it is, where it stands in memory, what it holds.
type Stretch<'a> = (DataId, usize, &'a [u8]);

/// Forgets the places in a module's data. Answers how many there were.
pub fn forget(module: &mut Module) -> usize {
    let data: Vec<Stretch<'_>> =
        module.data.iter().filter_map(|data| Some((data.id(), address(&data.kind)?, data.value.as_slice()))).collect();
    let (mut places, mut names) = (Vec::new(), Vec::new());
    for (id, _, bytes) in &data {
        for at in (0..bytes.len()).step_by(size_of::<u32>()) {
            if let Some(name) = place(bytes, at).and_then(|(address, length)| file_name(&data, address, length)) {
                places.push((*id, at));
                names.push(name);
            }
        }
    }
    for (id, at) in &places {
        // An empty name must not stand at nothing.
        let nowhere = [1u32, 0, 0, 0].into_iter().flat_map(u32::to_le_bytes);
        module.data.get_mut(*id).value.iter_mut().skip(*at).zip(nowhere).for_each(|(old, new)| *old = new);
    }
    for (id, range) in names {
        if let Some(name) = module.data.get_mut(id).value.get_mut(range) {
            name.fill(0);
        }
    }
    places.len()
}

fn address(kind: &DataKind) -> Option<usize> {
    match kind {
        DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } => usize::try_from(*offset).ok(),
        _ => None,
    }
}

/// Address and length of what may be the name of a file, where the words at an offset may be a place.
fn place(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let words = bytes.get(at..at + WORDS * size_of::<u32>())?;
    let mut words = words
        .chunks_exact(size_of::<u32>())
        .map(|word| word.try_into().ok().and_then(|word| usize::try_from(u32::from_le_bytes(word)).ok()));
    let (address, length, line, column) = (words.next()??, words.next()??, words.next()??, words.next()??);
    let is_place = length < LONGEST && (1..FARTHEST).contains(&line) && (1..FARTHEST).contains(&column);
    is_place.then_some((address, length))
}

/// Where the name of a source file stands, if there is just one at an address.
fn file_name(data: &[Stretch<'_>], address: usize, length: usize) -> Option<(DataId, Range<usize>)> {
    let (id, range, name) = data.iter().find_map(|(id, begins, bytes)| {
        let from = address.checked_sub(*begins)?;
        Some((*id, from..from + length, bytes.get(from..from + length)?))
    })?;
    let name = std::str::from_utf8(name).ok()?.strip_suffix(".rs")?;
    let is_one = !name.contains(['\n', ' ', '\0']) && !name.contains(".rs");
    is_one.then_some((id, range))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGINS: u32 = 1024;

    /// A module with a text and, after it, words.
    fn with(text: &str, words: &[u32]) -> Module {
        let mut module = Module::default();
        let memory = module.memories.add_local(false, false, 1, None, None);
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(4), b'.');
        bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
        let offset = ConstExpr::Value(Value::I32(BEGINS as i32));
        module.data.add(DataKind::Active { memory, offset }, bytes);
        module
    }

    fn bytes(module: &Module) -> Vec<u8> {
        module.data.iter().flat_map(|data| data.value.clone()).collect()
    }

    #[test]
    fn a_place_is_forgotten_with_its_file_s_name() {
        let mut module = with("src/a.rsA desk", &[BEGINS, 8, 17, 5, 7]);
        assert_eq!(forget(&mut module), 1);
        let mut kept = b"\0\0\0\0\0\0\0\0A desk..".to_vec();
        kept.extend([1u32, 0, 0, 0, 7].into_iter().flat_map(u32::to_le_bytes));
        assert_eq!(bytes(&module), kept);
    }

    #[test]
    fn what_is_no_place_stays() {
        let texts =
            [("A desk..", [BEGINS, 8, 17, 5]), ("src/a.rs", [BEGINS, 8, 0, 5]), ("src/a.rs", [BEGINS + 40, 8, 17, 5])];
        for (text, words) in texts {
            let mut module = with(text, &words);
            let before = bytes(&module);
            assert_eq!(forget(&mut module), 0, "{text} {words:?}");
            assert_eq!(bytes(&module), before);
        }
    }
}
