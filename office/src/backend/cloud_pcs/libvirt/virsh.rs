//! Asks libvirt through its own program `virsh`, so that this server needs no library of it. Only what is meant for
//! programs is read of its answers: states, names one a line, XML.

use crate::backend::{cloud_pcs::local::find_program, vault::Secret};
use std::{io::Write, process::Stdio, time::Duration};
use tempfile::NamedTempFile;
use tokio::{io::AsyncWriteExt, process::Command, time::timeout};

/// How long one question may take.
const ANSWER: Duration = Duration::from_secs(20);
/// What a session of libvirt is found by, and programs.
const KEPT: [&str; 6] = ["PATH", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "SSH_AUTH_SOCK"];

/// A libvirt, and whom to sign in as where it asks.
pub struct Virsh {
    uri: String,
    sign_in: Option<(String, Secret)>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The program is not installed.
    #[error("virsh is not installed")]
    NotInstalled,
    /// It took too long.
    #[error("libvirt does not answer in time")]
    TooSlow,
    /// What was asked for was not done; what the program says, for the log.
    #[error("{0}")]
    Refused(String),
}

impl Virsh {
    /// The libvirt at an address.
    pub fn at(uri: String, sign_in: Option<(String, Secret)>) -> Self {
        Self { uri, sign_in }
    }

    /// Asks, and answers what was printed.
    pub async fn ask(&self, words: &[&str]) -> Result<String, NoAnswer> {
        self.give(words, "").await
    }

    /// Asks with a document, which the words name as `/dev/stdin`.
    pub async fn give(&self, words: &[&str], document: &str) -> Result<String, NoAnswer> {
        timeout(ANSWER, self.run(words, document)).await.unwrap_or(Err(NoAnswer::TooSlow))
    }

    async fn run(&self, words: &[&str], document: &str) -> Result<String, NoAnswer> {
        let program = find_program("virsh").ok_or(NoAnswer::NotInstalled)?;
        let refused = |error: std::io::Error| NoAnswer::Refused(error.to_string());
        let kept = KEPT.into_iter().filter_map(|name| Some((name, std::env::var_os(name)?)));
        let mut command = Command::new(program);
        command.args(["--quiet", "--connect", &self.uri]).args(words);
        command.env_clear().envs(kept).env("LC_ALL", "C");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // It is there as long as the program runs.
        let sign_in = self.sign_in.as_ref().map(credentials).transpose().map_err(refused)?;
        if let Some(file) = &sign_in {
            command.env("LIBVIRT_AUTH_FILE", file.path());
        }
        let mut child = command.spawn().map_err(refused)?;
        if let Some(mut input) = child.stdin.take() {
            // A program that ends before it has read everything says itself why.
            let _ = input.write_all(document.as_bytes()).await;
        }
        let output = child.wait_with_output().await.map_err(refused)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        Err(NoAnswer::Refused(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// What libvirt's programs read sign-ins from, in a file that this user alone can read.
fn credentials((user, password): &(String, Secret)) -> std::io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    let known = format!("[credentials-jari]\nauthname={user}\nusername={user}\npassword={}\n", password.reveal());
    file.write_all(format!("{known}\n[auth-libvirt-default]\ncredentials=jari\n").as_bytes())?;
    file.flush()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt};

    #[test]
    fn a_password_stands_in_a_file_of_our_own_while_it_is_needed() {
        let file = credentials(&("jari".into(), Secret::new("s3cret"))).unwrap();
        assert_eq!(file.as_file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::read_to_string(file.path()).unwrap().contains("password=s3cret"));
        let path = file.path().to_owned();
        drop(file);
        assert!(!path.exists());
    }
}
