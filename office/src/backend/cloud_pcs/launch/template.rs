//! The address that opens a cloud PC elsewhere: https, with names in braces where what is the person's goes.

use crate::{backend::vault::Secret, model::refusal::Refusal};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;
use url::Url;

/// What is left as it is in a value: everything else could mean something to whoever reads the address.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~').remove(b'.');
/// The longest address.
const LONGEST: usize = 2000;
const SCHEME: &str = "https://";

/// What can stand in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Email,
    Name,
    Person,
    CloudPc,
    Session,
    Desk,
    /// Until when the address is good, in UTC seconds.
    Expires,
    /// HMAC-SHA256 of the address before it, by the provider's signing key, in URL-safe base64 without padding.
    Signature,
}

impl Word {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "email" => Self::Email,
            "name" => Self::Name,
            "person" => Self::Person,
            "cloud_pc" => Self::CloudPc,
            "session" => Self::Session,
            "desk" => Self::Desk,
            "expires" => Self::Expires,
            "signature" => Self::Signature,
            _ => return None,
        })
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Value(Word),
}

/// What an address is filled with.
#[derive(Clone, Debug)]
pub struct Values {
    /// The person's e-mail.
    pub email: String,
    /// Their full name.
    pub name: String,
    /// Their identity here.
    pub person: String,
    /// Their cloud PC's identity here.
    pub cloud_pc: String,
    /// The session's.
    pub session: String,
    /// The label of the desk.
    pub desk: String,
    /// Until when the address is good, in UTC seconds.
    pub expires: i64,
}

/// A checked address with names in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
    host: String,
    port: u16,
    /// How many folders deep it leads.
    depth: usize,
}

impl Template {
    /// Reads an address. Refused as bad input of the field `url`.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        Self::parsed(text.trim()).map_err(|problem| Refusal::input("url", problem))
    }

    fn parsed(text: &str) -> Result<Self, &'static str> {
        let after = text.get(..SCHEME.len()).filter(|scheme| scheme.eq_ignore_ascii_case(SCHEME));
        let after = after.map(|_| &text[SCHEME.len()..]).ok_or("not_https")?;
        if text.len() > LONGEST {
            return Err("url_length");
        }
        // Browsers drop some of these and read others as a slash.
        if text.contains(|one: char| one == '\\' || one.is_whitespace() || one.is_control()) {
            return Err("not_a_url");
        }
        let host = &after[..after.find(['/', '?', '#']).unwrap_or(after.len())];
        if host.contains(['{', '}', '@']) {
            return Err("placeholder_in_host");
        }
        let pieces = pieces(text)?;
        let signed = pieces.iter().position(|piece| *piece == Piece::Value(Word::Signature));
        if signed.is_some_and(|at| pieces[at + 1..].iter().any(|piece| matches!(piece, Piece::Value(_)))) {
            return Err("signature_last");
        }
        let sample = Url::parse(&written(&pieces, |_| "x".into())).map_err(|_| "not_a_url")?;
        let host = sample.host_str().filter(|host| !host.is_empty()).ok_or("not_a_url")?.to_owned();
        let port = sample.port_or_known_default().ok_or("not_a_url")?;
        Ok(Self { pieces, host, port, depth: depth(&sample) })
    }

    /// Whether the address is signed.
    pub fn is_signed(&self) -> bool {
        self.pieces.contains(&Piece::Value(Word::Signature))
    }

    /// The host to which it leads, and its port.
    pub fn host(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    /// The address for somebody. `None` where it has to be signed and there is no key, and where a value would lead
    /// to another folder.
    pub fn filled(&self, values: &Values, key: Option<&Secret>) -> Option<String> {
        let signed = self.pieces.iter().position(|piece| *piece == Piece::Value(Word::Signature));
        let (before, after) = self.pieces.split_at(signed.unwrap_or(self.pieces.len()));
        let before = written(before, |name| values.of(name));
        let signature = match signed {
            Some(_) => signature(&before, key?)?,
            None => String::new(),
        };
        let filled = format!("{before}{signature}{}", written(after, |name| values.of(name)));
        Url::parse(&filled).is_ok_and(|url| depth(&url) == self.depth).then_some(filled)
    }
}

impl Values {
    fn of(&self, name: Word) -> String {
        let text = match name {
            Word::Email => &self.email,
            Word::Name => &self.name,
            Word::Person => &self.person,
            Word::CloudPc => &self.cloud_pc,
            Word::Session => &self.session,
            Word::Desk => &self.desk,
            Word::Expires => return self.expires.to_string(),
            // It is made of what stands before it.
            Word::Signature => return String::new(),
        };
        utf8_percent_encode(text, VALUE).to_string()
    }
}

