//! Refusals in words: why, until when, and the way out.

use crate::{failure::Failure, texts::Texts};
use office::model::{
    refusal::{Nearby, Offer, Reason, Refusal},
    time::{BadChoice, Minute},
};

/// One reason as a sentence.
pub fn reason(texts: Texts, reason: &Reason) -> String {
    match reason {
        Reason::DeskTaken { until } => texts.f("reason-desk-taken", &[("until", until.to_string().into())]),
        Reason::PersonBusy { label, local, .. } => texts.f(
            "reason-person-busy",
            &[
                ("label", label.as_str().into()),
                ("from", local.from.to_string().into()),
                ("to", local.to.to_string().into()),
            ],
        ),
        Reason::ColleagueBusy => texts.s("reason-colleague-busy"),
        Reason::OutOfService { note } => texts.f("reason-out-of-service", &[("note", note.as_str().into())]),
        Reason::Retired => texts.s("reason-retired"),
        Reason::AssignedToAnother { until: None } => texts.s("reason-assigned"),
        Reason::AssignedToAnother { until: Some(until) } => {
            texts.f("reason-assigned-until", &[("until", until.to_string().into())])
        }
        // Nothing of the day comes after it.
        Reason::KeptForTeam { team, until } if *until == Minute::END => {
            texts.f("reason-kept-all-day", &[("team", texts.name(team).into())])
        }
        Reason::KeptForTeam { team, until } => {
            texts.f("reason-kept", &[("team", texts.name(team).into()), ("until", until.to_string().into())])
        }
        Reason::Past => texts.s("reason-past"),
        Reason::BeyondHorizon { last, on, local, .. } => and(
            texts.f("reason-horizon", &[("date", texts.date(*on).into()), ("at", local.to_string().into())]),
            last.map(|last| texts.f("reason-horizon-last", &[("last", texts.date(last).into())])),
        ),
        Reason::Closed { name, next_open } => closed(texts, name.as_ref(), *next_open),
        Reason::OutsideHours { opens, closes } => texts
            .f("reason-outside-hours", &[("opens", opens.to_string().into()), ("closes", closes.to_string().into())]),
        Reason::TooManyActive { most } => texts.f("reason-too-many", &[("most", (*most).into())]),
        Reason::NotForOthers => texts.s("reason-not-for-others"),
        Reason::BadTime { why } => texts.s(match why {
            BadChoice::EndsBeforeItStarts => "problem-ends_before_it_starts",
            BadChoice::OffStep => "problem-off_step",
            BadChoice::Empty => "problem-empty_part",
        }),
        Reason::CheckInOpensAt { local, .. } => texts.f("reason-check-in-opens", &[("at", local.to_string().into())]),
        Reason::NoCloudPc { why } => texts.s(&format!("reason-no-cloud-pc-{}", why.word())),
        Reason::CloudPcPlanned { local, .. } => texts.f("reason-cloud-pc-planned", &[("at", local.to_string().into())]),
        Reason::NotNow { state } => texts.s(&format!("reason-not-now-{}", state.word())),
    }
}

fn closed(texts: Texts, name: Option<&office::model::place::Names>, next: Option<chrono::NaiveDate>) -> String {
    let why = match name {
        Some(name) => texts.f("reason-closed-holiday", &[("name", texts.name(name).into())]),
        None => texts.s("reason-closed"),
    };
    and(why, next.map(|next| texts.f("reason-next-open", &[("date", texts.date(next).into())])))
}

/// One sentence, and another where there is one.
fn and(one: String, other: Option<String>) -> String {
    match other {
        Some(other) => format!("{one} {other}"),
        None => one,
    }
}

/// A seat that is free instead, in the one text or, where it is on another floor, in the other.
pub fn offered(texts: Texts, offer: &Offer, (here, elsewhere): (&str, &str)) -> String {
    let label = offer.label.as_str();
    match &offer.nearby {
        Nearby::SameFloor(_) => texts.f(here, &[("label", label.into())]),
        Nearby::OtherFloor(name) => texts.f(elsewhere, &[("label", label.into()), ("floor", texts.name(name).into())]),
    }
}

