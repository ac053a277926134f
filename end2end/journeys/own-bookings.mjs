// The list of one's own bookings: what is done in a row is done to that booking.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";

const EMPLOYEE = "jimin.kim@jari.example";
/** Working days, two weeks of them. */
const DAYS = ["2026-12-17", "2026-12-18", "2026-12-21", "2026-12-22", "2026-12-23"];
let mine, other;
const office = openOffice({
  prepare: async ({ server }) => {
    [mine, other] = await Promise.all([Api.of(server, EMPLOYEE), Api.of(server, "junghoon.lee@jari.example")]);
  },
});

office.journey("Enter pressed again and again on the button gives back one booking only", async (open) => {
  const bookings = await mornings();
  const me = await atTheList(open);
  const asked = [];
  me.page.on("request", (request) => /\/fn\/bookings\/cancel/.test(request.url()) && asked.push(request.postData()));
  const first = rowOf(me, bookings[0]);
  await first.getByRole("button", { name: "예약 취소" }).focus();
  await me.page.keyboard.press("Enter");
  await me.page.keyboard.press("Enter");
  await me.told("예약을 취소했어요");
  await first.waitFor({ state: "detached" });
  await me.page.keyboard.press("Enter");
  await me.go("/bookings");
  assert.equal(asked.length, 1, `the server was asked for more than one: ${asked}`);
  assert.equal(await me.page.locator("[data-booking]").count(), DAYS.length - 1);
});

office.journey("a form for other times stays with its booking when the one above goes", async (open) => {
  const bookings = await mornings();
  const me = await atTheList(open);
  const [first, second, third] = bookings.map((booking) => rowOf(me, booking));
  await second.getByText("시간 바꾸기").click();
  await second.locator("select[name=to]").selectOption("11:00");
  await me.press("예약 취소", first);
  await me.told("예약을 취소했어요");
  await first.waitFor({ state: "detached" });
  assert.equal(await me.page.locator("[data-booking] details[open]").count(), 1, "another form has opened");
  assert.equal(await second.locator("select[name=to]").inputValue(), "11:00", "what was chosen is gone");
  await me.press("저장", second);
  await me.told("시간을 바꿨어요");
  await second.filter({ hasText: "– 11:00" }).waitFor();
  await third.filter({ hasText: `– ${bookings[2].local.to}` }).waitFor();
});

office.journey("on a phone a refusal is in sight of the last row as well", async (open) => {
  const last = (await mornings()).at(-1);
  await other.book(last.desk, { date: DAYS.at(-1), part: "afternoon" });
  const me = await atTheList(open, { viewport: { width: 375, height: 780 } });
  const row = rowOf(me, last);
  await row.getByText("시간 바꾸기").click();
  await row.locator("select[name=to]").selectOption("18:00");
  await me.press("저장", row);
  await me.warnedInSight(/까지 다른 분이 예약한 자리예요/);
  me.page.problems = me.page.problems.filter((problem) => !/status of 409/.test(problem));
});

/** Gives back everything that is to come, and books the mornings of some days, soonest first, at seats that another could have as well. */
async function mornings() {
  for (const person of [mine, other]) await givesBack(person);
  const [floor] = (await mine.ask("GET", "/floors")).body.floors;
  const made = [];
  for (const date of DAYS) {
    const whole = { date, part: "all_day" };
    const theirs = new Set((await other.free(floor.id, whole)).map(({ desk }) => desk));
    const seat = (await mine.free(floor.id, whole)).find(({ desk }) => theirs.has(desk));
    made.push(await mine.book(seat.desk, { date, part: "morning" }));
  }
  return made;
}

/** Gives back everything that somebody has and has not begun. */
async function givesBack(person) {
  const { bookings } = (await person.ask("GET", "/bookings")).body;
  for (const booking of bookings) if (booking.state === "reserved") await person.cancel(booking);
}

async function atTheList(open, options) {
  const me = new Person(await open(options));
  await me.signIn(EMPLOYEE);
  await me.go("/bookings");
  return me;
}

function rowOf(me, { id }) {
  return me.page.locator(`[data-booking="${id}"]`);
}
