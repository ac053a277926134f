//! An admin looks at a person's screen while they agree: nothing that the admin's browser does reaches the desktop.

use super::*;

const HELLO: &[u8] = b"RFB 003.008\n";
const KEY: [u8; 8] = [4, 1, 0, 0, 0, 0, 0, 0x41];
const QUESTION: [u8; 10] = [3, 0, 0, 0, 0, 0, 3, 0xe8, 2, 0xbc];

/// What the person's page is told of who looks.
struct Told(reqwest::Response, String);

impl Told {
    async fn follow(morning: &Morning) -> Self {
        let path = format!("/desktop/{}/look", morning.session);
        let answer = morning.jimin.ask(reqwest::Method::GET, &path).timeout(3 * PATIENCE).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        Self(answer, String::new())
    }

    /// The next time that it stands like this.
    async fn until(&mut self, state: Option<&str>) -> Value {
        loop {
            while let Some((event, rest)) = self.1.split_once("\n\n") {
                let data = event.lines().find_map(|line| line.strip_prefix("data:")).map(str::trim).map(str::to_owned);
                self.1 = rest.to_owned();
                let told: Option<Value> = data.map(|data| serde_json::from_str(&data).unwrap());
                if let Some(told) = told.filter(|told| told["state"].as_str() == state) {
                    return told;
                }
            }
            let chunk = timeout(PATIENCE, self.0.chunk()).await.expect("told in time").unwrap();
            self.1.push_str(std::str::from_utf8(&chunk.expect("the stream goes on")).unwrap());
        }
    }
}

impl Morning {
    async fn ask_to_look(&self) -> Client {
        let yujin = self.server.browser_of(self.office.yujin).await;
        let asked = yujin.form("/fn/admin/sessions/look", &[("session", &self.session)]).await;
        assert!(asked.status.is_success() || asked.status.is_redirection(), "{}", asked.text);
        yujin
    }

    async fn say(&self, look: &Value, say: &str) -> u16 {
        let fields = [("look", look["id"].as_str().unwrap()), ("say", say)];
        self.jimin.form(&format!("/desktop/{}/look", self.session), &fields).await.status.as_u16()
    }

    async fn ticket_to_look(&self, admin: &Client) -> Answer {
        admin.step(&format!("/desktop/{}/watch/tickets", self.session)).await
    }

    async fn look(&self, url: &str) -> Result<WebSocketStream<TcpStream>, u16> {
        self.open(self.office.yujin, (url, &format!("http://{}", self.server.address))).await
    }

    /// 유진 asked to look and 지민 agreed: what 지민 is told, who looks, and what was asked.
    async fn allowed(&self) -> (Told, Client, Value) {
        let mut told = Told::follow(self).await;
        let admin = self.ask_to_look().await;
        let asked = told.until(Some("asked")).await;
        self.say(&asked, "allow").await;
        (told, admin, asked)
    }

    /// 지민 has their screen open, of which the browser and the desktop's side are answered.
    async fn at_the_screen(&self) -> (WebSocketStream<TcpStream>, UnixStream) {
        let browser = self.open_here(&self.ticket().await).await.unwrap();
        let desktop = self.desktop().await;
        self.wait_for("connected").await;
        (browser, desktop)
    }
}

