//! Empties functions that are compiled and can't be called, so that no browser loads them.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Parts of the names of functions that only `leptos::mount::hydrate_lazy` and the `template!` macro lead to, and we
/// use neither. Views that have forgotten their types refer to them all the same, so the linker keeps them.
const UNCALLED: [&str; 2] = ["hydrate_async", "hydrate_from_template"];

/// Empties the uncalled functions of a module that still has its names. Answers how many there were.
pub fn uncalled(module: &mut Module) -> usize {
    let named = |name: &Option<String>| name.as_ref().is_some_and(|name| UNCALLED.iter().any(|one| name.contains(one)));
    let found: Vec<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| named(&module.funcs.get(*id).name)).collect();
    for id in &found {
        let signature = module.types.get(module.funcs.get(*id).ty());
        let (takes, gives) = (signature.params().to_vec(), signature.results().to_vec());
        let mut empty = FunctionBuilder::new(&mut module.types, &takes, &gives);
        empty.func_body().unreachable();
        let arguments = takes.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(*id).kind = FunctionKind::Local(empty.local_func(arguments));
    }
    found.len()
}
