// The cloud PC that comes with a seat: ready by itself, opened in the browser, typed into, and the same everywhere.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { GONE } from "../support/browser.mjs";
import { PATIENCE, connected, type, whatIsMissing, written } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const office = openOffice({ now: at("09:05") });
const EMPLOYEE = "jimin.kim@jari.example";

office.journey("a desktop is ready with the seat, is typed into, moves between browsers and outlives its server", async (open, t) => {
  const missing = await whatIsMissing(office.server);
  if (missing) return t.skip(missing);
  const me = new Person(await open({ viewport: { width: 1440, height: 900 } }));
  await me.signIn(EMPLOYEE);
  await me.openMap();
  await me.pick(await me.freeSeat());
  await me.press("이 자리 예약하기");
  await me.told("예약했어요");

  // It gets ready on the open home page without a reload.
  await me.go("/");
  await me.page.evaluate(() => (window.stayed = true));
  await me.page.locator("[data-session=ready]").waitFor({ timeout: PATIENCE });
  assert.equal(await me.page.evaluate(() => window.stayed), true, "the page was loaded again");

  // Opening it is the check-in.
  await me.follow("클라우드 PC 열기");
  await connected(me.page);
  const address = new URL(me.page.url()).pathname;
  const beside = new Person(await me.page.context().newPage());
  await beside.go("/bookings");
  await beside.page.locator("[data-booking][data-state=in_use]").waitFor();
  await beside.page.close();

  // What is typed in the browser arrives in the desktop's shell.
  await type(me.page, "echo floor-12 > ~/where; echo $$ > ~/shell");
  assert.equal(await written(office.server, "where"), "floor-12");
  const shell = await written(office.server, "shell");

  // A second browser takes the same desktop over, and the first is told.
  const second = new Person(await open({ viewport: { width: 1280, height: 800 } }));
  await second.signIn(EMPLOYEE);
  await second.go(address);
  await connected(second.page);
  await me.page.getByRole("status").filter({ hasText: "다른 화면에서 열었어요" }).waitFor();
  await me.page.getByRole("button", { name: "여기서 열기" }).waitFor();
  await type(second.page, "echo $$ > ~/shell-beside");
  assert.equal(await written(office.server, "shell-beside"), shell, "another desktop");

  // The server dies without a word and comes back; the desktop never noticed.
  await office.server.kill();
  await second.page.locator("#desktop:not([data-state=connected])").waitFor();
  await office.server.up();
  await until(() => reconnected(second), "the browser shows the desktop again", 60_000);
  await type(second.page, "echo $$ > ~/shell-after");
  assert.equal(await written(office.server, "shell-after"), shell, "another desktop");
  for (const { page } of [me, second]) page.problems = page.problems.filter((problem) => !GONE.test(problem));

  // Leaving the seat ends the desktop; its files stay.
  const leaving = new Person(await second.page.context().newPage());
  await leaving.go("/");
  await leaving.press("퇴실");
  await leaving.told("퇴실했어요");
  await second.told("클라우드 PC가 종료됐어요. 파일은 남아 있어요.");
  // Opened again its page says the same, and nothing gets ready.
  await second.go(address);
  await second.told("클라우드 PC가 종료됐어요. 파일은 남아 있어요.");
  assert.equal(await written(office.server, "where"), "floor-12");
});

office.journey("a page that can't load what draws the screen says so", async (open) => {
  const api = await Api.of(office.server, EMPLOYEE);
  const times = { date: "2026-12-16", part: "all_day" };
  const { floors } = (await api.ask("GET", "/floors")).body;
  const [seat] = await api.free(floors[0].id, times);
  const { session } = await api.book(seat.desk, times);

  const me = new Person(await open());
  await me.signIn(EMPLOYEE);
  await me.page.route("**/novnc/**", (route) => route.fulfill({ status: 404, body: "" }));
  await me.go(`/desktop/${session}`);
  await me.told("뷰어를 불러오지 못했어요");
  me.page.problems = me.page.problems.filter((problem) => !problem.includes("/novnc/"));
});

/** Opened again by itself, or after the button that the page then offers was pressed. */
async function reconnected({ page }) {
  const again = page.getByRole("button", { name: "여기서 열기" });
  if (await again.isVisible()) await again.click();
  return page.locator("#desktop[data-state=connected] canvas").isVisible();
}
