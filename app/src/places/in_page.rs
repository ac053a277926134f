//! How the page's data travels inside the page.

use super::view::FloorView;
use crate::{carried::Json, failure::Failure};
use leptos::server::codee::{Decoder, Encoder};
use std::sync::Arc;

/// What the page asks for; shared, because a floor's seats are many to copy.
pub type Loaded = Result<Arc<FloorView>, Failure>;

/// As [`Json`] carries what is shared.
pub struct InPage;

impl Encoder<Loaded> for InPage {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(loaded: &Loaded) -> Result<String, Self::Error> {
        Json::encode(&loaded.as_deref())
    }
}

impl Decoder<Loaded> for InPage {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<Loaded, Self::Error> {
        let loaded: Result<FloorView, Failure> = Json::decode(text)?;
        Ok(loaded.map(Arc::new))
    }
}
