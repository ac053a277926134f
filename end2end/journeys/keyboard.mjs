// Everything that booking needs, with the keyboard alone.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person, seatOf } from "../support/person.mjs";
import { until } from "../support/until.mjs";

const office = openOffice();
const EMPLOYEE = "jimin.kim@jari.example";

office.journey("a seat is found, booked and taken back on the map with the keyboard alone", async (open) => {
  const me = await somebody(open);
  await tabTo(me, "a.dk");
  const first = await focusedSeat(me);
  const walked = [first.id];
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
    await me.page.keyboard.press(key);
    walked.push((await focusedSeat(me)).id);
  }
  assert.ok(new Set(walked).size > 2, "arrows lead nowhere");
  await me.page.keyboard.press("n");
  const seat = await focusedSeat(me);
  assert.equal(await me.desk(seat).getAttribute("data-s"), "free", "N leads to a seat that is not free");

  await me.page.keyboard.press("Enter");
  await me.card(seat).waitFor();
  await me.page.keyboard.press("Escape");
  await me.card(seat).waitFor({ state: "detached" });
  await until(async () => (await focusedSeat(me)).id === seat.id, "Escape leads back to the desk");

  await me.page.keyboard.press("Enter");
  await me.card(seat).waitFor();
  await tabTo(me, ".seat-card form button");
  await me.page.keyboard.press("Enter");
  await me.told("예약했어요");
  await me.sees(seat, "mine");
  await tabTo(me, "button.undo");
  await me.page.keyboard.press("Enter");
  await me.told("예약을 취소했어요");
  await me.sees(seat, "free");
});

office.journey("the cross of a seat's card leads back to its desk", async (open) => {
  const me = await somebody(open);
  await tabTo(me, "a.dk");
  const seat = await focusedSeat(me);
  await me.page.keyboard.press("Enter");
  await me.card(seat).waitFor();
  await tabTo(me, ".seat-card .close");
  await me.page.keyboard.press("Enter");
  await me.card(seat).waitFor({ state: "detached" });
  await until(async () => (await focusedSeat(me)).id === seat.id, "the focus is on the desk again");
});

office.journey("a seat is booked in the list with the keyboard alone", async (open) => {
  const me = await somebody(open);
  await tabTo(me, "a[href*='view=list']");
  await me.page.keyboard.press("Enter");
  const row = me.page.locator("tr[data-s=free]").first();
  await row.waitFor();
  const label = await row.getByRole("rowheader").innerText();
  await tabTo(me, "tr[data-s=free] button");
  await me.page.keyboard.press("Enter");
  await me.told("예약했어요");
  await me.page.locator("tr[data-s=mine]").filter({ hasText: label }).waitFor();
  // Its button is no more.
  await until(() => focused(me, (element) => !!element.closest(".toast")), "the focus goes to what was done");
  await tabTo(me, "button.undo");
  await me.page.keyboard.press("Enter");
  await me.told("예약을 취소했어요");
});

office.journey("wherever the keyboard goes on a map that is near, its desk is seen", async (open) => {
  const me = await somebody(open);
  await tabTo(me, "a.dk");
  for (const key of ["0", "+", "+", "+", "+"]) {
    await me.page.keyboard.press(key);
    await comesToRest(me);
  }
  const near = await zoom(me);
  const around = ["ArrowUp", "ArrowLeft", "ArrowDown", "ArrowRight"].flatMap((key) => Array(4).fill(key));
  for (const key of [...around, "End", "PageDown", "End", "PageDown", "Home", "PageUp"]) {
    await me.page.keyboard.press(key);
    await comesToRest(me);
    assert.ok(await seen(me), `the desk that ${key} leads to is not seen`);
  }
  // While the map is still on its way to the last one.
  for (const key of ["PageDown", "End", "PageDown", "Home", "End"]) await me.page.keyboard.press(key);
  await comesToRest(me);
  assert.ok(await seen(me), "the desk that many keys lead to is not seen");

  for (const key of ["0", "+", "+", "+", "+"]) await me.page.keyboard.press(key);
  await comesToRest(me);
  assert.equal(await zoom(me), near, "keys that are pressed quickly count for less");
});

office.journey("a desk that Tab leads to is seen", async (open) => {
  const me = await somebody(open);
  await tabTo(me, "a.dk");
  for (const key of ["+", "+", "+", "+", "End"]) await me.page.keyboard.press(key);
  await comesToRest(me);
  await me.page.keyboard.press("Tab");
  const view = await me.page.locator(".stage .view").boundingBox();
  await me.page.mouse.move(view.x + 20, view.y + 20);
  await me.page.mouse.down();
  await me.page.mouse.move(view.x + view.width - 20, view.y + view.height - 20, { steps: 5 });
  await me.page.mouse.up();
  await tabTo(me, "a.dk", "Shift+Tab");
  await comesToRest(me);
  assert.ok(await seen(me), "the desk that Tab leads to is not seen");
});

