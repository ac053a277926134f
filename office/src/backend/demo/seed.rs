//! Fills an empty database with the demo office.

use super::{
    PASSWORD,
    days::{self, Drawn},
    floors::{self, FloorDraft},
    lines::{self, Lines},
    noted,
    people::{self, PersonDraft, TEAMS},
    westport,
};
use crate::{
    backend::{
        bookings::judge,
        db,
        error::Result,
        ledger::{self, Event},
        office::Office,
        people::password,
        rows::{closure, desk, floor, floor_plan, person, site, site_rules, team, zone},
    },
    model::{
        notice::Mail,
        rules::Rules,
        time::{self, Instant, Minute, WorkingHours},
    },
};
use chrono_tz::Tz;
use rand::{SeedableRng, rngs::StdRng};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use uuid::Uuid;

const SEED: u64 = 20_261_203;
/// How many rows go into one statement: within SQLite's limit on variables.
const CHUNK: usize = 400;
/// The first site's word, from which its id follows.
pub(super) const HEAD_OFFICE: &str = "ulsan";
/// How many of the 300 people come to the head office; the others work at the second site.
const IN_ULSAN: usize = 274;

/// Holidays of the Republic of Korea (Ministry of the Interior and Safety's list of public holidays with substitute days).
const KOREAN: &[(&str, &str, &str)] = &[
    ("2026-01-01", "신정", "New Year's Day"),
    ("2026-02-16", "설날 연휴", "Seollal"),
    ("2026-02-17", "설날", "Seollal"),
    ("2026-02-18", "설날 연휴", "Seollal"),
    ("2026-03-02", "삼일절 대체공휴일", "Independence Movement Day (substitute)"),
    ("2026-05-05", "어린이날", "Children's Day"),
    ("2026-05-25", "부처님오신날 대체공휴일", "Buddha's Birthday (substitute)"),
    ("2026-06-03", "지방선거일", "Local elections"),
    ("2026-08-17", "광복절 대체공휴일", "Liberation Day (substitute)"),
    ("2026-09-24", "추석 연휴", "Chuseok"),
    ("2026-09-25", "추석", "Chuseok"),
    ("2026-10-05", "개천절 대체공휴일", "National Foundation Day (substitute)"),
    ("2026-10-09", "한글날", "Hangeul Day"),
    ("2026-12-25", "성탄절", "Christmas Day"),
    ("2027-01-01", "신정", "New Year's Day"),
    ("2027-02-08", "설날 연휴", "Seollal"),
    ("2027-02-09", "설날 대체공휴일", "Seollal (substitute)"),
    ("2027-03-01", "삼일절", "Independence Movement Day"),
];

const SCOTTISH: &[(&str, &str, &str)] = &[
    ("2026-11-30", "성 안드레아의 날", "St Andrew's Day"),
    ("2026-12-25", "성탄절", "Christmas Day"),
    ("2026-12-28", "박싱 데이 대체공휴일", "Boxing Day (substitute)"),
    ("2027-01-01", "신정", "New Year's Day"),
    ("2027-01-04", "1월 2일 대체공휴일", "2 January (substitute)"),
];

pub(super) struct SiteDraft {
    pub key: &'static str,
    pub name: (&'static str, &'static str),
    pub zone: Tz,
    pub hours: WorkingHours,
    pub closures: &'static [(&'static str, &'static str, &'static str)],
    pub floors: Vec<FloorDraft>,
    /// People that may come, as a range of indices.
    pub people: std::ops::Range<usize>,
}

/// Fills an empty database: sites, floors, 300 people, weeks of past and coming bookings.
pub async fn fill(office: &Office) -> Result<()> {
    let hash = password::hash(PASSWORD.to_owned()).await?;
    let now = office.now();
    let sites = sites()?;
    db::write(&office.db, |scope| {
        let (hash, sites) = (hash.clone(), &sites);
        Box::pin(async move { write(scope.tx, sites, (now, hash)).await })
    })
    .await?;
    office.live.wake();
    Ok(())
}

