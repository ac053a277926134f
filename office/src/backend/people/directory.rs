//! Who is there.

use crate::{
    backend::{
        caller::Caller,
        demo,
        error::{Fault, Result, stored},
        office::Office,
        rows::{person, team},
    },
    model::{
        id::PersonId,
        notice::Mail,
        person::{Person, Role, Visibility},
        place::{Lang, Names},
        refusal::Refusal,
    },
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder,
};

/// Sets the language a person reads.
pub async fn set_lang(office: &Office, caller: &Caller, lang: Lang) -> Result<()> {
    change(office, caller.person, |row| row.lang = Set(lang.tag().into())).await
}

/// Sets who sees a person's name on the map.
pub async fn set_visibility(office: &Office, caller: &Caller, visibility: Visibility) -> Result<()> {
    change(office, caller.person, |row| row.visibility = Set(visibility.word().into())).await
}

/// Sets which notices a person wants by mail.
pub async fn set_mail(office: &Office, caller: &Caller, mail: Mail) -> Result<()> {
    change(office, caller.person, |row| row.mail = Set(mail.word().into())).await
}

/// Whether nobody is in the directory yet.
pub async fn is_empty(office: &Office) -> Result<bool> {
    nobody_is_in(&office.db.read).await
}

/// The same, as a connection or a transaction sees it.
pub(super) async fn nobody_is_in(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(person::Entity::find().count(db).await? == 0)
}

/// One person of each role, of the demo's own people: whom the demo office offers for signing in. Whoever was let in
/// since is none of them.
pub async fn examples(office: &Office) -> Result<Vec<Person>> {
    let mut rows = Vec::new();
    for role in Role::ALL {
        let found = person::Entity::find()
            .filter(person::Column::Role.eq(role.word()))
            .filter(person::Column::Email.ends_with(demo::ADDRESSES))
            .filter(person::Column::Active.eq(true))
            .order_by_asc(person::Column::CreatedAt)
            .order_by_asc(person::Column::Email)
            .one(&office.db.read)
            .await?;
        rows.extend(found);
    }
    views(&office.db.read, rows).await
}

/// Everybody, by e-mail.
pub async fn everybody(office: &Office) -> Result<Vec<Person>> {
    let rows = person::Entity::find().order_by_asc(person::Column::Email).all(&office.db.read).await?;
    views(&office.db.read, rows).await
}

/// The person with an e-mail address.
pub async fn by_email(office: &Office, email: &str) -> Result<Person> {
    let row = super::sign_in::by_email(&office.db.read, email).await?.ok_or(Refusal::NotFound)?;
    view(&office.db.read, row).await
}

/// A person's e-mail, for admins.
pub async fn email_of(office: &Office, caller: &Caller, id: PersonId) -> Result<String> {
    caller.must_be_admin()?;
    let row = person::Entity::find_by_id(id.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    Ok(row.email)
}

async fn change(office: &Office, id: PersonId, set: impl FnOnce(&mut person::ActiveModel)) -> Result<()> {
    let row = person::Entity::find_by_id(id.0).one(&office.db.read).await?.ok_or(Refusal::NotFound)?;
    let mut row = row.into_active_model();
    set(&mut row);
    row.update(&office.db.write).await?;
    Ok(())
}

pub(crate) async fn view(db: &impl ConnectionTrait, row: person::Model) -> Result<Person> {
    let mut one = views(db, vec![row]).await?;
    Ok(one.pop().ok_or(Refusal::NotFound)?)
}

/// Stored people with their teams, in their order.
pub(super) async fn views(db: &impl ConnectionTrait, rows: Vec<person::Model>) -> Result<Vec<Person>> {
    let ids: Vec<_> = rows.iter().filter_map(|row| row.team_id).collect();
    let teams = team::Entity::find().filter(team::Column::Id.is_in(ids)).all(db).await?;
    let team_of = |row: &person::Model| teams.iter().find(|team| Some(team.id) == row.team_id);
    rows.into_iter().map(|row| Ok(to_person(team_of(&row), row)?)).collect()
}

/// What a person reads.
pub(crate) fn lang(row: &person::Model) -> Lang {
    if row.lang == "en" { Lang::En } else { Lang::Ko }
}

/// A stored person with their team.
pub(crate) fn to_person(team: Option<&team::Model>, row: person::Model) -> Result<Person, Fault> {
    Ok(Person {
        lang: lang(&row),
        id: row.id.into(),
        role: stored(Role::from_word(&row.role), "role")?,
        visibility: stored(Visibility::from_word(&row.visibility), "visibility")?,
        mail: stored(Mail::from_word(&row.mail), "wish for mail")?,
        team: row.team_id.map(Into::into),
        team_name: team.map(|team| Names::new(&team.name_ko, &team.name_en)),
        email: row.email,
        name: row.name,
        given_name: row.given_name,
    })
}
