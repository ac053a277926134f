//! Letters that reach a mail server, in the language of whom they are for.

mod receiver;

use crate::{
    common::{TestOffice, all_day, wish},
    on_both_databases,
    serving::{Server, Setting, until},
};
use office::{
    backend::{
        bookings::{
            cancel::cancel,
            reserve::{Reserve, reserve},
        },
        notices,
        office::Clock,
        people::directory::set_lang,
    },
    model::{
        booking::Booking,
        id::{DeskId, PersonId},
        place::Lang,
    },
};
use receiver::{Received, Receiver};
use reqwest::Method;
use tokio::net::TcpSocket;

const TOMORROW: &str = "2026-12-04";

async fn sending(t: &TestOffice, smtp_url: &str) -> Server {
    let base_url = Some("https://jari.example".to_owned());
    let setting = Setting { base_url, smtp_url: Some(smtp_url.to_owned()), ..Setting::USUAL };
    // From here on events are told.
    notices::gather(&t.office).await.unwrap();
    Server::start(t.office.clone(), setting).await
}

/// 유진, who sets up the office, books a desk for somebody.
async fn given(t: &TestOffice, who: PersonId, desk: DeskId) -> Booking {
    let wanted = Reserve { person: Some(who), ..wish(desk, all_day(TOMORROW)) };
    reserve(&t.office, &t.caller(t.yujin), wanted).await.unwrap()
}

/// Lets time pass once the server has written down so many notices.
async fn pass(t: &TestOffice, notices: u64, seconds: i64) {
    until("the notices are written down", async || {
        (notices::waiting(&t.office).await.unwrap() == notices).then_some(())
    })
    .await;
    t.clock.set(&t.clock.now_plus(seconds));
}

/// The only notice waits a minute for its second try.
async fn is_put_off(t: &TestOffice) {
    until("it is put off", async || {
        (t.number("SELECT due_at FROM notices").await == t.clock.now().timestamp() + 60).then_some(())
    })
    .await;
}

async fn arrived(receiver: &Receiver, many: usize) -> Vec<Received> {
    until("the letters arrive", async || (receiver.letters().len() >= many).then_some(())).await;
    receiver.letters()
}

