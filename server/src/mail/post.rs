//! The way to the mail server.

use super::letter;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp,
};
use office::backend::{notices::Letter, vault::Secret};
use std::{error::Error, fmt, time::Duration};

/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// Who sends letters by which mail server.
#[derive(Clone)]
pub struct Post {
    from: Mailbox,
    by: AsyncSmtpTransport<Tokio1Executor>,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Post(from {})", self.from.email)
    }
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum Unsent {
    /// It never will be: no such address, or not from this sender.
    #[error("{0}")]
    Refused(String),
    /// The mail server says to come again.
    #[error("{0}")]
    NotNow(String),
    /// The mail server does not answer, or does not let this server in.
    #[error("{0}")]
    Unreachable(String),
}

impl Post {
    /// Takes the address of a mail server (`smtp://…` or `smtps://…`) and a sender. The error names the key.
    pub fn new(url: &Secret, from: &str) -> Result<Self, String> {
        let from: Mailbox = from
            .parse()
            .map_err(|_| format!("mail_from: {from:?} is not an address like \"Jari <jari@example.com>\""))?;
        let by = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal()).map_err(|_| WRONG_URL)?;
        Ok(Self { from, by: by.timeout(Some(PATIENCE)).build() })
    }

    /// Whether the mail server answers and lets this server in.
    pub async fn check(&self) -> Result<(), String> {
        match self.by.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err("it hangs up at once".into()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Sends one letter.
    pub async fn send(&self, letter: &Letter, base_url: &str) -> Result<(), Unsent> {
        let message = self.message(letter, base_url).map_err(|why| Unsent::Refused(why.to_string()))?;
        self.by.send(message).await.map(|_| ()).map_err(|error| match error {
            error if wants_another_password(&error) => Unsent::Unreachable(error.to_string()),
            error if error.is_permanent() => Unsent::Refused(error.to_string()),
            error if error.is_transient() => Unsent::NotNow(error.to_string()),
            error => Unsent::Unreachable(error.to_string()),
        })
    }

    fn message(&self, letter: &Letter, base_url: &str) -> Result<Message, Box<dyn Error + Send + Sync>> {
        let written = letter::write(&letter.to, &letter.news, base_url);
        let to = Mailbox::new(Some(letter.to.name.clone()), letter.to.email.parse()?);
        // The same letter sent twice, after a server died in between, is seen to be the same.
        let id = format!("<notice-{}@{}>", letter.number(), self.from.email.domain());
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(id))
            .subject(written.subject)
            .header(ContentType::TEXT_PLAIN)
            .header(Automatic)
            .body(written.body)?;
        Ok(message)
    }
}

/// What is wrong with an address of a mail server, without showing the password in it.
const WRONG_URL: &str = "smtp_url: must be like smtps://USER:PASSWORD@HOST, smtp://HOST?tls=required, or smtp://HOST for a \
                         server on this machine; signs like @ and / in a password are written %40 and %2F";

/// Whether the mail server does not let this server in, which says nothing about the letter (RFC 4954, section 6).
fn wants_another_password(error: &smtp::Error) -> bool {
    error.status().is_some_and(|code| [530, 534, 535, 538].contains(&u16::from(code)))
}

/// Says that no person wrote the letter (RFC 3834), so that nobody's absence is reported back.
#[derive(Clone)]
struct Automatic;

impl Header for Automatic {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".into())
    }
}
