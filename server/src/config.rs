//! Configuration: flags, then environment, then one TOML file, then defaults.

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
}

impl Config {
    /// Whether people reach Jari on this machine only.
    pub fn is_loopback(&self) -> bool {
        ["://localhost", "://127.0.0.1", "://[::1]"].iter().any(|host| self.base_url.contains(host))
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
    let key = flags.secret_key.clone().or(file.secret_key.map(Secret::new));
    let vault = match (key, flags.secret_key_file.clone().or(file.secret_key_file)) {
        (Some(key), _) => Vault::given(key.reveal()),
        (None, Some(path)) => Vault::file(path),
        (None, None) => Vault::own_file(data_dir.join("secret.key")),
    };
    vault.check().map_err(|locked| format!("secret_key: {locked}"))?;
    let base_url = base_url.trim_end_matches('/').to_owned();
    Ok(Config { database_url, listen, base_url, data_dir, desktops, log_json, vault })
}

fn read(path: Option<&PathBuf>) -> Result<File, String> {
    let Some(path) = path else { return Ok(File::default()) };
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("config: {} can't be read: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("config: {}: {}", path.display(), error.message()))
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) => match url[scheme + 3..at].find(':') {
            Some(colon) => format!("{}:…{}", &url[..scheme + 3 + colon], &url[at..]),
            None => url.to_owned(),
        },
        _ => url.to_owned(),
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
    fn a_password_is_never_printed() {
        assert_eq!(without_password("postgres://a:secret@h/db"), "postgres://a:…@h/db");
    }

    #[test]
    fn without_anything_it_serves_this_machine_from_one_file() {
        let config = load(&Flags::default()).unwrap();
        assert_eq!(config.base_url, "http://localhost:3000");
        assert!(config.is_secure());
    }
}
