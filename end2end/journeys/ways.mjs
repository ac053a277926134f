// Ways through the page of seats: to where a colleague sits on another floor, back home, to other times.
import assert from "node:assert/strict";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { until } from "../support/until.mjs";

const office = openOffice();
const EMPLOYEE = "jimin.kim@jari.example";

office.journey("a teammate's seat on another floor is gone to and selected there, and on the next floor none is", async (open) => {
  const me = await somebody(open);
  const mate = await mateElsewhere(me);
  await mate.link.click();
  await me.card(mate).waitFor();
  assert.equal(pathOf(me), mate.floor);
  assert.equal(await me.page.locator("a.dk[data-sel]").count(), 1, "the card is of no desk on the map");

  // Labels are unique on a floor only: another one may well have a desk of the same.
  await me.page.locator("nav.floors a:not([aria-current])").first().click();
  await me.page.waitForURL((url) => url.pathname !== mate.floor);
  await me.page.locator(".seat-card").waitFor({ state: "detached" });
  await me.desks().first().waitFor();
});

office.journey("while a seat's floor is on its way, no other floor's seat of that name stands for it", async (open) => {
  const me = await somebody(open);
  await me.openMap();
  const { label } = await me.freeSeat();
  const here = pathOf(me);
  await me.page.locator("#find input[name=q]").fill(label);
  await me.page.keyboard.press("Enter");
  const namesake = me.page.locator(`.hits .offers a:not([href^="${here}"])`).filter({ hasText: label }).first();
  const { pathname: floor } = await leadsTo(me, namesake);
  let arrive;
  const arrives = new Promise((resolve) => (arrive = resolve));
  await me.page.route("**/fn/places/floor*", async (route) => {
    await arrives;
    await route.continue();
  });
  await namesake.click();
  await me.page.locator("main[data-pending]").waitFor();
  assert.equal(pathOf(me), floor);
  assert.equal(await me.page.locator("a.dk[data-sel]").count(), 0, "a seat of the floor that goes is selected");
  assert.equal(await me.page.locator(".seat-card").count(), 0, "a seat of the floor that goes can be booked");
  arrive();
  await me.card({ label }).waitFor();
  assert.equal(await me.page.locator("a.dk[data-sel]").count(), 1, "the card is of no desk on the map");
});

office.journey("on a phone the list of floors closes with the choice of one", async (open) => {
  const me = await somebody(open, { viewport: { width: 375, height: 780 } });
  await me.openMap();
  const here = pathOf(me);
  await me.page.locator(".mtop summary").click();
  await me.page.locator(".mtop .menu a:not([aria-current])").first().click();
  await me.page.waitForURL((url) => url.pathname !== here);
  await me.page.locator(".mtop details:not([open])").waitFor();
  await me.desks().first().waitFor();
});

office.journey("a seat of the list that is pressed twice is booked once, and can be given back", async (open) => {
  const me = await somebody(open);
  await me.openMap();
  await me.go(`${pathOf(me)}?view=list`);
  const row = me.page.locator("tr[data-s=free]").first();
  const label = await row.getByRole("rowheader").innerText();
  await row.getByRole("button").dblclick();
  await me.told("예약했어요");
  await me.page.locator("tr[data-s=mine]").filter({ hasText: label }).waitFor();
  assert.equal(await me.page.getByRole("alert").count(), 0, "what was done is called refused");
  await me.press("되돌리기");
  await me.told("예약을 취소했어요");
});

office.journey("a search that finds one colleague leads to their seat on another floor", async (open) => {
  const me = await somebody(open);
  const mate = await mateElsewhere(me);
  await me.page.locator("#find input[name=q]").fill(mate.name);
  await me.page.keyboard.press("Enter");
  await me.card(mate).waitFor();
  assert.equal(pathOf(me), mate.floor);
  assert.equal(new URL(me.page.url()).searchParams.get("q"), null, "the search goes on");
});

office.journey("the browser's way back from the seats leads home", async (open) => {
  const me = await somebody(open);
  await me.heading("오늘, 내 자리");
  await me.follow("자리 찾기", me.page.locator("nav.nav"));
  await me.desks().first().waitFor();
  await me.page.goBack();
  await me.heading("오늘, 내 자리");
  assert.equal(pathOf(me), "/");
});

