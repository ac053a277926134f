//! Notices that are due, handed to whoever sends them: everything that one person has to be told at a time, in one letter.

use crate::{
    backend::{
        bookings::find,
        caller::Caller,
        db,
        error::{Result, stored},
        office::Office,
        people::{directory, sign_in},
        places::find as places,
        rows::{ledger, notice, person},
    },
    model::{
        booking::{Booking, CheckInSource},
        id::DeskId,
        notice::{Mail, Notice},
        person::Person,
        place::Names,
    },
};
use chrono_tz::Tz;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, sea_query::Expr,
};
use std::{cmp::min, collections::HashSet};
use uuid::Uuid;

/// How long whoever took a letter has to send it before it is handed out again, in seconds.
const LEASE_SECONDS: i64 = 5 * 60;
/// How long a letter that can't be sent is tried again, in seconds.
const TRIED_SECONDS: i64 = 24 * 3_600;
/// The first and the longest wait after a letter could not be sent, in seconds; doubled each time.
const WAIT_SECONDS: (i64, i64) = (60, 3_600);
/// How long notices are kept, in seconds.
const KEPT_SECONDS: i64 = 30 * 24 * 3_600;

/// What is sent to one person at a time.
#[derive(Clone, Debug)]
pub struct Letter {
    /// To whom.
    pub to: Person,
    /// What they are told, in the order in which it happened; never empty.
    pub news: Vec<News>,
    /// The ledger's numbers of what is told.
    seqs: Vec<i64>,
}

impl Letter {
    /// The number that names the letter: the same when it is sent a second time.
    pub fn number(&self) -> i64 {
        self.seqs.first().copied().unwrap_or(0)
    }
}

/// One thing that somebody is told.
#[derive(Clone, Debug)]
pub struct News {
    /// What happened.
    pub notice: Notice,
    /// The booking as it is now.
    pub booking: Booking,
    /// The name of its floor.
    pub floor: Names,
    /// The time zone of its site.
    pub zone: Tz,
    /// Whether it is today there.
    pub today: bool,
}

/// Takes the next letter that is due. What is no longer so, or is not wanted by mail, is left out for good. Whoever takes
/// a letter says within five minutes that it was [`sent`], is to be [tried again](try_again) or [given up](give_up).
pub async fn hand_out(office: &Office) -> Result<Option<Letter>> {
    loop {
        let now = office.now().timestamp();
        let next = due(now).order_by_asc(notice::Column::DueAt).one(&office.db.read).await?;
        let Some(next) = next else { return Ok(None) };
        let taken = db::write(&office.db, |scope| Box::pin(take(scope.tx, next.person_id, now))).await?;
        // None are left where another server was faster.
        if let Some(letter) = written(office, next.person_id, taken).await? {
            return Ok(Some(letter));
        }
    }
}

fn due(now: i64) -> Select<notice::Entity> {
    notice::Entity::find().filter(notice::Column::State.eq("due")).filter(notice::Column::DueAt.lte(now))
}

/// A person's due notices, which nobody else takes for a while.
async fn take(tx: &DatabaseTransaction, person: Uuid, now: i64) -> Result<Vec<notice::Model>> {
    let rows = due(now)
        .filter(notice::Column::PersonId.eq(person))
        .order_by_asc(notice::Column::Seq)
        .lock_exclusive()
        .all(tx)
        .await?;
    notice::Entity::update_many()
        .col_expr(notice::Column::DueAt, Expr::value(now + LEASE_SECONDS))
        .col_expr(notice::Column::Tries, Expr::col(notice::Column::Tries).add(1))
        .filter(notice::Column::Seq.is_in(rows.iter().map(|row| row.seq)))
        .exec(tx)
        .await?;
    Ok(rows)
}

/// The letter that notices make, without those that are settled now.
async fn written(office: &Office, person: Uuid, rows: Vec<notice::Model>) -> Result<Option<Letter>> {
    let Some(whose) = person::Entity::find_by_id(person).one(&office.db.read).await? else { return Ok(None) };
    let wanted = stored(Mail::from_word(&whose.mail), "wish for mail")?;
    let reader = sign_in::caller_of(&whose, (office.now(), CheckInSource::Page))?;
    let (mut news, mut seqs, mut settled) = (Vec::<News>::new(), Vec::new(), Vec::new());
    let new: HashSet<Uuid> =
        rows.iter().filter(|row| row.kind == Notice::Reserved.word()).map(|row| row.booking_id).collect();
    // The newest first: of what happened to a booking twice the last time counts.
    for row in rows.into_iter().rev() {
        let unheard_of = new.contains(&row.booking_id);
        let told = match whose.active {
            true => told(office, &reader, (&row, wanted, unheard_of)).await?,
            false => None,
        };
        let again =
            |one: &News| news.iter().any(|known| (known.notice, known.booking.id) == (one.notice, one.booking.id));
        match told.filter(|one| !again(one)) {
            Some(one) => {
                news.push(one);
                seqs.push(row.seq);
            }
            None => settled.push(row.seq),
        }
    }
    settle(office, settled, "dropped").await?;
    if news.is_empty() {
        return Ok(None);
    }
    news.reverse();
    seqs.reverse();
    let to = directory::view(&office.db.read, whose).await?;
    Ok(Some(Letter { to, news, seqs }))
}