on_both_databases! {
    async fn a_letter_arrives_in_the_language_of_its_reader(t) {
        let receiver = Receiver::start().await;
        let _server = sending(t, &receiver.url).await;
        set_lang(&t.office, &t.caller(t.seoyeon), Lang::En).await.unwrap();
        given(t, t.jimin, t.desks[0]).await;
        given(t, t.seoyeon, t.desks[1]).await;
        pass(t, 2, 15).await;
        let letters = arrived(&receiver, 2).await;
        let to = |who: &str| letters.iter().find(|letter| letter.to.contains(who)).unwrap().clone();
        let korean = to("jimin");
        assert_eq!(korean.to, "지민 <jimin@example.test>");
        assert_eq!(korean.from, "자리 <jari@office.test>");
        assert_eq!(korean.subject, "[자리] A-01 자리가 예약됐어요");
        assert!(korean.body.contains("12월 4일 금요일 09:00–18:00"), "{}", korean.body);
        assert!(korean.body.contains("https://jari.example/bookings"), "{}", korean.body);
        assert_eq!(korean.automatic, "auto-generated");
        assert!(korean.id.starts_with("notice-") && korean.id.ends_with("@office.test"), "{}", korean.id);
        assert_eq!(to("seoyeon").subject, "[Jari] Desk A-02 was booked for you");
        until("they are settled", async || (notices::waiting(&t.office).await.unwrap() == 0).then_some(())).await;
        assert_eq!(receiver.letters().len(), 2);
    }

    async fn letters_wait_while_the_mail_server_is_down_and_arrive_once_it_is_back(t) {
        // An address at which nobody answers, and which nobody else is given meanwhile.
        let kept = TcpSocket::new_v4().unwrap();
        kept.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let at = kept.local_addr().unwrap();
        let _server = sending(t, &format!("smtp://{at}")).await;
        given(t, t.jimin, t.desks[0]).await;
        pass(t, 1, 15).await;
        is_put_off(t).await;
        let receiver = Receiver::on(kept.listen(16).unwrap(), |_, _| "250 ok");
        t.clock.set(&t.clock.now_plus(60));
        assert_eq!(arrived(&receiver, 1).await[0].to, "지민 <jimin@example.test>");
    }

    async fn an_address_that_is_refused_holds_up_nobody_and_is_not_tried_again(t) {
        let receiver =
            Receiver::answering(|line, _| if line.contains("jimin") { "550 no such address" } else { "250 ok" }).await;
        let _server = sending(t, &receiver.url).await;
        given(t, t.jimin, t.desks[0]).await;
        given(t, t.seoyeon, t.desks[1]).await;
        pass(t, 2, 15).await;
        arrived(&receiver, 1).await;
        until("both are settled", async || (notices::waiting(&t.office).await.unwrap() == 0).then_some(())).await;
        let [dropped, sent] = ["dropped", "sent"].map(|state| format!("SELECT count(*) FROM notices WHERE state = '{state}'"));
        assert_eq!((t.number(&dropped).await, t.number(&sent).await), (1, 1));
    }

    async fn a_mail_server_that_says_to_come_again_is_asked_again(t) {
        let receiver =
            Receiver::answering(|_, before| if before == 0 { "451 later" } else { "250 ok" }).await;
        let _server = sending(t, &receiver.url).await;
        given(t, t.jimin, t.desks[0]).await;
        pass(t, 1, 15).await;
        is_put_off(t).await;
        t.clock.set(&t.clock.now_plus(60));
        assert_eq!(arrived(&receiver, 1).await.len(), 1);
    }

    async fn a_mail_server_that_wants_another_password_loses_no_letter(t) {
        let receiver =
            Receiver::answering(|_, before| if before == 0 { "535 wrong password" } else { "250 ok" }).await;
        let _server = sending(t, &receiver.url).await;
        given(t, t.jimin, t.desks[0]).await;
        pass(t, 1, 15).await;
        is_put_off(t).await;
        t.clock.set(&t.clock.now_plus(60));
        assert_eq!(arrived(&receiver, 1).await.len(), 1);
    }

    async fn whoever_wants_none_says_so_in_the_settings(t) {
        let receiver = Receiver::start().await;
        let server = sending(t, &receiver.url).await;
        let browser = server.browser_of(t.jimin).await;
        let page = browser.send(browser.ask(Method::GET, "/settings")).await.expect(200);
        assert!(page.text.contains("메일로 받을 알림"));
        browser.form("/preferences", &[("visibility", "everybody"), ("mail", "never")]).await.expect(303);
        let made = given(t, t.jimin, t.desks[0]).await;
        given(t, t.seoyeon, t.desks[1]).await;
        pass(t, 2, 15).await;
        arrived(&receiver, 1).await;
        until("the first is settled", async || (notices::waiting(&t.office).await.unwrap() == 0).then_some(())).await;
        browser.form("/preferences", &[("visibility", "everybody"), ("mail", "every")]).await.expect(303);
        cancel(&t.office, &t.caller(t.yujin), made.id).await.unwrap();
        pass(t, 1, 15).await;
        let letters = arrived(&receiver, 2).await;
        let to: Vec<_> = letters.iter().map(|letter| letter.to.as_str()).collect();
        assert_eq!(to, ["서연 <seoyeon@example.test>", "지민 <jimin@example.test>"]);
        assert_eq!(letters[1].subject, "[자리] A-01 자리 예약이 취소됐어요");
    }

    async fn an_office_without_a_mail_server_does_not_ask_which_mail_somebody_wants(t) {
        let server = Server::of(t).await;
        let browser = server.browser_of(t.jimin).await;
        let page = browser.send(browser.ask(Method::GET, "/settings")).await.expect(200);
        assert!(page.text.contains("지도에서 내 이름") && !page.text.contains("메일로 받을 알림"));
    }
}
