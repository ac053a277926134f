//! Where and when a booking was before it was changed, as an address carries it for whoever undoes that.

use super::times::Times;
use office::model::booking::{Booking, BookingState};

/// Ends the text of a booking whose person had come.
const SAT: &str = "sat";

/// Where and when a booking was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// Its desk's id.
    pub desk: String,
    /// Its day and its own times, local to the desk's site.
    pub times: Times,
    /// Its person had come.
    pub sat: bool,
}

impl Stood {
    /// Where and when a booking is now.
    pub fn of(booking: &Booking) -> Self {
        let sat = matches!(booking.state, BookingState::InUse | BookingState::Away);
        Self { desk: booking.desk.to_string(), times: Times::exactly(&booking.local), sat }
    }

    /// From an address: `DESK_DATE_FROM_TO`, then `_sat` if its person had come. What is missing stays empty.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split('_').map(str::to_owned);
        let mut next = move || parts.next().unwrap_or_default();
        let desk = next();
        let times = Times { date: next(), part: "custom".into(), from: next(), to: next() };
        Self { desk, times, sat: next() == SAT }
    }

    /// The text for an address.
    pub fn text(&self) -> String {
        let Times { date, from, to, .. } = &self.times;
        let sat = if self.sat { format!("_{SAT}") } else { String::new() };
        format!("{}_{date}_{from}_{to}{sat}", self.desk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_a_booking_was_and_whether_its_person_had_come() {
        let times =
            Times { date: "2026-12-03".into(), part: "custom".into(), from: "09:00".into(), to: "18:00".into() };
        for sat in [true, false] {
            let stood = Stood { desk: "7".into(), times: times.clone(), sat };
            assert_eq!(Stood::parse(&stood.text()), stood);
        }
        assert_eq!(Stood::parse("7_2026-12-03_09:00_18:00").times, times);
        assert!(Stood::parse("").desk.is_empty());
    }
}
