//! Rules as the values of a form, and back.

use crate::admin::typed::Typed;
use office::model::{change::RulesDraft, id::ZoneId};

/// The fields of a zone: its team and its release time.
pub fn zone_fields(zone: ZoneId) -> (String, String) {
    (format!("team-{zone}"), format!("until-{zone}"))
}

/// The field of a working day, Monday first.
pub fn day_field(day: usize) -> String {
    format!("day-{day}")
}

/// A draft as the values of a form.
pub fn values(draft: &RulesDraft) -> Typed {
    let rules = &draft.rules;
    let minutes = |minutes: Option<u16>| minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
    let mut typed = Typed::from_pairs([
        ("horizon_days", rules.horizon_days.to_string()),
        ("opens_at", rules.opens_at.to_string()),
        ("most_active", rules.most_active.to_string()),
        ("check_in_before_min", rules.check_in_before_min.to_string()),
        ("no_show_grace_min", minutes(rules.no_show_grace_min)),
        ("away_notice_min", minutes(rules.away.notice_min)),
        ("away_lend_min", minutes(rules.away.lend_min)),
        ("away_release_min", minutes(rules.away.release_min)),
        ("for_whom", rules.for_whom.word().to_owned()),
        ("clipboard", rules.clipboard.word().to_owned()),
        ("assigned_release", rules.assigned_release.map(|at| at.to_string()).unwrap_or_default()),
        ("opens", draft.hours.opens.to_string()),
        ("closes", draft.hours.closes.to_string()),
        ("lunch_starts", draft.hours.lunch_starts.to_string()),
        ("lunch_ends", draft.hours.lunch_ends.to_string()),
    ]);
    let mut tick = |name: String| typed.0.insert(name, "on".to_owned());
    for day in (0..7).filter(|day| rules.working_days[*day]) {
        tick(day_field(day));
    }
    if rules.within_hours {
        tick("within_hours".to_owned());
    }
    for (zone, kept) in &draft.kept {
        if let Some((team, until)) = kept {
            let (team_field, until_field) = zone_fields(*zone);
            typed.0.insert(team_field, team.to_string());
            typed.0.insert(until_field, until.to_string());
        }
    }
    typed
}

#[cfg(not(target_family = "wasm"))]
mod on_the_server {
    use super::{day_field, zone_fields};
    use crate::admin::typed::Typed;
    use office::model::{
        away::AwayRules,
        change::RulesDraft,
        clipboard::Clipboard,
        id::ZoneId,
        refusal::Refusal,
        rules::{ForWhom, Rules},
        time::{Minute, WorkingHours},
    };

    /// Minutes, or none where the field is empty.
    fn minutes(typed: &Typed, field: &str) -> Result<Option<u16>, Refusal> {
        match typed.get(field) {
            "" => Ok(None),
            _ => typed.whole(field).map(Some),
        }
    }

    /// The draft that the values of a form mean, for a site with these zones.
    pub fn draft(typed: &Typed, zones: &[ZoneId]) -> Result<RulesDraft, Refusal> {
        let rules = Rules {
            horizon_days: typed.whole("horizon_days")?,
            opens_at: typed.time("opens_at")?,
            working_days: std::array::from_fn(|day| typed.ticked(&day_field(day))),
            most_active: typed.whole("most_active")?,
            check_in_before_min: typed.whole("check_in_before_min")?,
            no_show_grace_min: minutes(typed, "no_show_grace_min")?,
            for_whom: ForWhom::from_word(typed.get("for_whom")).ok_or(Refusal::input("for_whom", "unknown"))?,
            within_hours: typed.ticked("within_hours"),
            assigned_release: typed.maybe("assigned_release")?,
            away: AwayRules {
                notice_min: minutes(typed, "away_notice_min")?,
                lend_min: minutes(typed, "away_lend_min")?,
                release_min: minutes(typed, "away_release_min")?,
            },
            clipboard: Clipboard::from_word(typed.get("clipboard")).ok_or(Refusal::input("clipboard", "unknown"))?,
        };
        let hours = WorkingHours {
            opens: typed.time("opens")?,
            closes: typed.time("closes")?,
            lunch_starts: typed.time("lunch_starts")?,
            lunch_ends: typed.time("lunch_ends")?,
        };
        let mut kept = Vec::with_capacity(zones.len());
        for zone in zones {
            let (team, until) = zone_fields(*zone);
            let team = typed.maybe(&team)?;
            // A team without a time keeps the zone until the end of the day.
            let until = typed.maybe::<Minute>(&until)?.unwrap_or(Minute::END);
            kept.push((*zone, team.map(|team| (team, until))));
        }
        Ok(RulesDraft { rules, hours, kept })
    }
}

#[cfg(not(target_family = "wasm"))]
pub use on_the_server::draft;

#[cfg(test)]
mod tests {
    use super::*;
    use office::model::{
        clipboard::Clipboard,
        rules::{ForWhom, Rules},
        time::{Minute, WorkingHours},
    };

    #[test]
    fn what_the_form_shows_is_what_it_means() {
        let zone: ZoneId = "018f6f2e-0000-7000-8000-000000000001".parse().unwrap();
        let team = "018f6f2e-0000-7000-8000-000000000002".parse().unwrap();
        let shown = RulesDraft {
            rules: Rules {
                no_show_grace_min: None,
                within_hours: true,
                for_whom: ForWhom::Everybody,
                assigned_release: Some(Minute::hour(10)),
                clipboard: Clipboard::Both,
                ..Rules::default()
            },
            hours: WorkingHours {
                opens: Minute::hour(9),
                closes: Minute::hour(18),
                lunch_starts: Minute::hour(12),
                lunch_ends: Minute::hour(13),
            },
            kept: vec![(zone, Some((team, Minute::hour(9))))],
        };
        assert_eq!(draft(&values(&shown), &[zone]), Ok(shown));
    }
}