office.journey("what was done is told once, not again by the browser's way back", async (open) => {
  const me = await somebody(open);
  await me.openMap();
  const seat = await me.freeSeat();
  await me.pick(seat);
  await me.press("이 자리 예약하기");
  await me.told("예약했어요");
  await me.follow("내 예약", me.page.locator("nav.nav"));
  await me.heading("내 예약");
  await me.page.goBack();
  await me.sees(seat, "mine");
  assert.equal(await me.page.locator(".toast").count(), 0, "it is told again");

  await me.go("/bookings");
  await me.page.locator("[data-booking]").filter({ hasText: seat.label }).getByRole("button", { name: "예약 취소" }).first().click();
  await me.told("예약을 취소했어요");
  await until(() => !new URL(me.page.url()).searchParams.has("done"), "the address no longer says it");
  await me.page.reload();
  await me.heading("내 예약");
  assert.equal(await me.page.locator(".toast").count(), 0, "it is told again");
});

office.journey("the handles over the hours lead to other times, by keyboard and by mouse", async (open) => {
  const me = await somebody(open);
  await me.openMap();
  const [from, to] = ["시작", "끝"].map((name) => me.page.locator(".hours").getByRole("slider", { name }));
  assert.equal(await from.getAttribute("aria-valuetext"), "09:00");
  const steps = await me.page.evaluate(() => history.length);
  await from.focus();
  for (const time of ["09:15", "09:30"]) {
    await me.page.keyboard.press("ArrowRight");
    await times(time, "18:00");
    await until(() => from.evaluate((handle) => handle === document.activeElement), "the focus stays on the handle");
  }
  const { x, y, width } = await to.boundingBox();
  const at = (hour) => x + 12 + ((width - 24) * (hour - 7)) / 13;
  await me.page.mouse.move(at(18), y + 12);
  await me.page.mouse.down();
  await me.page.mouse.move(at(16), y + 12, { steps: 6 });
  await until(async () => (await to.getAttribute("aria-valuetext")) === "16:00", "the handle says where it is");
  await until(async () => (await me.page.locator(".hours rect.in").count()) === 7, "the bars from nine to four are marked");
  await me.page.mouse.up();
  await times("09:30", "16:00");
  assert.equal(await me.page.evaluate(() => history.length), steps, "the way back goes through every time in between");

  async function times(from, to) {
    await until(() => {
      const query = new URL(me.page.url()).searchParams;
      return query.get("part") === "custom" && query.get("from") === from && query.get("to") === to;
    }, `the address says ${from} to ${to}`);
    await me.page.locator("main:not([data-pending])").waitFor();
    await me.page.locator("details.own > summary").filter({ hasText: `${from}–${to}` }).waitFor();
  }
});

for (const [where, viewport] of [["at a desk", { width: 1440, height: 900 }], ["on a phone", { width: 375, height: 780 }]]) {
  office.journey(`other times are chosen from a seat's card, ${where}`, async (open) => {
    const me = await somebody(open, { viewport });
    await me.openMap();
    const seat = await me.freeSeat();
    await me.go(`${pathOf(me)}?desk=${seat.label}`);
    const from = me.page.locator(".own-times select[name=from]");
    // A second time from where it leads to.
    for (const times of ["13:00–15:30", "14:00–16:00"]) {
      await me.follow("시간 바꾸기", me.card(seat));
      await from.waitFor();
      // The box opens at once, and is filled anew with the times that the clock leads to.
      await me.page.locator("details.own > summary").filter({ hasText: /\d\d:\d\d–\d\d:\d\d/ }).waitFor();
      const [begin, end] = times.split("–");
      await from.selectOption(begin);
      await me.page.locator(".own-times select[name=to]").selectOption(end);
      await me.press("보기");
      await from.waitFor({ state: "hidden" });
      await me.page.locator("details.own > summary").filter({ hasText: times }).waitFor();
      await me.card(seat).waitFor();
    }
  });
}

async function somebody(open, options) {
  const me = new Person(await open(options));
  await me.signIn(EMPLOYEE);
  return me;
}

/** Opens a floor on which a teammate does not sit; answers their name, the link to their seat, its floor's path and its label. */
async function mateElsewhere(me) {
  await me.openMap("/floors");
  const { pathname: floor } = await leadsTo(me, me.page.locator(".team a.at").first());
  const floors = await me.page.locator("nav.floors a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await me.openMap(floors.find((path) => !path.startsWith(floor)));
  const link = me.page.locator(`.team a.at[href^="${floor}?"]:visible`).first();
  const { searchParams } = await leadsTo(me, link);
  const name = await link.evaluate((link) => link.parentElement.querySelector("b").textContent);
  return { link, floor, name, label: searchParams.get("desk") };
}

async function leadsTo({ page }, link) {
  return new URL(await link.getAttribute("href"), page.url());
}

function pathOf({ page }) {
  return new URL(page.url()).pathname;
}
