//! Take somebody into the directory, give them another password, and make teams.

use super::{password, tokens};
use crate::{
    backend::{
        bookings::judge,
        caller::Caller,
        db,
        error::{Error, Fault, Result},
        ledger::{self, Event},
        office::Office,
        people::directory,
        rows::{booking, person, team},
        secret,
    },
    model::{
        id::{PersonId, TeamId},
        notice::Mail,
        overview::Member,
        person::Role,
        place::Names,
        refusal::Refusal,
        text::{is_plain, line},
    },
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use uuid::Uuid;

/// How many people are listed at once.
const MOST_LISTED: u64 = 60;

/// Somebody new.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Sign-in address.
    pub email: String,
    /// Full name.
    pub name: String,
    /// The short name on the map's disc; empty for the last two syllables of the name.
    pub given_name: String,
    /// Role.
    pub role: Role,
    /// Team.
    pub team: Option<TeamId>,
}

/// People whose name or address contains a text, active ones first, by name; at most 60, and how many there are.
pub async fn members(office: &Office, caller: &Caller, text: &str) -> Result<(Vec<Member>, u64)> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let mut query = person::Entity::find();
    if !text.trim().is_empty() {
        let text = text.trim();
        query = query.filter(db::contains([person::Column::Name, person::Column::Email], text));
    }
    let many = query.clone().count(db).await?;
    let rows = query
        .order_by_desc(person::Column::Active)
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Email)
        .limit(MOST_LISTED)
        .all(db)
        .await?;
    Ok((as_members(db, caller, rows).await?, many))
}

/// One person.
pub async fn member(office: &Office, caller: &Caller, id: PersonId) -> Result<Member> {
    caller.must_be_admin()?;
    let db = &office.db.read;
    let row = person::Entity::find_by_id(id.0).one(db).await?.ok_or(Refusal::NotFound)?;
    Ok(as_members(db, caller, vec![row]).await?.pop().ok_or(Refusal::NotFound)?)
}

async fn as_members(db: &impl ConnectionTrait, caller: &Caller, rows: Vec<person::Model>) -> Result<Vec<Member>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let coming: Vec<(Uuid, i64)> = booking::Entity::find()
        .select_only()
        .column(booking::Column::PersonId)
        .column_as(booking::Column::Id.count(), "many")
        .filter(booking::Column::PersonId.is_in(ids))
        .filter(judge::is_live())
        .filter(booking::Column::EndsAt.gt(caller.now.timestamp()))
        .group_by(booking::Column::PersonId)
        .into_tuple()
        .all(db)
        .await?;
    let coming: HashMap<Uuid, i64> = coming.into_iter().collect();
    let coming = |id: Uuid| coming.get(&id).and_then(|many| u32::try_from(*many).ok()).unwrap_or(0);
    let known: Vec<(bool, u32)> = rows.iter().map(|row| (row.active, coming(row.id))).collect();
    let people = directory::views(db, rows).await?.into_iter();
    Ok(people.zip(known).map(|(person, (active, coming))| Member { person, active, coming }).collect())
}

/// Takes somebody in and answers their first password, which is kept only as a hash.
pub async fn admit(office: &Office, caller: &Caller, new: NewPerson) -> Result<(PersonId, String)> {
    caller.must_be_admin()?;
    let row = checked(&new, caller)?;
    let password = first_password()?;
    let row = person::Model { password_hash: Some(password::hash(password.clone()).await?), ..row };
    let outcome = db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, &row))).await;
    match outcome {
        Ok(()) => Ok((row.id.into(), password)),
        Err(Error::Fault(Fault::Database(error))) if db::is_duplicate(&error) => {
            Err(Refusal::input("email", "email_taken").into())
        }
        Err(other) => Err(other),
    }
}

/// Gives somebody another first password, signs them out everywhere and ends their API tokens.
pub async fn new_password(office: &Office, caller: &Caller, person: PersonId) -> Result<String> {
    caller.must_be_admin()?;
    judge::active_person(&office.db.read, person).await?;
    let password = first_password()?;
    let hash = password::hash(password.clone()).await?;
    db::write(&office.db, |scope| Box::pin(write_password(scope.tx, caller, person, hash.clone()))).await?;
    Ok(password)
}