office.journey("whoever gives a seat back in their list with the keyboard goes on at the way back", async (open) => {
  const api = await Api.of(office.server, EMPLOYEE);
  const times = { date: "2026-12-29", part: "morning" };
  const { floors } = (await api.ask("GET", "/floors")).body;
  const [seat] = await api.free(floors[0].id, times);
  const booking = await api.book(seat.desk, times);
  const me = await somebody(open);
  await me.go("/bookings");
  await me.page.locator(`[data-booking="${booking.id}"]`).getByRole("button", { name: "예약 취소" }).focus();
  await me.page.keyboard.press("Enter");
  await me.told("예약을 취소했어요");
  await until(() => focused(me, (element) => !!element.closest(".toast")), "the focus goes to what was done");
  await me.page.keyboard.press("Tab");
  assert.ok(await focused(me, (element) => element.matches("button.undo")), "the way back is not the next stop");
});

office.journey("a day that is chosen with the keyboard keeps the focus", async (open) => {
  const me = await somebody(open);
  await tabTo(me, "nav.days a:not([aria-current])");
  const date = await focused(me, (tab) => tab.getAttribute("aria-label").split(",")[0]);
  await me.page.keyboard.press("Enter");
  await me.page.locator("main:not([data-pending])").waitFor();
  await until(
    () => focused(me, (tab, date) => tab.matches("nav.days a[aria-current]") && tab.getAttribute("aria-label").startsWith(date), date),
    "the focus is on the day that was chosen",
  );
});

office.journey("in the list the focus stays at its desk while others come and go", async (open) => {
  const me = await somebody(open);
  const other = await Api.of(office.server, "suhyun.park@jari.example");
  await tabTo(me, "a.dk");
  const seat = await focusedSeat(me);
  await me.page.keyboard.press("l");
  await until(async () => (await focused(me, (element) => element.closest("tr")?.id)) === `r${seat.id}`, "L leads to the desk's row");

  await me.go(`${me.page.url()}&sort=free`);
  await tabTo(me, "tr[data-s=free]:nth-child(3) button");
  const chosen = await focused(me, (button) => button.value);
  const [first] = await me.page.locator("tr[data-s=free]").evaluateAll((rows) => rows.map((row) => row.id.slice(1)));
  const query = new URL(me.page.url()).searchParams;
  const booking = await other.book(first, { date: query.get("date"), part: query.get("part") });
  await me.page.locator(`tr[id="r${first}"]:not([data-s=free])`).waitFor();
  assert.equal(await focused(me, (button) => button.value), chosen, "the focus is at another desk's button");
  await other.cancel(booking);
});

office.journey("the first stop of the tab key skips to the content", async (open) => {
  const me = await somebody(open);
  await me.page.keyboard.press("Tab");
  assert.equal(await focused(me, (element) => element.getAttribute("href")), "#main");
  await me.page.keyboard.press("Enter");
  await me.page.keyboard.press("Tab");
  assert.ok(await focused(me, (element) => !!element.closest("#main")), "the skip link does not lead to the content");
});

async function somebody(open) {
  const me = new Person(await open());
  await me.signIn(EMPLOYEE);
  await me.openMap();
  return me;
}

/** Waits until the map has not moved for a while. */
function comesToRest({ page }) {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const place = () => JSON.stringify(document.querySelector("#desks").getBoundingClientRect());
    for (let [last, still] = ["", 0]; still < 20; still += 1) {
      await frame();
      if (place() !== last || document.querySelector("svg.plan").style.transform) [last, still] = [place(), 0];
    }
  });
}

/** How near the map is, as it says itself. */
function zoom({ page }) {
  return page.locator(".zoom").innerText();
}

/** Whether the whole focused desk is within the map's box. */
function seen(me) {
  return focused(me, (desk) => {
    const [a, b] = [desk, document.querySelector(".stage .view")].map((element) => element.getBoundingClientRect());
    return a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
  });
}

/** Presses tab, or another key, until the focused element matches a selector. */
async function tabTo(me, selector, key = "Tab") {
  for (let pressed = 0; pressed < 250; pressed += 1) {
    await me.page.keyboard.press(key);
    if (await focused(me, (element, selector) => element.matches(selector), selector)) return;
  }
  throw new Error(`the tab key never reaches ${selector}`);
}

/** Asks something of the focused element. */
async function focused({ page }, question, argument) {
  const element = await page.evaluateHandle(() => document.activeElement);
  return element.evaluate(question, argument);
}

async function focusedSeat({ page }) {
  return seatOf(page.locator("a.dk:focus"));
}
