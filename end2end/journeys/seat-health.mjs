// The health of a seat: its desktop's line is cut and comes back by itself, and the seat tells of it.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { GONE } from "../support/browser.mjs";
import { bookDesktop, connected, whatIsMissing } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Line } from "../support/line.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const office = openOffice({ now: at("09:05") });
const [EMPLOYEE, MANAGER] = ["jimin.kim@jari.example", "suhyun.park@jari.example"];

office.journey("a desktop whose line is cut comes back by itself, and its seat tells of it", async (open, t) => {
  const missing = await whatIsMissing(office.server);
  if (missing) return t.skip(missing);
  const { page, floor, desk } = await bookDesktop(office.server, EMPLOYEE, { date: "2026-12-16", part: "all_day" });
  const manager = await Api.of(office.server, MANAGER);
  const seat = async () => {
    const { seats } = (await manager.ask("GET", `/floors/${floor}/seat-health`)).body;
    return seats.find((seat) => seat.desk === desk);
  };
  const before = await seat();
  const tells = (screens, reconnects, what) => until(async () => {
    const now = await seat();
    return now.screens === before.screens + screens && now.reconnects === before.reconnects + reconnects;
  }, `the seat tells of ${what}`);

  const line = await Line.to(office.server.port);
  t.after(() => line.remove());
  const me = new Person(await open({ baseURL: line.address, viewport: { width: 1440, height: 900 } }));
  await me.signIn(EMPLOYEE);
  await me.go(page);
  await connected(me.page);
  await tells(1, 0, "a screen");

  // It is open again within a second, which somebody who only looks now and then may miss.
  await me.page.evaluate(() => {
    const screen = document.getElementById("desktop");
    const isCut = (seen) => {
      const watch = new MutationObserver(() => screen.dataset.state !== "connected" && seen());
      watch.observe(screen, { attributes: true });
    };
    window.cut = new Promise(isCut);
  });
  line.cut();
  await me.page.evaluate(() => window.cut);
  await connected(me.page);
  await tells(2, 1, "a screen that was opened again");

  // Whoever loads the page anew has lost nothing.
  await me.page.reload();
  await connected(me.page);
  await tells(3, 1, "a screen that was opened anew");
  me.page.problems = me.page.problems.filter((problem) => !GONE.test(problem));

  const looking = new Person(await open());
  await looking.signIn(MANAGER);
  await looking.go(`/usage/seats/${floor}?desk=${desk}`);
  const told = looking.page.locator(".chosen div").filter({ has: looking.page.getByText("재연결", { exact: true }) }).locator("dd");
  assert.equal(await told.innerText(), String(before.reconnects + 1));
});