fn sites() -> Result<Vec<SiteDraft>> {
    let hour = Minute::hour;
    let late = Minute::new(17 * 60 + 30).unwrap_or(hour(18));
    let hours = |opens, closes| WorkingHours { opens, closes, lunch_starts: hour(12), lunch_ends: hour(13) };
    Ok(vec![
        SiteDraft {
            key: HEAD_OFFICE,
            name: ("울산 본사", "Ulsan Head Office"),
            zone: Tz::Asia__Seoul,
            hours: hours(hour(9), hour(18)),
            closures: KOREAN,
            floors: floors::floors(),
            people: 0..IN_ULSAN,
        },
        SiteDraft {
            key: "westport",
            name: ("웨스트포트 하우스", "Westport House"),
            zone: Tz::Europe__London,
            hours: hours(hour(9), late),
            closures: SCOTTISH,
            floors: westport::floors()?,
            people: IN_ULSAN..300,
        },
    ])
}

pub(super) fn id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_DNS, format!("{name}.demo.jari.example").as_bytes())
}

async fn write(tx: &DatabaseTransaction, sites: &[SiteDraft], (now, hash): (Instant, String)) -> Result<()> {
    noted::note(tx).await?;
    let mut random = StdRng::seed_from_u64(SEED);
    let people = people::people(&mut random);
    teams(tx).await?;
    everybody(tx, &people, (now, &hash)).await?;
    for (position, site) in sites.iter().enumerate() {
        places(tx, site, (position as i32, now)).await?;
        let drawn = days::bookings(site, &people, (now, &mut random));
        insert(tx, drawn.iter().map(|(row, ..)| row.clone().into_active_model()).collect()).await?;
        if position == 0 {
            measured(tx, lines::lines(site, &drawn, now)).await?;
        }
        tell(tx, site, (&drawn, now)).await?;
    }
    Ok(())
}

/// What the screens of a site have measured.
async fn measured(tx: &DatabaseTransaction, lines: Lines) -> Result<()> {
    insert(tx, lines.pcs.into_iter().map(IntoActiveModel::into_active_model).collect()).await?;
    insert(tx, lines.sessions.into_iter().map(IntoActiveModel::into_active_model).collect()).await?;
    insert(tx, lines.readings.into_iter().map(IntoActiveModel::into_active_model).collect()).await
}

