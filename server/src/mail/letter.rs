//! What stands in a letter.

use app::texts::Texts;
use chrono_tz::Tz;
use office::{
    backend::notices::News,
    model::{
        notice::Notice,
        person::Person,
        room::NoRoom,
        time::{self, Instant, Minute},
    },
};

/// A letter as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub subject: String,
    pub body: String,
}

/// Writes a person a letter in their language.
pub(super) fn write(to: &Person, news: &[News], base_url: &str) -> Written {
    let texts = Texts(to.lang);
    let mut parts = vec![texts.f("mail-hello", &[("name", to.name.clone().into())])];
    parts.extend(news.iter().map(|news| part(texts, news, base_url)));
    parts.push(texts.f("mail-stop", &[("url", format!("{base_url}/settings").into())]));
    Written { subject: subject(texts, news), body: parts.join("\n\n") + "\n" }
}

fn subject(texts: Texts, news: &[News]) -> String {
    let first = news.first().map(|news| texts.f(subject_key(news), &[("label", news.booking.label.clone().into())]));
    let first = first.unwrap_or_default();
    match news.len().saturating_sub(1) {
        0 => texts.f("mail-subject", &[("what", first.into())]),
        more => texts.f("mail-subject-more", &[("what", first.into()), ("more", more.into())]),
    }
}

fn subject_key(news: &News) -> &'static str {
    match news.notice {
        Notice::Away => "mail-away-subject",
        Notice::Lent => "mail-lent-subject",
        Notice::Released if news.booking.checked_in_at.is_none() => "mail-no-show-subject",
        Notice::Released => "mail-given-back-subject",
        Notice::GaveWay => "mail-gave-way-subject",
        Notice::Reserved => "mail-reserved-subject",
        Notice::Restored => "mail-restored-subject",
        Notice::Moved => "mail-moved-subject",
        Notice::TimesChanged => "mail-times-changed-subject",
        Notice::Cancelled => "mail-cancelled-subject",
        Notice::NoPc => "mail-no-pc-subject",
        Notice::PcAgain => "mail-pc-again-subject",
        Notice::PcTrouble => "mail-pc-trouble-subject",
    }
}

/// Which booking it is about, what happened and what follows, and where to go.
fn part(texts: Texts, news: &News, base_url: &str) -> String {
    let (booking, local) = (&news.booking, &news.booking.local);
    let which = texts.f(
        "mail-which",
        &[
            ("date", texts.date(local.date).into()),
            ("from", local.from.to_string().into()),
            ("to", local.to.to_string().into()),
            ("floor", texts.name(&news.floor).into()),
            ("label", booking.label.clone().into()),
        ],
    );
    let (key, url) = way_out(news);
    let link = texts.f(key, &[("url", format!("{base_url}{url}").into())]);
    format!("{which}\n{}\n{link}", told(texts, news))
}

fn told(texts: Texts, news: &News) -> String {
    let booking = &news.booking;
    match news.notice {
        Notice::Away => sentences(&[since(texts, news), kept(texts, news), let_go(texts, news)]),
        Notice::Lent => sentences(&[Some(texts.s("mail-lent")), let_go(texts, news)]),
        Notice::Released if booking.checked_in_at.is_none() => texts.s("mail-released-no-show"),
        Notice::Released => texts.s("mail-released-long-away"),
        Notice::GaveWay if booking.state.is_live() => texts.f("gave-way", &[("label", booking.label.clone().into())]),
        Notice::GaveWay => texts.s("gave-way-none"),
        Notice::Reserved => texts.s("mail-reserved"),
        Notice::Restored => texts.s("mail-restored"),
        Notice::Moved => texts.s("mail-moved"),
        Notice::TimesChanged => texts.s("mail-times-changed"),
        Notice::Cancelled => texts.s("mail-cancelled"),
        Notice::NoPc if booking.no_pc == Some(NoRoom::Stopped) => texts.s("mail-no-pc-stopped"),
        Notice::NoPc => texts.s("mail-no-pc-draining"),
        Notice::PcAgain => texts.s("mail-pc-again"),
        Notice::PcTrouble => texts.s("mail-pc-trouble"),
    }
}

fn sentences(some: &[Option<String>]) -> String {
    some.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn since(texts: Texts, news: &News) -> Option<String> {
    let away = news.booking.away?;
    Some(texts.f("mail-away", &[("at", clock(news.zone, away.since).into())]))
}

fn kept(texts: Texts, news: &News) -> Option<String> {
    let until = news.booking.away?.steps.lent_from?;
    Some(texts.f("mail-away-lent-from", &[("at", clock(news.zone, until).into())]))
}

fn let_go(texts: Texts, news: &News) -> Option<String> {
    let at = news.booking.away?.steps.released_at?;
    Some(texts.f("mail-away-released-at", &[("at", clock(news.zone, at).into())]))
}

fn clock(zone: Tz, at: Instant) -> String {
    Minute::of(time::local(zone, at)).to_string()
}

/// The link's text and where it leads.
fn way_out(news: &News) -> (&'static str, String) {
    let booking = &news.booking;
    let seats = || format!("/floors/{}?date={}", booking.floor, booking.local.date);
    match news.notice {
        Notice::Away | Notice::Lent => ("mail-link-here", "/".into()),
        Notice::Released | Notice::GaveWay | Notice::PcTrouble if news.today => ("mail-link-home", "/".into()),
        Notice::Released | Notice::Cancelled => ("mail-link-seats", seats()),
        _ => ("mail-link-bookings", "/bookings".into()),
    }
}

#[cfg(test)]
mod tests;
