//! Configuration: flags, then environment, then one TOML file, then defaults.

use crate::mail::Post;
use axum::http::Uri;
use clap::Args;
use office::backend::{
    cloud_pcs::local::Environment,
    vault::{Secret, Vault},
};
use serde::Deserialize;
use std::{fmt, net::SocketAddr, path::PathBuf};

/// Flags that every command takes; each also has an environment variable.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// `sqlite://FILE` or `postgres://USER@HOST/DATABASE`.
    #[arg(long, global = true, env = "JARI_DATABASE_URL")]
    database_url: Option<String>,
    /// Address and port to listen on.
    #[arg(long, global = true, env = "JARI_LISTEN")]
    listen: Option<String>,
    /// The address people type, with http:// or https://.
    #[arg(long, global = true, env = "JARI_BASE_URL")]
    base_url: Option<String>,
    /// Folder for the embedded database and for desktops.
    #[arg(long, global = true, env = "JARI_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// What this server's own desktops show: `xfce`, or `plain` for one terminal. Without it XFCE where that is installed.
    #[arg(long, global = true, env = "JARI_DESKTOPS")]
    desktops: Option<String>,
    /// `text` or `json`.
    #[arg(long, global = true, env = "JARI_LOG_FORMAT")]
    log_format: Option<String>,
    /// A file with the key of stored secrets, 64 hex digits; without one DATA_DIR/secret.key, made when it is needed. The key
    /// itself may stand in JARI_SECRET_KEY.
    #[arg(long, global = true, env = "JARI_SECRET_KEY_FILE")]
    secret_key_file: Option<PathBuf>,
    /// The key itself comes by the environment or the file, never by a command line, which everybody on the host can read.
    #[arg(skip = std::env::var("JARI_SECRET_KEY").ok().map(Secret::new))]
    secret_key: Option<Secret>,
    /// Who letters are from, like `Jari <jari@example.com>`. Where they are sent to stands in JARI_SMTP_URL or the file, never on a
    /// command line: it holds a password. Without both no mail is sent.
    #[arg(long, global = true, env = "JARI_MAIL_FROM")]
    mail_from: Option<String>,
    #[arg(skip = std::env::var("JARI_SMTP_URL").ok().map(Secret::new))]
    smtp_url: Option<Secret>,
    /// A TOML file with any of these keys.
    #[arg(long, global = true, env = "JARI_CONFIG")]
    config: Option<PathBuf>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database_url: Option<String>,
    listen: Option<String>,
    base_url: Option<String>,
    data_dir: Option<PathBuf>,
    desktops: Option<String>,
    log_format: Option<String>,
    secret_key: Option<String>,
    secret_key_file: Option<PathBuf>,
    smtp_url: Option<String>,
    mail_from: Option<String>,
}

/// Checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database.
    pub database_url: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address people type, without a slash at its end.
    pub base_url: String,
    /// Where data lives.
    pub data_dir: PathBuf,
    /// What this server's own desktops show.
    pub desktops: Environment,
    /// Logs as JSON lines instead of text.
    pub log_json: bool,
    /// The key of stored secrets.
    pub vault: Vault,
    /// Who sends mail by which server, if any is sent.
    pub post: Option<Post>,
}

impl Config {
    /// Whether people reach Jari on this machine only.
    pub fn is_loopback(&self) -> bool {
        let url: Option<Uri> = self.base_url.parse().ok();
        let host = url.as_ref().and_then(Uri::host).unwrap_or_default();
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| own.eq_ignore_ascii_case(host))
    }

    /// Whether browsers will keep `Secure` cookies of this address.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://") || self.is_loopback()
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "database_url = {}", without_password(&self.database_url))?;
        writeln!(f, "listen = {}", self.listen)?;
        writeln!(f, "base_url = {}", self.base_url)?;
        writeln!(f, "data_dir = {}", self.data_dir.display())?;
        write!(f, "desktops = {}", self.desktops.word())
    }
}

