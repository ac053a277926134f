//! Empties functions that are compiled and can't be called, so that no browser loads them.

use std::collections::HashSet;
use walrus::{
    FunctionBuilder, FunctionId, FunctionKind, LocalFunction, Module,
    ir::{Call, ReturnCall, Visitor, dfs_in_order},
};

/// Part of the names of functions that only `leptos::mount::hydrate_lazy` leads to, and we don't use it. Views that have
/// forgotten their types refer to them all the same, so the linker keeps them. What the `template!` macro would lead to stays,
/// although we don't use that either: the compiler keeps one of several functions that do the same under any of their names,
/// and those are often the same as others that are called.
const UNCALLED: &str = "hydrate_async";

/// Empties the uncalled functions of a module that still has its names. Answers how many there were.
pub fn uncalled(module: &mut Module) -> usize {
    let named = |name: &Option<String>| name.as_ref().is_some_and(|name| name.contains(UNCALLED));
    let mut found: HashSet<FunctionId> =
        module.funcs.iter_local().map(|(id, _)| id).filter(|id| named(&module.funcs.get(*id).name)).collect();
    keep_called(module, &mut found);
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

/// Takes out of a set of functions those that others call, and those that these call: under such a name the compiler may
/// have kept what is the same as something else.
fn keep_called(module: &Module, found: &mut HashSet<FunctionId>) {
    let calls: Vec<(FunctionId, HashSet<FunctionId>)> =
        module.funcs.iter_local().map(|(id, function)| (id, called_by(function))).collect();
    loop {
        let outside = calls.iter().filter(|(from, _)| !found.contains(from));
        let called: HashSet<FunctionId> = outside.flat_map(|(_, to)| to.intersection(found).copied()).collect();
        if called.is_empty() {
            return;
        }
        found.retain(|id| !called.contains(id));
    }
}

fn called_by(function: &LocalFunction) -> HashSet<FunctionId> {
    let mut calls = Calls(HashSet::new());
    dfs_in_order(&mut calls, function, function.entry_block());
    calls.0
}

/// The functions that are called by name.
struct Calls(HashSet<FunctionId>);

impl Visitor<'_> for Calls {
    fn visit_call(&mut self, call: &Call) {
        self.0.insert(call.func);
    }

    fn visit_return_call(&mut self, call: &ReturnCall) {
        self.0.insert(call.func);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function of a name that calls others.
    fn calling(module: &mut Module, name: &str, others: &[FunctionId]) -> FunctionId {
        let mut function = FunctionBuilder::new(&mut module.types, &[], &[]);
        for other in others {
            function.func_body().call(*other);
        }
        let id = function.finish(vec![], &mut module.funcs);
        module.funcs.get_mut(id).name = Some(name.to_owned());
        id
    }

    #[test]
    fn what_only_uncalled_functions_call_is_emptied_and_what_others_call_stays() {
        let mut module = Module::default();
        let shared = calling(&mut module, "view::hydrate_async::prep", &[]);
        let below = calling(&mut module, "view::hydrate_async::same", &[shared]);
        let inner = calling(&mut module, "view::hydrate_async::closure", &[below]);
        let outer = calling(&mut module, "view::hydrate_async", &[inner, shared]);
        let hydrate = calling(&mut module, "view::hydrate", &[below]);
        assert_eq!(uncalled(&mut module), 2);
        let calls = |id: FunctionId| called_by(module.funcs.get(id).kind.unwrap_local()).len();
        assert_eq!([outer, inner, below, hydrate].map(calls), [0, 0, 1, 1]);
    }
}
