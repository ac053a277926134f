// A facility manager's today: the figures follow what happens, agree with each other, and are not for everybody.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const office = openOffice({ now: at("10:20") });
const MANAGER = "suhyun.park@jari.example";
const EMPLOYEE = "jimin.kim@jari.example";

office.journey("somebody who sits down and leaves changes the figures of an open page", async (open) => {
  const manager = new Person(await open({ viewport: { width: 1440, height: 900 } }));
  await manager.signIn(MANAGER);
  await manager.follow("현황");
  await manager.page.getByRole("heading", { name: "층과 구역" }).waitFor();
  const employee = await Api.of(office.server, EMPLOYEE);
  const { floors } = (await employee.ask("GET", "/floors")).body;
  const floor = floors.find((floor) => floor.name.ko === "12층");
  const today = { date: "2026-12-16", part: "all_day" };
  const [free] = await employee.free(floor.id, today);
  await manager.page.evaluate(() => (window.stayed = true));
  const used = await usedOn(manager, "12층");
  assert.ok(used > 5, `only ${used} desks are in use on a working morning`);

  const booking = await employee.book(free.desk, today);
  await employee.ask("POST", `/bookings/${booking.id}/check-in`);
  await until(async () => (await usedOn(manager, "12층")) === used + 1, "one more desk is in use");
  const whole = Number.parseInt(await figure(manager, "지금 사용 중"), 10);
  const floorsUsed = await manager.page.locator("tr.fl td[data-label='사용 중']").allInnerTexts();
  assert.equal(floorsUsed.reduce((sum, text) => sum + Number(text), 0), whole, "the floors don't add up to the whole");

  await employee.ask("POST", `/bookings/${booking.id}/check-out`);
  await until(async () => (await usedOn(manager, "12층")) === used, "the desk is no longer in use");
  assert.equal(await manager.page.evaluate(() => window.stayed), true, "the page was loaded again");
});

office.journey("the figures are there without JavaScript, and not for employees", async (open) => {
  const manager = new Person(await open({ javaScriptEnabled: false }), { js: false });
  await manager.signIn(MANAGER);
  await manager.go("/usage");
  assert.ok((await usedOn(manager, "12층")) > 5);
  await manager.page.getByText("지난주 수요일 같은 시각").first().waitFor();
  await manager.go("/usage?date=2026-12-18");
  await manager.page.getByText("한 주 전 금요일").first().waitFor();
  const employee = new Person(await open());
  await employee.signIn(EMPLOYEE);
  assert.equal(await employee.page.getByRole("link", { name: "현황", exact: true }).count(), 0);
  await employee.go("/usage");
  await employee.warned("권한이 없어요");
  employee.page.problems = employee.page.problems.filter((problem) => !/status of 403/.test(problem));
});

async function usedOn({ page }, floor) {
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: new RegExp(`^${floor}`) }) });
  return Number(await row.locator("td[data-label='사용 중']").innerText());
}

async function figure({ page }, name) {
  return page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) }).locator("b").first().innerText();
}
