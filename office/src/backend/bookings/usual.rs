//! Where somebody sits: today, and usually.

use super::find;
use crate::{
    backend::{caller::Caller, error::Result, office::Office},
    model::booking::Booking,
};

/// Of the caller's coming bookings, soonest first, the one of today by the clocks of its own site.
pub async fn of_today<'b>(office: &Office, caller: &Caller, coming: &'b [Booking]) -> Result<Option<&'b Booking>> {
    let places = office.places.now(&office.db.read).await?;
    for booking in coming {
        let today = places.site(booking.site, caller.now)?.facts.today();
        if booking.local.date == today {
            return Ok(Some(booking));
        }
    }
    Ok(None)
}

/// The booking that tells where the caller usually sits: the one at which they sat last, else the next of those that are
/// coming, soonest first. A trip that is still to come says less than the day before.
pub async fn seat(office: &Office, caller: &Caller, coming: &[Booking]) -> Result<Option<Booking>> {
    Ok(find::last(office, caller).await?.or_else(|| coming.first().cloned()))
}
