//! The office that every run begins with: the demo's, whose coming seats everybody has given back, and tokens of
//! some of its people. Made once, then copied.

use crate::{
    Outcome,
    database::{Kind, Look, Place},
    server::{Server, Settings},
};
use std::path::{Path, PathBuf};

/// A made office.
#[derive(Clone, Debug)]
pub struct Template {
    /// The binary that made it and will serve it.
    pub binary: PathBuf,
    /// Where it is; nobody has it open.
    pub place: Place,
    /// Tokens of its employees.
    pub tokens: Vec<String>,
}

/// How many tokens are made at once.
const AT_ONCE: usize = 4;

/// Employees who hold no booking. By day the demo office has people at their desks, and what somebody sits at counts for
/// how much they may still book.
const WITHOUT_SEATS: &str = "SELECT email FROM people WHERE role = 'employee' AND NOT EXISTS (SELECT 1 FROM bookings \
    WHERE bookings.person_id = people.id AND state IN ('reserved', 'in_use', 'away')) ORDER BY email";

/// Makes an office in a folder with tokens of so many people; `None` without a database to make it on.
pub async fn make(binary: &Path, kind: Kind, (folder, people): (&Path, usize)) -> Outcome<Option<Template>> {
    std::fs::create_dir_all(folder)?;
    let Some(place) = Place::new(kind, folder)? else { return Ok(None) };
    place.make(None).await?;
    let settings =
        Settings { binary: binary.to_owned(), database_url: place.url(), home: folder.to_owned(), demo: true };
    let server = Server::start(settings.clone()).await?;
    let look = Look::open(&place).await?;
    give_back(&look).await?;
    let emails = look.texts(WITHOUT_SEATS).await?;
    let mut tokens = Vec::with_capacity(people);
    for some in emails.iter().take(people).collect::<Vec<_>>().chunks(AT_ONCE) {
        let made = some.iter().map(|email| token(&settings, email));
        tokens.extend(futures::future::try_join_all(made).await?);
    }
    server.stop().await?;
    // Whoever begins with a copy has a folder of its own, and is the first machine there.
    look.run("DELETE FROM settings WHERE key = 'cloud_pcs_at'").await?;
    if !look.is_postgres() {
        // So that the file alone holds everything, and can be copied.
        look.run("PRAGMA wal_checkpoint(TRUNCATE)").await?;
    }
    look.close().await?;
    Ok(Some(Template { binary: binary.to_owned(), place, tokens }))
}

/// Everybody has again what [`make`] made them give back: the floors are as full as the demo office's are.
pub async fn take_again(look: &Look) -> Outcome<()> {
    look.run("UPDATE bookings SET state = 'reserved', ended_at = NULL WHERE state = 'cancelled' AND ended_at = made_at")
        .await
}

/// Everybody cancels what they have booked, so that whoever books in a run stands in nobody's way but another's.
async fn give_back(look: &Look) -> Outcome<()> {
    look.run("UPDATE bookings SET state = 'cancelled', ended_at = made_at WHERE state = 'reserved'").await
}

async fn token(settings: &Settings, email: &str) -> Outcome<String> {
    let made = settings.command(&["token", "create", "--person", email]).output().await?;
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    let word = said.split_whitespace().last().filter(|_| made.status.success());
    let word = word.ok_or_else(|| format!("no token for {email}: {said}{}", String::from_utf8_lossy(&made.stderr)))?;
    Ok(word.to_owned())
}
