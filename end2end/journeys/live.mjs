// What others do reaches an open page by itself; when it can't, the page says so, and catches up afterwards.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { GONE } from "../support/browser.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person, seatOf } from "../support/person.mjs";

const office = openOffice();
const WATCHER = "jimin.kim@jari.example";
/** Others' doings must be seen within this time, in milliseconds. */
const LATEST = 5_000;
/** How often that may be missed on a machine that stands still for a while. */
const MISSED = 2;

office.journey("another person's booking and cancelling recolour an open map without a reload", async (open) => {
  const watcher = await watching(open, WATCHER);
  const other = await watching(open, "suhyun.park@jari.example", new URL(watcher.page.url()).pathname);
  const seat = await watcher.freeSeat(0);
  await watcher.page.evaluate(() => (window.stayed = true));
  const round = async () => {
    await other.pick(seat);
    const taken = await watcher.becomes(seat, /^(busy|team)$/);
    const booked = answered(other, "/fn/bookings/book");
    await other.press("이 자리 예약하기");
    const seen = report("a booking is seen", await booked, await taken.at);

    const free = await watcher.becomes(seat, /^free$/);
    const cancelled = answered(other, "/fn/bookings/cancel");
    await other.press("되돌리기");
    return Math.max(seen, report("a cancelling is seen", await cancelled, await free.at));
  };
  const late = [];
  for (let slowest = await round(); slowest >= LATEST; slowest = await round()) {
    late.push(slowest);
    assert.ok(late.length <= MISSED, `seen only after ${late.join(", ")} ms`);
  }
  assert.equal(await watcher.page.evaluate(() => window.stayed), true, "the page was loaded again");
});

office.journey("a selected seat that somebody else takes says so and offers others", async (open) => {
  const watcher = await watching(open, WATCHER);
  const other = await Api.of(office.server, "junghoon.lee@jari.example");
  const seat = await watcher.freeSeat(-1);
  await watcher.pick(seat);
  const card = watcher.card(seat);
  await card.getByRole("button", { name: "이 자리 예약하기" }).waitFor();

  const booking = await other.book(seat.id, times(watcher));
  await card.getByText(/18:00까지 다른 분이 예약한 자리예요/).waitFor();
  assert.equal(await card.getByRole("button", { name: "이 자리 예약하기" }).count(), 0, "a taken seat can still be booked");
  const offer = card.locator("a[href*='desk=']").first();
  const label = (await offer.locator("b").innerText()).trim();
  await offer.click();
  await watcher.card({ label }).getByRole("button", { name: "이 자리 예약하기" }).waitFor();
  await other.cancel(booking);
});

office.journey("a page that was answered with a fault in place of its stream opens it again", async (open) => {
  const watcher = await watching(open, WATCHER);
  const other = await Api.of(office.server, "junghoon.lee@jari.example");
  // As by a proxy in front of a server that is just starting.
  const stream = "**/floors/*/events";
  await watcher.page.route(stream, (route) => route.fulfill({ status: 503 }));
  await watcher.openMap(watcher.page.url());
  await watcher.told("실시간 연결이 끊겼어요");

  await watcher.page.unroute(stream);
  await watcher.page.getByText("실시간 연결이 끊겼어요").waitFor({ state: "detached" });
  const seat = await watcher.freeSeat(1);
  const booking = await other.book(seat.id, times(watcher));
  await watcher.sees(seat, "busy");
  await other.cancel(booking);
  watcher.page.problems = watcher.page.problems.filter((problem) => !/status of 503/.test(problem));
});

office.journey("a page whose server is gone says how old it is, and catches up when it is back", async (open) => {
  const watcher = await watching(open, WATCHER);
  const other = await Api.of(office.server, "junghoon.lee@jari.example");
  const seat = await watcher.freeSeat(1);

  await office.server.stop();
  await watcher.told(/\d\d:\d\d 기준 화면이에요/);
  // Meanwhile somebody books through another server of the same office.
  const address = await office.server.elsewhere();
  await other.book(seat.id, times(watcher), { address });
  await office.server.leaveElsewhere();
  assert.equal(await watcher.desk(seat).getAttribute("data-s"), "free", "the page knows what it can't have heard");

  await office.server.up();
  await watcher.sees(seat, "busy", 60_000);
  await watcher.page.getByText(/실시간 연결이 끊겼어요|기준 화면이에요/).waitFor({ state: "detached" });
  // While the server was gone the browser itself said so, as it must.
  watcher.page.problems = watcher.page.problems.filter((problem) => !GONE.test(problem));
});

