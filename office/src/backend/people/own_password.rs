//! Change one's own password.

use super::{
    admit::tell,
    password,
    sign_in::{self, Proved},
};
use crate::{
    backend::{caller::Caller, db, error::Result, office::Office},
    model::refusal::Refusal,
};
use sea_orm::DatabaseTransaction;

/// The password somebody has and the one they want.
pub struct Wanted {
    /// The one they sign in with now.
    pub current: String,
    /// The next one, at least 10 characters.
    pub new: String,
}

/// Changes the caller's password, signs them out everywhere, and answers the secret of a new sign-in for where they are.
/// Programs with an API token go on. The current password is asked for like at signing in, so whoever guesses at it has to
/// wait as long.
pub async fn change(office: &Office, caller: &Caller, wanted: Wanted) -> Result<String> {
    password::check(&wanted.new)?;
    let proved = sign_in::prove_again(office, caller, wanted.current.clone()).await?;
    if wanted.new == wanted.current {
        return Err(Refusal::input("new", "same_password").into());
    }
    let hash = password::hash(wanted.new).await?;
    db::write(&office.db, |scope| Box::pin(write(scope.tx, caller, (&proved, hash.clone())))).await?;
    sign_in::open(office, caller.person, caller.now).await
}

async fn write(tx: &DatabaseTransaction, caller: &Caller, (proved, hash): (&Proved, String)) -> Result<()> {
    proved.hold(tx).await?;
    password::replace(tx, caller.person, hash).await?;
    tell(tx, caller, "person.password_changed", Some(caller.person.0)).await
}