/// A refusal as sentences.
pub fn refusal(texts: Texts, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Rules { reasons, offer } => {
            let mut said: Vec<String> = reasons.iter().map(|one| reason(texts, one)).collect();
            let keys = ("reason-offer", "reason-offer-elsewhere");
            said.extend(offer.as_ref().map(|offer| offered(texts, offer, keys)));
            said.join(" ")
        }
        Refusal::BadInput { problem, .. } => texts.s(&format!("problem-{problem}")),
        Refusal::NotFound => texts.s("refusal-not-found"),
        Refusal::Forbidden => texts.s("refusal-forbidden"),
        Refusal::SignedOut => texts.s("refusal-signed-out"),
        Refusal::WrongPassword => texts.s("refusal-wrong-password"),
        Refusal::TooOften { seconds } => texts.f("refusal-too-often", &[("minutes", seconds.div_ceil(60).into())]),
        Refusal::KeyReused => texts.s("refusal-key-reused"),
        Refusal::Stale => texts.s("refusal-stale"),
    }
}

/// A failure as sentences.
pub fn failure(texts: Texts, failure: &Failure) -> String {
    match failure {
        Failure::Refused { refusal: why } => refusal(texts, why),
        // What answered was not this server.
        Failure::Fault { id } if id.is_empty() => texts.s("offline"),
        Failure::Fault { id } => texts.f("fault", &[("id", id.as_str().into())]),
        Failure::Offline => texts.s("offline"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::place::{Lang, Names};

    #[test]
    fn a_zone_that_is_kept_all_day_opens_to_nobody_later() {
        let kept = |until| Reason::KeptForTeam { team: Names::new("플랫폼팀", "Platform"), until };
        for (lang, team, later) in [(Lang::Ko, "플랫폼팀", "그 뒤에는"), (Lang::En, "Platform", "After that")] {
            let [some, all] = [Minute::hour(10), Minute::END].map(|until| reason(Texts(lang), &kept(until)));
            assert!(some.contains("10:00") && some.contains(later), "{some}");
            assert!(all.contains(team) && !all.contains("24:00") && !all.contains(later), "{all}");
        }
    }

    #[test]
    fn a_desk_of_somebody_s_own_says_when_it_opens_and_sends_nobody_to_an_admin_for_it() {
        for (lang, admin) in [(Lang::Ko, "관리자"), (Lang::En, "admin")] {
            let assigned = |until| reason(Texts(lang), &Reason::AssignedToAnother { until });
            let [never, later] = [None, Some(Minute::hour(10))].map(assigned);
            assert!(never.contains(admin), "{never}");
            assert!(later.contains("10:00") && !later.contains(admin), "{later}");
        }
    }

    #[test]
    fn a_day_too_far_ahead_says_when_it_opens_and_up_to_which_day_one_can_book() {
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        let far = |last| Reason::BeyondHorizon {
            last,
            opens_at: "2026-12-06T22:00:00Z".parse().unwrap(),
            on: day("2026-12-07"),
            local: Minute::hour(7),
        };
        for (lang, opens, last) in
            [(Lang::Ko, "12월 7일 월요일", "12월 18일"), (Lang::En, "Monday 7 December", "18 December")]
        {
            let [some, none] = [Some(day("2026-12-18")), None].map(|last| reason(Texts(lang), &far(last)));
            assert!(some.contains(opens) && some.contains("07:00") && some.contains(last), "{some}");
            assert!(none.contains(opens) && !none.contains(last), "{none}");
        }
    }

    fn offered_at(nearby: Nearby, lang: Lang) -> String {
        let id = "0190a1b2-0000-7000-8000-000000000001";
        let (desk, floor) = (id.parse().unwrap(), id.parse().unwrap());
        let offer = Offer { desk, label: "B-01".into(), floor, nearby };
        offered(Texts(lang), &offer, ("reason-offer", "reason-offer-elsewhere"))
    }

    #[test]
    fn a_seat_on_another_floor_is_offered_by_the_name_of_that_floor() {
        let above = || Nearby::OtherFloor(Box::new(Names::new("13층", "13F")));
        assert!(offered_at(above(), Lang::Ko).contains("13층 B-01 자리"));
        assert!(offered_at(above(), Lang::En).contains("B-01 on 13F"));
        assert!(!offered_at(Nearby::SameFloor(2.0), Lang::En).contains("floor"));
    }
}