office.journey("desks that an admin adds, moves and takes away are so on an open map", async (open) => {
  const watcher = await watching(open, WATCHER);
  const eleventh = watcher.page.locator("nav.floors").getByRole("link", { name: /^11층/ });
  const { pathname } = new URL(await eleventh.getAttribute("href"), watcher.page.url());
  const heard = watcher.page.waitForResponse((response) => new URL(response.url()).pathname === `${pathname}/events`);
  await eleventh.click();
  await heard;
  const floor = pathname.split("/").at(-1);
  const admin = new Person(await open());
  await admin.signIn("junghoon.lee@jari.example");
  const labelled = (label) => watcher.page.locator(`a.dk[aria-label^="${label},"]`);
  // Whoever is there by the keyboard stays there.
  const [seat, held] = [await watcher.freeSeat(2), watcher.page.locator("a.dk:focus")];
  await watcher.desk(seat).focus();

  await admin.go(`/admin/floors/${floor}`);
  await admin.follow("자리 추가");
  await admin.page.getByLabel("자리 이름").fill("Y-77");
  await admin.page.getByLabel("가로 위치 (m)").fill("5");
  await admin.page.getByLabel("세로 위치 (m)").fill("12.5");
  await admin.press("자리 추가");
  await admin.told("자리 1석을 추가했어요");
  await labelled("Y-77").waitFor();
  assert.equal((await seatOf(held)).id, seat.id, "the focus is lost when a desk comes");

  const place = await labelled("Y-77").getAttribute("transform");
  await admin.follow("Y-77 고치기", admin.page.locator("table"));
  await admin.page.getByLabel("가로 위치 (m)").fill("5.5");
  await admin.page.getByLabel("자리 이름").fill("Y-78");
  await admin.press("저장");
  await admin.told("자리를 저장했어요");
  await labelled("Y-78").waitFor();
  assert.notEqual(await labelled("Y-78").getAttribute("transform"), place, "a desk that was moved stays where it was");
  await labelled("Y-78").click();
  await watcher.card({ label: "Y-78" }).getByRole("button", { name: "이 자리 예약하기" }).waitFor();

  await admin.heading("Y-78 자리");
  await admin.press("자리 없애기");
  await admin.told("자리를 없앴어요");
  await labelled("Y-78").waitFor({ state: "detached" });
});

office.journey("a booking of one's own on another floor is known at once, how full that is when one comes back to the page", async (open) => {
  const watcher = await watching(open, WATCHER);
  const phone = await Api.of(office.server, WATCHER);
  const other = watcher.page.locator("nav.floors a:not([aria-current])").first();
  const [href, free] = [await other.getAttribute("href"), Number(await other.locator("small").innerText())];
  const there = new URL(href, watcher.page.url()).pathname.split("/").at(-1);
  await watcher.pick(await watcher.freeSeat(0));
  await watcher.page.getByRole("button", { name: "이 자리 예약하기" }).waitFor();

  const [seat] = await phone.free(there, times(watcher));
  const booking = await phone.book(seat.desk, times(watcher));
  await watcher.page.getByRole("button", { name: "이 자리로 바꾸기" }).waitFor();
  assert.equal(await other.locator("small").innerText(), String(free));
  await watcher.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await other.locator("small").getByText(String(free - 1), { exact: true }).waitFor();
  await phone.cancel(booking);
});

office.journey("seats that can't be read again say of when they are, and whoever is signed out elsewhere how to go on", async (open) => {
  const watcher = await watching(open, WATCHER);
  const other = await Api.of(office.server, "suhyun.park@jari.example");
  const seats = "**/fn/places/seats*";
  const seat = await watcher.freeSeat(1);
  await watcher.page.route(seats, (route) => route.fulfill({ status: 503, body: "" }));
  const booking = await other.book(seat.id, times(watcher));
  await watcher.told(/\d\d:\d\d 기준 화면이에요/);
  await watcher.page.unroute(seats);
  await watcher.page.locator(`a.dk[id="d${seat.id}"]:not([data-s=free])`).waitFor();
  await watcher.page.getByText("기준 화면이에요").waitFor({ state: "detached" });

  await watcher.page.context().clearCookies();
  await other.cancel(booking);
  const alert = watcher.page.getByRole("alert").filter({ hasText: "로그인" });
  await alert.getByRole("link", { name: "로그인" }).click();
  await watcher.page.waitForURL((url) => url.pathname === "/sign-in" && url.searchParams.get("next").includes("/floors/"));
  watcher.page.problems = watcher.page.problems.filter((problem) => !/status of (503|401)/.test(problem));
});

/** Somebody with an open map that hears of changes. */
async function watching(open, email, path) {
  const person = new Person(await open());
  await person.signIn(email);
  const heard = person.page.waitForResponse((response) => response.url().endsWith("/events"));
  await person.openMap(path);
  await heard;
  return person;
}

/** The time that a map is shown for. */
function times({ page }) {
  const query = new URL(page.url()).searchParams;
  return { date: query.get("date") ?? "2026-12-16", part: query.get("part") || "all_day" };
}

/** When the server's answer to a request of a page arrives, in milliseconds since 1970. */
async function answered({ page }, path) {
  await page.waitForResponse((response) => response.url().includes(path));
  return Date.now();
}

function report(what, from, to) {
  const milliseconds = to - from;
  console.log(`${what} after ${milliseconds} ms`);
  return milliseconds;
}