/// Reads and checks the configuration. The error names the key.
pub fn load(flags: &Flags) -> Result<Config, String> {
    let file = read(flags.config.as_ref())?;
    let data_dir = flags.data_dir.clone().or(file.data_dir).unwrap_or_else(|| PathBuf::from("data"));
    let listen_text = flags.listen.clone().or(file.listen).unwrap_or_else(|| "127.0.0.1:3000".into());
    let listen: SocketAddr = listen_text
        .parse()
        .map_err(|_| format!("listen: {listen_text:?} is not an address and port like 127.0.0.1:3000"))?;
    let base_url =
        flags.base_url.clone().or(file.base_url).unwrap_or_else(|| format!("http://localhost:{}", listen.port()));
    if !base_url.starts_with("http://") && !base_url.starts_with("https://") {
        return Err(format!("base_url: {base_url:?} must start with http:// or https://"));
    }
    let database_url = flags
        .database_url
        .clone()
        .or(file.database_url)
        .unwrap_or_else(|| format!("sqlite://{}/jari.db?mode=rwc", data_dir.display()));
    if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
        return Err("database_url: must start with sqlite:// or postgres://".into());
    }
    let desktops = match flags.desktops.clone().or(file.desktops) {
        None => Environment::installed(),
        Some(word) => {
            Environment::from_word(&word).ok_or_else(|| format!("desktops: {word:?} is neither xfce nor plain"))?
        }
    };
    let log_json = match flags.log_format.clone().or(file.log_format).as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => return Err(format!("log_format: {other:?} is neither text nor json")),
    };
    // The key and the name of its file are one choice: where the flags or the environment make it, the file has none.
    let key = match (flags.secret_key.clone(), flags.secret_key_file.clone()) {
        (None, None) => (file.secret_key.map(Secret::new), file.secret_key_file),
        chosen => chosen,
    };
    let vault = match key {
        (Some(key), _) => Vault::given(key.reveal()),
        (None, Some(path)) => Vault::file(path),
        (None, None) => Vault::own_file(data_dir.join("secret.key")),
    };
    vault.check().map_err(|locked| format!("secret_key: {locked}"))?;
    let base_url = base_url.trim_end_matches('/').to_owned();
    let smtp_url = flags.smtp_url.clone().or(file.smtp_url.map(Secret::new));
    let post = match (smtp_url, flags.mail_from.clone().or(file.mail_from)) {
        (Some(url), Some(from)) => Some(Post::new(&url, &from)?),
        (Some(_), None) => return Err("mail_from: who letters are from has to be set as well as smtp_url".into()),
        (None, Some(_)) => {
            return Err("smtp_url: by which server letters are sent has to be set as well as mail_from".into());
        }
        (None, None) => None,
    };
    Ok(Config { database_url, listen, base_url, data_dir, desktops, log_json, vault, post })
}