/// Stores rows, as many at once as one statement takes.
async fn insert<A>(tx: &DatabaseTransaction, rows: Vec<A>) -> Result<()>
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(CHUNK).collect();
        A::Entity::insert_many(chunk).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn teams(tx: &DatabaseTransaction) -> Result<()> {
    let rows = TEAMS.iter().enumerate().map(|(index, (ko, en))| {
        let row = team::Model { id: id(&format!("team-{index}")), name_ko: (*ko).into(), name_en: (*en).into() };
        row.into_active_model()
    });
    team::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

async fn everybody(tx: &DatabaseTransaction, people: &[PersonDraft], (now, hash): (Instant, &str)) -> Result<()> {
    let rows: Vec<person::ActiveModel> = people
        .iter()
        .enumerate()
        .map(|(index, person)| {
            let row = person::Model {
                id: id(&person.email),
                email: person.email.clone(),
                name: person.name.clone(),
                given_name: person.given_name.clone(),
                role: person.role.word().into(),
                team_id: Some(id(&format!("team-{}", person.team))),
                lang: "ko".into(),
                visibility: person.visibility.word().into(),
                mail: Mail::Every.word().into(),
                password_hash: Some(hash.to_owned()),
                active: true,
                created_at: now.timestamp() - 86_400 * 400 + index as i64,
            };
            row.into_active_model()
        })
        .collect();
    insert(tx, rows).await
}

async fn places(tx: &DatabaseTransaction, site: &SiteDraft, (position, now): (i32, Instant)) -> Result<()> {
    let minutes = |minute: Minute| i32::from(minute.minutes());
    let row = site::Model {
        id: id(site.key),
        name_ko: site.name.0.into(),
        name_en: site.name.1.into(),
        zone: site.zone.name().into(),
        opens: minutes(site.hours.opens),
        closes: minutes(site.hours.closes),
        lunch_starts: minutes(site.hours.lunch_starts),
        lunch_ends: minutes(site.hours.lunch_ends),
        position,
        provider_id: None,
    };
    site::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let body = serde_json::to_string(&Rules::default()).unwrap_or_default();
    let rules = site_rules::Model { site_id: id(site.key), body, version: 1 };
    site_rules::Entity::insert(rules.into_active_model()).exec_without_returning(tx).await?;
    let closures = site.closures.iter().map(|(date, ko, en)| {
        let row = closure::Model {
            site_id: id(site.key),
            date: (*date).into(),
            name_ko: (*ko).into(),
            name_en: (*en).into(),
        };
        row.into_active_model()
    });
    closure::Entity::insert_many(closures).exec_without_returning(tx).await?;
    for draft in &site.floors {
        one_floor(tx, site, (draft, now)).await?;
    }
    Ok(())
}

async fn one_floor(tx: &DatabaseTransaction, site: &SiteDraft, (draft, now): (&FloorDraft, Instant)) -> Result<()> {
    let floor_id = id(&draft.key);
    let row = floor::Model {
        id: floor_id,
        site_id: id(site.key),
        name_ko: draft.name.ko.clone(),
        name_en: draft.name.en.clone(),
        level: draft.level,
    };
    floor::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let plan = floor_plan::Model {
        id: id(&format!("{}-plan-1", draft.key)),
        floor_id,
        revision: 1,
        published_from: Some("2026-01-01".into()),
        geometry: serde_json::to_string(&draft.plan).unwrap_or_default(),
        created_at: now.timestamp(),
    };
    floor_plan::Entity::insert(plan.into_active_model()).exec_without_returning(tx).await?;
    for one in &draft.zones {
        let row = zone::Model {
            id: id(&format!("{}-{}", draft.key, one.code)),
            floor_id,
            code: one.code.into(),
            name_ko: one.name.ko.clone(),
            name_en: one.name.en.clone(),
            kind: one.kind.word().into(),
            outline: serde_json::to_string(&one.outline).unwrap_or_default(),
            kept_team_id: one.kept.map(|(team, _)| id(&format!("team-{team}"))),
            kept_until: one.kept.map(|(_, until)| i32::from(until.minutes())),
        };
        zone::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    let desks: Vec<desk::ActiveModel> = draft
        .desks
        .iter()
        .map(|one| {
            let words: Vec<&str> = one.amenities.iter().map(|amenity| amenity.word()).collect();
            let row = desk::Model {
                id: id(&format!("{}-{}", draft.key, one.label)),
                floor_id,
                zone_id: Some(id(&format!("{}-{}", draft.key, one.zone))),
                label: one.label.clone(),
                x: one.at[0],
                y: one.at[1],
                rotation: one.rotation,
                kind: one.kind.word().into(),
                amenities: serde_json::to_string(&words).unwrap_or_default(),
                assigned_to: None,
                out_of_service: one.out_of_service.map(str::to_owned),
                retired_at: None,
                version: 1,
            };
            row.into_active_model()
        })
        .collect();
    insert(tx, desks).await
}

/// The ledger of today's and coming bookings, in the order in which it happened.
async fn tell(tx: &DatabaseTransaction, site: &SiteDraft, (drawn, now): (&[Drawn], Instant)) -> Result<()> {
    let today = time::day(site.zone, time::local(site.zone, now).date()).starts_at.timestamp();
    let told = drawn.iter().filter(|(row, _)| row.starts_at >= today);
    let mut steps: Vec<(i64, &'static str, &Drawn)> =
        told.flat_map(|one| days::steps(&one.0).into_iter().map(move |(at, kind)| (at, kind, one))).collect();
    steps.sort_by_key(|(at, ..)| *at);
    for (at, kind, (row, floor)) in steps {
        let event = Event {
            kind,
            site: Some(id(site.key)),
            floor: Some(*floor),
            desk: Some(row.desk_id),
            person: Some(row.person_id),
            booking: Some(row.id),
            interval: Some((row.starts_at, row.ends_at)),
            ..Event::default()
        };
        ledger::record(tx, judge::instant(at), event).await?;
    }
    Ok(())
}
