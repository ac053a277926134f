//! What a page reads from the server, and how the server's first answer is carried inside the page.

use crate::failure::Failure;
use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;

/// JSON with its two kinds of quotation marks exchanged: the page holds it inside a text in double ones, where each of
/// its own would be written as two signs. Read from bytes as the answers of server functions are: reading from text
/// would be compiled a second time for every type.
pub struct Json;

/// Double quotation marks for single ones and the other way round. Both are one byte, so text stays text.
fn exchange_marks(text: &mut [u8]) {
    for byte in text {
        *byte = match *byte {
            b'"' => b'\'',
            b'\'' => b'"',
            other => other,
        };
    }
}

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, Self::Error> {
        let mut text = serde_json::to_vec(value)?;
        exchange_marks(&mut text);
        String::from_utf8(text).map_err(serde::ser::Error::custom)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, Self::Error> {
        let mut text = text.as_bytes().to_vec();
        exchange_marks(&mut text);
        serde_json::from_slice(&text)
    }
}

/// Something a page reads from the server.
pub type Read<T> = Resource<T, Json>;

/// Reads something again whenever its source changes.
pub fn read<T, S, Fut>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetcher: impl Fn(S) -> Fut + Send + Sync + 'static,
) -> Read<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Fut: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, fetcher, false)
}

/// What was read, or nothing yet.
pub type Found<T> = Option<Result<T, Failure>>;

/// Whether a reading failed in a way that may be over with the next one.
pub fn is_passing<T>(found: &Found<T>) -> bool {
    matches!(found, Some(Err(Failure::Fault { .. } | Failure::Offline)))
}

/// What a page shows: the last good reading, while later ones fail in passing.
pub fn last_good<T: Clone>(before: Option<&Found<T>>, now: Found<T>) -> Found<T> {
    match before {
        Some(good @ Some(Ok(_))) if is_passing(&now) => good.clone(),
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::refusal::Refusal;

    #[test]
    fn what_was_read_stays_while_later_readings_fail_in_passing() {
        let (good, offline) = (Some(Ok(1)), Some(Err(Failure::Offline)));
        let fault = Some(Err(Failure::Fault { id: String::new() }));
        let refused = Some(Err(Failure::Refused { refusal: Refusal::SignedOut }));
        assert_eq!(last_good(Some(&good), offline.clone()), good);
        assert_eq!(last_good(Some(&good), fault), good);
        assert_eq!(last_good(Some(&good), Some(Ok(2))), Some(Ok(2)));
        assert_eq!(last_good(Some(&good), refused.clone()), refused, "it would stand there for ever");
        assert_eq!(last_good(None, offline.clone()), offline, "there is nothing to keep");
        assert_eq!(last_good(Some(&refused), offline.clone()), offline);
    }

    #[test]
    fn what_is_carried_comes_out_as_it_went_in_and_without_a_double_mark_of_its_own() {
        let said = vec![("자리", r#"she said "it's \" free""#.to_owned()), ("A-28", "O'Brien".to_owned())];
        let text = Json::encode(&said).unwrap_or_default();
        assert_eq!(text.matches('"').count(), 2, "only what was single before: {text}");
        let back: Result<Vec<(String, String)>, _> = Json::decode(&text);
        assert_eq!(back.ok(), Some(said.into_iter().map(|(at, text)| (at.to_owned(), text)).collect()));
    }
}
