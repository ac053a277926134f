//! The steps of a booking's life.

use super::{
    bookings::Booking,
    caller::Asking,
    problem::Failed,
    take::{self, Id, Sent},
    times::{self, Times, Unsaid},
};
use axum::{Json, http::StatusCode};
use office::{
    backend::{
        bookings::{
            away, cancel as cancelling, change_times as changing, check_in as coming, check_out as leaving, find,
            move_seat as moving, restore as restoring,
        },
        places,
    },
    model::{
        id::{BookingId, DeskId},
        time::Choice,
    },
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Cancel a booking
///
/// Its seat is free at once; `restoreBooking` undoes it while the seat is still free.
#[utoipa::path(delete, path = "/bookings/{id}", operation_id = "cancelBooking", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    responses((status = 204, description = "Cancelled")))]
pub async fn cancel(asking: Asking, Id(id): Id<BookingId>) -> Result<StatusCode, Failed> {
    cancelling::cancel(&asking.office, &asking.caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Check in
#[utoipa::path(post, path = "/bookings/{id}/check-in", operation_id = "checkIn", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    responses((status = 200, description = "In use", body = Booking)))]
pub async fn check_in(asking: Asking, Id(id): Id<BookingId>) -> Result<Json<Booking>, Failed> {
    Ok(Json(coming::check_in(&asking.office, &asking.caller, id).await?.into()))
}

/// Check out
///
/// The rest of its time is free at once.
#[utoipa::path(post, path = "/bookings/{id}/check-out", operation_id = "checkOut", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    responses((status = 200, description = "Ended", body = Booking)))]
pub async fn check_out(asking: Asking, Id(id): Id<BookingId>) -> Result<Json<Booking>, Failed> {
    Ok(Json(leaving::check_out(&asking.office, &asking.caller, id).await?.into()))
}

/// Until when somebody is out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoingOut {
    /// The local time of today at which they are back; not said if missing.
    #[schema(example = "14:00")]
    back_by: Option<String>,
}

/// Go out for a while
///
/// The seat is kept for the site's grace time, then lent to others with the right of return, then given back. Nothing that
/// runs on the cloud PC ends. `checkIn` says that the person is back.
#[utoipa::path(post, path = "/bookings/{id}/away", operation_id = "leaveForAWhile", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    request_body = GoingOut,
    responses((status = 200, description = "Away", body = Booking)))]
pub async fn go_out(
    asking: Asking,
    Id(id): Id<BookingId>,
    Sent(sent): Sent<GoingOut>,
) -> Result<Json<Booking>, Failed> {
    let back_by = sent.back_by.as_deref().map(|text| times::minute("back_by", text)).transpose()?;
    Ok(Json(away::leave(&asking.office, &asking.caller, id, back_by).await?.into()))
}

/// Where a booking goes, and when: `part`, or `from` and `to`. Without times, what is left of the booking's own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"desk": "0198a5e2-8f1c-7d3a-9b60-2f6a4c1d7e11", "part": "morning"}))]
pub struct NewSeat {
    /// The desk.
    #[schema(required = true, value_type = Uuid)]
    desk: Option<String>,
    /// The day, local to the desk's site, with other times; the booking's own if missing.
    #[schema(format = Date)]
    date: Option<String>,
    /// `all_day`, `morning` or `afternoon`, by the hours of the desk's site.
    part: Option<String>,
    /// Own start: local `HH:MM` on the 15-minute grid, or an RFC 3339 instant.
    #[schema(example = "09:00")]
    from: Option<String>,
    /// Own end, written as `from` is.
    #[schema(example = "12:30")]
    to: Option<String>,
}

/// Move a booking to another seat
///
/// One step: the old seat is never free before the new one is taken. With the times for which a seat is listed as free,
/// the move to it is accepted.
#[utoipa::path(post, path = "/bookings/{id}/move", operation_id = "moveBooking", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    request_body = NewSeat,
    responses((status = 200, description = "At the other seat", body = Booking)))]
pub async fn move_seat(
    asking: Asking,
    Id(id): Id<BookingId>,
    Sent(sent): Sent<NewSeat>,
) -> Result<Json<Booking>, Failed> {
    let desk: DeskId = take::id("desk", sent.desk.as_deref())?;
    let said = Times { date: sent.date, part: sent.part, from: sent.from, to: sent.to };
    let to = moving::To { desk, choice: other_times(&asking, (id, desk), said).await? };
    Ok(Json(moving::move_seat(&asking.office, &asking.caller, id, to).await?.into()))
}

/// The other times to which a booking moves with its seat, if any are said.
async fn other_times(
    Asking { office, caller, .. }: &Asking,
    (booking, desk): (BookingId, DeskId),
    said: Times,
) -> Result<Option<Choice>, Failed> {
    if said.is_empty() {
        return Ok(None);
    }
    let own = find::one(office, caller, booking).await?.local.date;
    let site = places::find::site_of_desk(office, caller, desk).await?;
    let site = times::site(office, caller, site).await?;
    Ok(Some(said.choice(&site, Unsaid { date: Some(own), part: None })?))
}

/// Undo a cancellation, a check-out or a release after a long absence
#[utoipa::path(post, path = "/bookings/{id}/restore", operation_id = "restoreBooking", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    responses((status = 200, description = "As it was", body = Booking)))]
pub async fn restore(asking: Asking, Id(id): Id<BookingId>) -> Result<Json<Booking>, Failed> {
    Ok(Json(restoring::restore(&asking.office, &asking.caller, id).await?.into()))
}

/// Other times. Either `part`, or `from` and `to`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"date": "2026-12-03", "from": "09:00", "to": "15:30"}))]
pub struct NewTimes {
    /// The local day; the booking's own if missing.
    #[schema(format = Date)]
    date: Option<String>,
    /// `all_day`, `morning` or `afternoon`.
    part: Option<String>,
    /// Own start: local `HH:MM` on the 15-minute grid, or an RFC 3339 instant.
    #[schema(example = "09:00")]
    from: Option<String>,
    /// Own end, written as `from` is.
    #[schema(example = "15:30")]
    to: Option<String>,
}

/// Change the times of a booking
#[utoipa::path(patch, path = "/bookings/{id}", operation_id = "changeBooking", tag = "bookings",
    params(("id" = Uuid, Path, description = "The booking")),
    request_body = NewTimes,
    responses((status = 200, description = "At its new times", body = Booking)))]
pub async fn change_times(
    asking: Asking,
    Id(id): Id<BookingId>,
    Sent(sent): Sent<NewTimes>,
) -> Result<Json<Booking>, Failed> {
    let Asking { office, caller, .. } = asking;
    let booking = find::one(&office, &caller, id).await?;
    let site = times::site(&office, &caller, booking.site).await?;
    let times = Times { date: sent.date, part: sent.part, from: sent.from, to: sent.to };
    let choice = times.choice(&site, Unsaid { date: Some(booking.local.date), part: None })?;
    Ok(Json(changing::change_times(&office, &caller, id, choice).await?.into()))
}
