// Somebody at a seat, by the public API.
import assert from "node:assert/strict";

/** Has somebody sit at a seat at a time of today, their own or any free one; answers the booking. */
export async function sits(person, times) {
  let booking = (await today(person, times.date)).find(({ state }) => ["reserved", "in_use", "away"].includes(state));
  if (!booking) {
    const { floors } = (await person.ask("GET", "/floors")).body;
    const [free] = await person.free(floors[0].id, times);
    booking = await person.book(free.desk, times);
  }
  const came = await person.ask("POST", `/bookings/${booking.id}/check-in`);
  assert.equal(came.status, 200, JSON.stringify(came.body));
  return came.body;
}

/** Has somebody go out and keep the seat. */
export async function leaves(person, booking) {
  const left = await person.ask("POST", `/bookings/${booking.id}/away`, {});
  assert.equal(left.status, 200, JSON.stringify(left.body));
}

/** Somebody's bookings on a day. */
export async function today(person, date) {
  const { bookings } = (await person.ask("GET", "/bookings")).body;
  return bookings.filter(({ local }) => local.date === date);
}
