//! Parts of a page that stay their own while others come and go around them.

use leptos::prelude::*;
use std::sync::Arc;

/// One part for each key, in the keys' order. A part is made when its key comes and stays until it goes.
pub fn keyed(keys: Memo<Vec<String>>, part: impl Fn(String) -> AnyView + Send + Sync + 'static) -> AnyView {
    // One type for every list, so that the browser loads the code that compares keys once.
    let part: Arc<dyn Fn(String) -> AnyView + Send + Sync> = Arc::new(part);
    view! { <For each=move || keys.get() key=String::clone children=move |key| part(key) /> }.into_any()
}