async fn told(
    office: &Office,
    reader: &Caller,
    (row, wanted, unheard_of): (&notice::Model, Mail, bool),
) -> Result<Option<News>> {
    let notice = stored(Notice::from_word(&row.kind), "kind of notice")?;
    if !wanted.wants(notice) || unheard_of && notice.needs_to_be_known() {
        return Ok(None);
    }
    let booking = find::one(office, reader, row.booking_id.into()).await?;
    let is_news = match notice {
        Notice::Released => !gave_way(office, row).await?,
        Notice::Restored => is_told(office, row, [Notice::Cancelled, Notice::Released]).await?,
        Notice::Moved => !is_back(office, row, booking.desk).await?,
        _ => true,
    };
    if !is_news || !notice.is_so(&booking, reader.now) {
        return Ok(None);
    }
    let here = places::floor(office, reader, booking.floor).await?;
    Ok(Some(News {
        notice,
        today: booking.local.date == here.today,
        zone: here.zone(),
        floor: here.floor.name,
        booking,
    }))
}

/// Whether a booking was taken back because the holder of a lent seat returned: that is told by itself.
async fn gave_way(office: &Office, row: &notice::Model) -> Result<bool> {
    let reclaimed = ledger::Entity::find()
        .filter(ledger::Column::BookingId.eq(row.booking_id))
        .filter(ledger::Column::Kind.eq("seat.reclaimed"))
        .filter(ledger::Column::Seq.gt(row.seq))
        .one(&office.db.read)
        .await?;
    Ok(reclaimed.is_some())
}

/// Whether the person was told one of some things about the booking.
async fn is_told(office: &Office, row: &notice::Model, notices: [Notice; 2]) -> Result<bool> {
    let told = of_booking(row, "sent").filter(notice::Column::Kind.is_in(notices.map(Notice::word)));
    Ok(told.one(&office.db.read).await?.is_some())
}

/// Whether the booking is again at the desk at which it was when its person was told last.
async fn is_back(office: &Office, row: &notice::Model, now: DeskId) -> Result<bool> {
    let db = &office.db.read;
    let moved = |state| of_booking(row, state).filter(notice::Column::Kind.eq(Notice::Moved.word()));
    let told = moved("sent").order_by_desc(notice::Column::Seq).one(db).await?.map_or(0, |told| told.seq);
    let untold = moved("due").filter(notice::Column::Seq.gt(told)).order_by_asc(notice::Column::Seq).one(db).await?;
    let left = ledger::Entity::find()
        .filter(ledger::Column::BookingId.eq(row.booking_id))
        .filter(ledger::Column::Kind.eq("booking.left_seat"))
        .filter(ledger::Column::Seq.lt(untold.map_or(row.seq, |first| first.seq)))
        .order_by_desc(ledger::Column::Seq)
        .one(db)
        .await?;
    Ok(left.and_then(|left| left.desk_id) == Some(now.0))
}

fn of_booking(row: &notice::Model, state: &str) -> Select<notice::Entity> {
    notice::Entity::find().filter(notice::Column::BookingId.eq(row.booking_id)).filter(notice::Column::State.eq(state))
}

/// The letter has gone out.
pub async fn sent(office: &Office, letter: Letter) -> Result<()> {
    settle(office, letter.seqs, "sent").await
}

/// The letter will never arrive.
pub async fn give_up(office: &Office, letter: Letter) -> Result<()> {
    settle(office, letter.seqs, "dropped").await
}

/// The letter could not be sent now. It is handed out again later, each time after a longer while, for a day.
pub async fn try_again(office: &Office, letter: Letter) -> Result<()> {
    let now = office.now().timestamp();
    let rows = notice::Entity::find().filter(notice::Column::Seq.is_in(letter.seqs)).all(&office.db.write).await?;
    let (old, rest): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.made_at < now - TRIED_SECONDS);
    for row in rest {
        let (first, longest) = WAIT_SECONDS;
        let wait = min(first << (row.tries - 1).clamp(0, 10), longest);
        notice::Entity::update_many()
            .col_expr(notice::Column::DueAt, Expr::value(now + wait))
            .filter(notice::Column::Seq.eq(row.seq))
            .exec(&office.db.write)
            .await?;
    }
    settle(office, old.into_iter().map(|row| row.seq).collect(), "dropped").await
}

async fn settle(office: &Office, seqs: Vec<i64>, state: &str) -> Result<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    notice::Entity::update_many()
        .col_expr(notice::Column::State, Expr::value(state))
        .filter(notice::Column::Seq.is_in(seqs))
        .exec(&office.db.write)
        .await?;
    Ok(())
}

/// How many notices wait to be sent.
pub async fn waiting(office: &Office) -> Result<u64> {
    Ok(notice::Entity::find().filter(notice::Column::State.eq("due")).count(&office.db.read).await?)
}

/// Deletes notices that are a month old, also any that could never be read: the ledger keeps what happened.
pub async fn forget_old(office: &Office) -> Result<()> {
    notice::Entity::delete_many()
        .filter(notice::Column::MadeAt.lt(office.now().timestamp() - KEPT_SECONDS))
        .exec(&office.db.write)
        .await?;
    Ok(())
}
