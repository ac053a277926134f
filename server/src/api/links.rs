//! What can come next: for each shape that is answered, the operations it leads to.

use super::{
    bookings::{Booking, Bookings},
    places::{FloorPlan, Floors, Sites},
    seats::Seats,
    sessions::Session,
};
use utoipa::{
    ToSchema,
    openapi::{
        Content, RefOr, Response,
        link::{Link, LinkBuilder},
        path::Operation,
    },
};

/// An operation and the one parameter it is given: its name and where the answer has it.
type Way = (&'static str, (&'static str, &'static str));

const OF_BOOKING: (&str, &str) = ("id", "$response.body#/id");

const FROM_BOOKING: [Way; 11] = [
    ("getBooking", OF_BOOKING),
    ("changeBooking", OF_BOOKING),
    ("moveBooking", OF_BOOKING),
    ("checkIn", OF_BOOKING),
    ("leaveForAWhile", OF_BOOKING),
    ("checkOut", OF_BOOKING),
    ("cancelBooking", OF_BOOKING),
    ("restoreBooking", OF_BOOKING),
    ("getSession", OF_BOOKING),
    ("createTicket", ("id", "$response.body#/session")),
    ("restartSession", ("id", "$response.body#/session")),
];

const FROM_BOOKINGS: [Way; 1] = [("getBooking", ("id", "$response.body#/bookings/0/id"))];

const FROM_SITES: [Way; 1] = [("listFloors", ("site", "$response.body#/sites/0/id"))];

const FROM_FLOORS: [Way; 2] =
    [("getFloor", ("id", "$response.body#/floors/0/id")), ("listSeats", ("id", "$response.body#/floors/0/id"))];

const FROM_FLOOR: [Way; 2] =
    [("listSeats", ("id", "$response.body#/id")), ("followFloor", ("id", "$response.body#/id"))];

const FROM_SEATS: [Way; 2] = [
    ("followFloor", ("Last-Event-ID", "$response.body#/last_event_id")),
    ("getBooking", ("id", "$response.body#/mine/id")),
];

const FROM_SESSION: [Way; 6] = [
    ("createTicket", ("id", "$response.body#/id")),
    ("getSessionById", ("id", "$response.body#/id")),
    ("endSession", ("id", "$response.body#/id")),
    ("restartSession", ("id", "$response.body#/id")),
    ("resetSession", ("id", "$response.body#/id")),
    ("getBooking", ("id", "$response.body#/booking")),
];

/// Adds to an operation's answers what they lead to.
pub fn add(operation: &mut Operation) {
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response {
            let ways = ways(response);
            response.links.extend(ways.iter().map(|way| (way.0.to_owned(), RefOr::T(link(way)))));
        }
    }
    if operation.operation_id.as_deref() == Some("cancelBooking")
        && let Some(RefOr::T(done)) = operation.responses.responses.get_mut("204")
    {
        let undo = link(&("restoreBooking", ("id", "$request.path.id")));
        done.links.insert("restoreBooking".into(), RefOr::T(undo));
    }
}

fn link((operation, (parameter, place)): &Way) -> Link {
    LinkBuilder::new().operation_id(*operation).parameter(*parameter, *place).build()
}

/// Where an answer leads, by the shape of its body.
fn ways(response: &Response) -> &'static [Way] {
    let answers = |name: &str| {
        let reference = format!("#/components/schemas/{name}");
        response.content.values().any(|content| match content {
            RefOr::T(Content { schema: Some(RefOr::Ref(schema)), .. }) => schema.ref_location == reference,
            _ => false,
        })
    };
    let known: [(_, &'static [Way]); 7] = [
        (Booking::name(), &FROM_BOOKING),
        (Bookings::name(), &FROM_BOOKINGS),
        (Sites::name(), &FROM_SITES),
        (Floors::name(), &FROM_FLOORS),
        (FloorPlan::name(), &FROM_FLOOR),
        (Seats::name(), &FROM_SEATS),
        (Session::name(), &FROM_SESSION),
    ];
    known.into_iter().find(|(name, _)| answers(name)).map_or(&[], |(_, ways)| ways)
}
