//! What a site's rules allow the clipboard of one of its cloud PCs.

use super::sessions;
use crate::{
    backend::{caller::Caller, error::Result, office::Office, places::context},
    model::{clipboard::Clipboard, id::SessionId},
};

/// Which way text may go between the caller's own session and where it is opened: the rule of the site of its seat, now.
pub async fn allowed(office: &Office, caller: &Caller, session: SessionId) -> Result<Clipboard> {
    let db = &office.db.read;
    let (_, booking) = sessions::own(db, caller, session).await?;
    let (_, floor) = context::desk(db, booking.desk_id.into()).await?;
    Ok(context::site(db, floor.site_id, caller.now).await?.rules.clipboard)
}