fn read(path: Option<&PathBuf>) -> Result<File, String> {
    let Some(path) = path else { return Ok(File::default()) };
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("config: {} can't be read: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("config: {}: {}", path.display(), misread(&text, &error)))
}

/// What can't be read in a file's text: the line, its key and why. The value is not told, for it may be secret.
fn misread(text: &str, error: &toml::de::Error) -> String {
    let why = match error.message() {
        told if told.starts_with("invalid type") => "the value must be a text in quotes",
        told => told,
    };
    let Some(before) = error.span().and_then(|span| text.get(..span.start)) else { return why.to_owned() };
    let line = before.matches('\n').count();
    let key = text.lines().nth(line).and_then(|line| line.split_once('=')).map(|(key, _)| key.trim());
    // Inside of a text of many lines what stands before a = is a part of the value.
    match key.filter(|key| key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')) {
        Some(key) => format!("line {}: {key}: {why}", line + 1),
        None => format!("line {}: {why}", line + 1),
    }
}

fn without_password(url: &str) -> String {
    // A password may hold everything but an @; what follows the ? may hold one as well.
    let (who, place) = url.rsplit_once('@').map_or((None, url), |(who, place)| (Some(who), place));
    let place = place.split_once('?').map_or_else(|| place.to_owned(), |(before, _)| format!("{before}?…"));
    let Some(who) = who else { return place };
    let named = who.find("://").map_or(0, |scheme| scheme + 3);
    match who[named..].find(':') {
        Some(colon) => format!("{}:…@{place}", &who[..named + colon]),
        None => format!("{who}@{place}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_is_told_by_the_name_of_its_key() {
        let flags = Flags { listen: Some("everywhere".into()), ..Flags::default() };
        assert!(load(&flags).unwrap_err().starts_with("listen:"));
        let flags = Flags { database_url: Some("mysql://x".into()), ..Flags::default() };
        assert!(load(&flags).unwrap_err().starts_with("database_url:"));
        let flags = Flags { desktops: Some("windows".into()), ..Flags::default() };
        assert!(load(&flags).unwrap_err().starts_with("desktops:"));
    }

    #[test]
    fn a_key_that_is_no_key_is_told_without_being_shown() {
        let flags = Flags { secret_key: Some(Secret::new("hunter2")), ..Flags::default() };
        let told = load(&flags).unwrap_err();
        assert!(told.starts_with("secret_key:") && !told.contains("hunter2"), "{told}");
        let flags = Flags { secret_key_file: Some("/nowhere/key".into()), ..Flags::default() };
        assert!(load(&flags).unwrap_err().contains("/nowhere/key"));
        let given = Flags { secret_key: Some(Secret::new("ab".repeat(32))), ..Flags::default() };
        let printed = format!("{given:?} {:?}", load(&given).unwrap());
        assert!(!printed.contains("abab"), "{printed}");
    }

    #[test]
    fn mail_needs_a_server_and_a_sender_and_its_password_is_never_shown() {
        let with = |url: Option<&str>, from: Option<&str>| Flags {
            smtp_url: url.map(Secret::new),
            mail_from: from.map(str::to_owned),
            ..Flags::default()
        };
        assert!(load(&with(Some("smtp://localhost"), None)).unwrap_err().starts_with("mail_from:"));
        assert!(load(&with(None, Some("jari@example.com"))).unwrap_err().starts_with("smtp_url:"));
        assert!(load(&with(Some("smtp://localhost"), Some("nobody"))).unwrap_err().starts_with("mail_from:"));
        for url in
            ["imap://user:hunter2@localhost", "smtp://user:hunter2@:x", "smtp://user:hunter2@localhost?tls=maybe"]
        {
            let told = load(&with(Some(url), Some("jari@example.com"))).unwrap_err();
            assert!(told.starts_with("smtp_url:") && !told.contains("hunter2"), "{told}");
        }
        let given = with(Some("smtp://user:hunter2@localhost"), Some("자리 <jari@example.com>"));
        let config = load(&given).unwrap();
        let printed = format!("{given:?} {config:?} {config}");
        assert!(
            config.post.is_some() && printed.contains("jari@example.com") && !printed.contains("hunter2"),
            "{printed}"
        );
    }

    #[test]
    fn a_password_is_never_printed() {
        assert_eq!(without_password("postgres://a:secret@h/db"), "postgres://a:…@h/db");
        assert_eq!(without_password("postgres://a:se?cr:et@h/db"), "postgres://a:…@h/db");
        assert_eq!(without_password("postgres://a@h/db"), "postgres://a@h/db");
        assert_eq!(without_password("sqlite://data/jari.db"), "sqlite://data/jari.db");
        assert_eq!(without_password("postgres://h/db?user=a&password=secret"), "postgres://h/db?…");
    }

    #[test]
    fn without_anything_it_serves_this_machine_from_one_file() {
        let config = load(&Flags::default()).unwrap();
        assert_eq!(config.base_url, "http://localhost:3000");
        assert!(config.is_secure());
    }

    #[test]
    fn a_name_that_only_begins_like_this_machine_s_own_is_another_machine() {
        let at = |url: &str| load(&Flags { base_url: Some(url.into()), ..Flags::default() }).unwrap();
        for url in ["http://localhost:3000", "http://LocalHost", "http://127.0.0.1:8080/", "http://[::1]:3000"] {
            assert!(at(url).is_loopback() && at(url).is_secure(), "{url}");
        }
        let elsewhere = [
            "http://localhost.example.org",
            "http://127.0.0.1.example.org:3000",
            "http://localhost@example.org",
            "http://example.org/?from=http://localhost",
        ];
        for url in elsewhere {
            assert!(!at(url).is_loopback() && !at(url).is_secure(), "{url}");
        }
    }
}