fn depth(url: &Url) -> usize {
    url.path_segments().map_or(0, Iterator::count)
}

fn written(pieces: &[Piece], value: impl Fn(Word) -> String) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Plain(text) => text.clone(),
            Piece::Value(name) => value(*name),
        })
        .collect()
}

/// Parts a text at its names in braces.
fn pieces(text: &str) -> Result<Vec<Piece>, &'static str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('{') {
        let (word, after) = after.split_once('}').ok_or("placeholder_open")?;
        if plain.contains('}') {
            return Err("placeholder_open");
        }
        found.push(Piece::Plain(plain.to_owned()));
        found.push(Piece::Value(Word::of(word.trim()).ok_or("unknown_placeholder")?));
        rest = after;
    }
    if rest.contains('}') {
        return Err("placeholder_open");
    }
    found.push(Piece::Plain(rest.to_owned()));
    Ok(found)
}

fn signature(text: &str, key: &Secret) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            email: "김+jimin@example.test".into(),
            name: "지민 & ../\"<x>#?".into(),
            person: "p".into(),
            cloud_pc: "c".into(),
            session: "s".into(),
            desk: "A-01".into(),
            expires: 1_800_000_000,
        }
    }

    fn problem(text: &str) -> String {
        match Template::read(text) {
            Err(Refusal::BadInput { field, problem }) => {
                assert_eq!(field, "url");
                problem
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn what_is_a_persons_is_written_so_that_it_means_nothing_else() {
        let template = Template::read("https://pc.example/go/{name}?who={email}&pc={cloud_pc}#{desk}").unwrap();
        let filled = template.filled(&values(), None).unwrap();
        let url = Url::parse(&filled).unwrap();
        assert_eq!(url.path_segments().unwrap().count(), 2, "{filled}");
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        assert_eq!(pairs, [("who".into(), "김+jimin@example.test".into()), ("pc".into(), "c".into())]);
        assert_eq!(url.fragment(), Some("A-01"));
        assert_eq!(template.host(), ("pc.example", 443));
    }

    #[test]
    fn a_name_of_dots_leads_to_no_other_folder() {
        let template = Template::read("https://pc.example/people/{name}/pc").unwrap();
        assert_eq!(template.filled(&Values { name: "..".into(), ..values() }, None), None);
        assert!(template.filled(&values(), None).is_some());
    }

    #[test]
    fn whatever_is_wrong_with_an_address_is_named() {
        assert_eq!(problem("http://pc.example/"), "not_https");
        assert_eq!(problem("javascript:alert(1)//https://"), "not_https");
        assert_eq!(problem(""), "not_https");
        assert_eq!(problem("https://"), "not_a_url");
        assert_eq!(problem("https://pc example/"), "not_a_url");
        assert_eq!(problem("https://{email}/"), "placeholder_in_host");
        assert_eq!(problem("https://{name}.example/"), "placeholder_in_host");
        assert_eq!(problem("https://me@evil.example/"), "placeholder_in_host");
        assert_eq!(problem("https://pc.example\\@evil.example/"), "not_a_url");
        assert_eq!(problem("https://pc.example/a\tb"), "not_a_url");
        assert_eq!(problem(&format!("https://pc.example/{}", "a".repeat(2000))), "url_length");
    }

    #[test]
    fn braces_have_to_be_closed_around_a_known_name() {
        assert_eq!(problem("https://pc.example/{mail}"), "unknown_placeholder");
        assert_eq!(problem("https://pc.example/{email"), "placeholder_open");
        assert_eq!(problem("https://pc.example/email}"), "placeholder_open");
        assert_eq!(problem("https://pc.example/}{email}"), "placeholder_open");
        assert_eq!(problem("https://pc.example/{}"), "unknown_placeholder");
    }

    #[test]
    fn a_signature_covers_everything_before_it() {
        assert_eq!(problem("https://pc.example/?s={signature}&who={email}"), "signature_last");
        let template = Template::read("https://pc.example/?who={person}&until={expires}&sig={signature}").unwrap();
        assert!(template.is_signed());
        assert_eq!(template.filled(&values(), None), None, "without a key");
        let filled = template.filled(&values(), Some(&Secret::new("key"))).unwrap();
        // printf '%s' 'https://pc.example/?who=p&until=1800000000&sig=' | openssl dgst -sha256 -hmac key -binary | base64
        let (before, signature) = filled.split_once("&sig=").unwrap();
        assert_eq!(before, "https://pc.example/?who=p&until=1800000000");
        assert_eq!(signature, "4CqRBDTFLez53vIryqYeXS-SVMdEz7XTmUva7cAve4U");
    }
}