/// Makes a team.
pub async fn add_team(office: &Office, caller: &Caller, name: Names) -> Result<TeamId> {
    caller.must_be_admin()?;
    let (ko, en) = (line("team_ko", &name.ko)?.to_owned(), line("team_en", &name.en)?.to_owned());
    if ko.is_empty() {
        return Err(Refusal::input("team_ko", "empty").into());
    }
    if ko.chars().count() > 60 || en.chars().count() > 60 {
        return Err(Refusal::input("team_ko", "name_length").into());
    }
    let en = if en.is_empty() { ko.clone() } else { en };
    let row = team::Model { id: Uuid::now_v7(), name_ko: ko, name_en: en };
    db::write(&office.db, |scope| Box::pin(write_team(scope.tx, caller, &row))).await?;
    Ok(row.id.into())
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, row: &person::Model) -> Result<()> {
    if let Some(team) = row.team_id
        && team::Entity::find_by_id(team).one(tx).await?.is_none()
    {
        return Err(Refusal::input("team", "unknown").into());
    }
    person::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    tell(tx, caller, "person.added", Some(row.id)).await
}

async fn write_password(tx: &DatabaseTransaction, caller: &Caller, person: PersonId, hash: String) -> Result<()> {
    password::replace(tx, person, hash).await?;
    tokens::revoke_all(tx, person, caller.now).await?;
    tell(tx, caller, "person.password_given", Some(person.0)).await
}

async fn write_team(tx: &DatabaseTransaction, caller: &Caller, row: &team::Model) -> Result<()> {
    team::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    tell(tx, caller, "team.added", None).await
}

pub(crate) async fn tell(
    tx: &DatabaseTransaction,
    caller: &Caller,
    kind: &'static str,
    person: Option<Uuid>,
) -> Result<()> {
    ledger::record(tx, caller.now, Event { kind, person, ..Event::default() }.by(caller.person)).await
}

fn checked(new: &NewPerson, caller: &Caller) -> Result<person::Model, Refusal> {
    let email = new.email.trim().to_lowercase();
    let parts: Vec<&str> = email.split('@').collect();
    let is_address = parts.len() == 2 && parts.iter().all(|part| !part.is_empty());
    if !is_address || email.len() > 254 || email.contains(' ') || !is_plain(&email) {
        return Err(Refusal::input("email", "not_an_address"));
    }
    let (name, given) = (line("name", &new.name)?, line("given_name", &new.given_name)?);
    match name.chars().count() {
        0 => return Err(Refusal::input("name", "empty")),
        1..=60 => {}
        _ => return Err(Refusal::input("name", "name_length")),
    }
    if given.chars().count() > 4 {
        return Err(Refusal::input("given_name", "given_length"));
    }
    let last_two = || name.chars().skip(name.chars().count().saturating_sub(2)).collect();
    Ok(person::Model {
        id: Uuid::now_v7(),
        email,
        name: name.to_owned(),
        given_name: if given.is_empty() { last_two() } else { given.to_owned() },
        role: new.role.word().into(),
        team_id: new.team.map(|team| team.0),
        lang: "ko".into(),
        visibility: "everybody".into(),
        mail: Mail::Every.word().into(),
        password_hash: None,
        active: true,
        created_at: caller.now.timestamp(),
    })
}

/// Sixteen letters and digits without those that look alike, in groups to be read aloud: about 90 bits.
fn first_password() -> Result<String, Fault> {
    let mut letters = String::new();
    while letters.len() < 16 {
        let more = secret::generate()?;
        letters.extend(more.chars().filter(|one| one.is_ascii_alphanumeric() && !"0O1lI".contains(*one)));
    }
    let groups: Vec<&str> = [0, 4, 8, 12].into_iter().filter_map(|at| letters.get(at..at + 4)).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_password_can_be_read_aloud() {
        let password = first_password().unwrap();
        assert_eq!(password.len(), 19);
        assert!(!password.contains(['0', 'O', '1', 'l', 'I']));
        assert_ne!(password, first_password().unwrap());
    }
}
