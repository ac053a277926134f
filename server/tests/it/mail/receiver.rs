//! A mail server for a test: it keeps what it is sent, and refuses whom the test says.

use mail_parser::MessageParser;
use std::sync::{Arc, Mutex};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A letter as a mail program shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub to: String,
    pub from: String,
    pub subject: String,
    pub body: String,
    pub id: String,
    pub automatic: String,
}

/// What the server says to a recipient.
pub type Answer = fn(recipient: &str, asked_before: usize) -> &'static str;

/// A mail server that runs until the test ends.
pub struct Receiver {
    pub url: String,
    letters: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    /// Takes everything.
    pub async fn start() -> Self {
        Self::answering(|_, _| "250 ok").await
    }

    /// Answers recipients as the test says.
    pub async fn answering(answer: Answer) -> Self {
        Self::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), answer)
    }

    /// The same where somebody listens already.
    pub fn on(listener: TcpListener, answer: Answer) -> Self {
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (letters, asked) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(0)));
        let kept = letters.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, kept.clone(), (answer, asked.clone())));
            }
        });
        Self { url, letters }
    }

    /// What has arrived.
    pub fn letters(&self) -> Vec<Received> {
        self.letters.lock().unwrap().clone()
    }
}

async fn talk(stream: TcpStream, kept: Arc<Mutex<Vec<Received>>>, (answer, asked): (Answer, Arc<Mutex<usize>>)) {
    let (reads, mut writes) = stream.into_split();
    let mut lines = BufReader::new(reads).lines();
    let mut say = async |text: &str| writes.write_all(format!("{text}\r\n").as_bytes()).await.unwrap();
    say("220 office.test").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" => say("250 office.test").await,
            "RCPT" => {
                let before = {
                    let mut asked = asked.lock().unwrap();
                    *asked += 1;
                    *asked - 1
                };
                say(answer(&line, before)).await;
            }
            "DATA" => {
                say("354 go on").await;
                let mut text = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    text += line.strip_prefix('.').unwrap_or(&line);
                    text += "\r\n";
                }
                kept.lock().unwrap().push(read(&text));
                say("250 kept").await;
            }
            "QUIT" => return say("221 bye").await,
            _ => say("250 ok").await,
        }
    }
}

fn read(text: &str) -> Received {
    let letter = MessageParser::default().parse(text).unwrap();
    let one = |address: Option<&mail_parser::Address>| {
        let first = address.unwrap().first().unwrap();
        format!("{} <{}>", first.name().unwrap_or_default(), first.address().unwrap_or_default())
    };
    Received {
        to: one(letter.to()),
        from: one(letter.from()),
        subject: letter.subject().unwrap().to_owned(),
        body: letter.body_text(0).unwrap().into_owned(),
        id: letter.message_id().unwrap().to_owned(),
        automatic: letter.header("Auto-Submitted").and_then(|value| value.as_text()).unwrap_or_default().to_owned(),
    }
}