#[tokio::test]
async fn the_screen_is_seen_while_its_person_agrees_and_nothing_is_sent_to_it() {
    let morning = morning().await;
    let _own = morning.at_the_screen().await;
    let mut told = Told::follow(&morning).await;
    told.until(None).await;
    let admin = morning.ask_to_look().await;
    let asked = told.until(Some("asked")).await;
    assert_eq!((asked["viewer"].as_str(), asked["seconds"].as_i64()), (Some("유진"), Some(120)));
    assert_eq!(morning.ticket_to_look(&admin).await.status, 403, "nobody agreed yet");
    assert_eq!(morning.say(&asked, "allow").await, 204);
    let allowed = told.until(Some("allowed")).await;

    let ticket = morning.ticket_to_look(&admin).await.expect(201);
    let mut looking = morning.look(ticket.text_at("/url")).await.unwrap();
    let mut desktop = morning.desktop().await;
    desktop.write_all(b"RFB 003.008\n\x01\x01\0\0\0\0").await.unwrap();
    assert_eq!(next(&mut looking).await.into_data().as_ref(), b"RFB 003.008\n\x01\x01\0\0\0\0");
    // Alone with the desktop, and typing: neither is so when it arrives.
    let said = [HELLO, &[1, 0], &KEY, &[5; 6], &QUESTION].concat();
    looking.send(Message::binary(said)).await.unwrap();
    let expected = [HELLO, &[1, 1], &QUESTION].concat();
    let mut heard = vec![0; expected.len()];
    timeout(PATIENCE, desktop.read_exact(&mut heard)).await.expect("in time").unwrap();
    assert_eq!(heard, expected);

    assert_eq!(morning.say(&allowed, "end").await, 204);
    assert_closed(&mut looking, 4005).await;
    told.until(None).await;
    assert_eq!(morning.ticket_to_look(&admin).await.status, 403);
    assert_eq!(morning.say(&allowed, "allow").await, 409, "what is over is over");
}

#[tokio::test]
async fn looking_ends_when_its_person_leaves_the_screen_and_their_own_screen_stays_while_it_goes_on() {
    let morning = morning().await;
    let (mut own, _desktop) = morning.at_the_screen().await;
    let (_told, admin, _) = morning.allowed().await;
    let ticket = morning.ticket_to_look(&admin).await.expect(201);
    let mut looking = morning.look(ticket.text_at("/url")).await.unwrap();
    let _seen = morning.desktop().await;
    own.send(Message::binary(HELLO.to_vec())).await.expect("its person's screen is still open");
    drop(own);
    assert_closed(&mut looking, 4006).await;
    assert_eq!(morning.ticket_to_look(&admin).await.status, 202, "it may go on when its person is back");
}

#[tokio::test]
async fn nobody_else_looks_answers_or_hears_of_it() {
    let morning = morning().await;
    let _own = morning.at_the_screen().await;
    let (_told, admin, asked) = morning.allowed().await;
    let url = morning.ticket_to_look(&admin).await.expect(201).text_at("/url").to_owned();
    let here = format!("http://{}", morning.server.address);
    assert_eq!(morning.open(morning.office.yujin, (&url, "https://evil.example")).await.unwrap_err(), 403);
    assert_eq!(morning.open(morning.office.seoyeon, (&url, &here)).await.unwrap_err(), 403);
    let own = url.replace("/watch/socket", "/socket");
    assert_eq!(morning.look(&own).await.unwrap_err(), 403, "an admin got hands in somebody's desktop");

    let seoyeon = morning.server.browser_of(morning.office.seoyeon).await;
    let path = format!("/desktop/{}/look", morning.session);
    assert_eq!(seoyeon.get(&path).await.status, 404);
    let fields = [("look", asked["id"].as_str().unwrap()), ("say", "end")];
    assert_eq!(seoyeon.form(&path, &fields).await.status, 404);
    assert_eq!(morning.ticket_to_look(&seoyeon).await.status, 403);
    assert_eq!(morning.server.stranger().get(&path).await.status, 401);
}

#[tokio::test]
async fn looking_ends_when_whoever_looks_is_signed_out() {
    let morning = morning().await;
    let _own = morning.at_the_screen().await;
    let (_told, admin, _) = morning.allowed().await;
    let ticket = morning.ticket_to_look(&admin).await.expect(201);
    let mut looking = morning.look(ticket.text_at("/url")).await.unwrap();
    let _seen = morning.desktop().await;
    let yujin = morning.office.uuid(morning.office.yujin.0);
    morning.office.sql(&format!("DELETE FROM sign_ins WHERE person_id = {yujin}")).await;
    assert_closed(&mut looking, 4007).await;
}
