// An employee's morning, from signing in to leaving, with the browser's part and without it.
import assert from "node:assert/strict";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";

const office = openOffice();
const EMPLOYEE = "jimin.kim@jari.example";
/** Two coming days on which the demo office left this employee's seat open. */
const DAYS = ["2026-12-17", "2026-12-18"];

for (const js of [true, false]) {
  const how = js ? "with JavaScript" : "without JavaScript";

  office.journey(`an employee signs in with a password, out, and in again by one click, ${how}`, async (open) => {
    const me = await somebody(open, js);
    await me.signIn(EMPLOYEE);
    await me.heading("오늘, 내 자리");
    await me.go("/settings");
    await me.press("로그아웃");
    await me.page.waitForURL("**/sign-in");
    await me.go("/bookings");
    await me.pressDemo("김지민");
    await me.heading("내 예약");
    assert.equal(new URL(me.page.url()).pathname, "/bookings", "they were not led to where they wanted to go");
  });

  office.journey(`an employee books in one tap, moves, changes times, checks in and out, ${how}`, async (open) => {
    const me = await somebody(open, js);
    await me.signIn(EMPLOYEE);
    await me.page.getByText("오늘은 예약한 자리가 없어요").waitFor();
    await me.follow("지도에서 고르기", me.page.locator("main"));
    await me.desks().first().waitFor();
    await me.goWhereSeatsAreFree();
    const seat = await me.freeSeat();
    const floor = new URL(me.page.url()).pathname;

    await me.pick(seat);
    await me.press("이 자리 예약하기");
    await me.told("예약했어요");
    await me.sees(seat, "mine");

    await me.press("되돌리기");
    await me.told("예약을 취소했어요");
    await me.sees(seat, "free");

    await me.pick(seat);
    await me.press("이 자리 예약하기");
    await me.told("예약했어요");
    await me.go("/");
    await me.heading(seat.label);

    await me.follow("자리 바꾸기");
    await me.sees(seat, "mine");
    const other = await me.freeSeat(-1);
    await me.pick(other);
    await me.press("이 자리로 바꾸기");
    await me.told("자리를 바꿨어요");
    await me.sees(other, "mine");
    await me.sees(seat, "free");

    await me.go("/bookings");
    const row = me.booking(other.label);
    await row.getByText("시간 바꾸기").click();
    await row.locator("select[name=from]").selectOption("09:00");
    await row.locator("select[name=to]").selectOption("15:30");
    await me.press("저장", row);
    await me.told("시간을 바꿨어요");
    await me.booking("09:00 – 15:30").filter({ hasText: other.label }).waitFor();

    await me.go("/");
    await me.press(/^입실/);
    await me.told("입실했어요");
    await me.press("퇴실");
    await me.told("퇴실했어요");
    await me.page.getByText("오늘은 예약한 자리가 없어요").waitFor();
    await me.go(`${floor}?date=2026-12-16&part=all_day`);
    await me.sees(other, "free");
  });

  office.journey(`on a phone a seat is looked for by everything that seats have, ${how}`, async (open) => {
    const me = await somebody(open, js, { viewport: { width: 375, height: 780 } });
    await me.signIn(EMPLOYEE);
    await me.openMap();
    for (const wish of ["통화 자제", "와이드 모니터", "USB-C 독", "휠체어 가능"]) {
      await me.follow(wish);
      await me.page.locator("a.chip[aria-current=true]:visible").filter({ hasText: wish }).waitFor();
    }
  });

  office.journey(`on a phone a day of next week is chosen, and today again, ${how}`, async (open) => {
    const me = await somebody(open, js, { viewport: { width: 375, height: 780 } });
    await me.signIn(EMPLOYEE);
    await me.openMap();
    for (const width of [375, 320]) {
      await me.page.setViewportSize({ width, height: 780 });
      const sizes = await me.page.locator(".weeks a, nav.days a").evaluateAll((links) =>
        links.map((link) => link.getBoundingClientRect()).map(({ width, height }) => Math.round(Math.min(width, height))),
      );
      assert.equal(sizes.length, 9, "two weeks to go to and seven days");
      assert.ok(Math.min(...sizes) >= 44, `too small for a finger at ${width} px: ${sizes}`);
      const wider = await me.page.locator(".panel").evaluate((panel) => panel.scrollWidth - window.innerWidth);
      assert.ok(wider <= 0, `${wider} px wider than a window of ${width} px`);
    }
    await me.follow("다음 주");
    await me.page.waitForURL(/date=2026-12-21/);
    await me.page.locator("nav.days a").filter({ hasText: /22$/ }).click();
    await me.heading("12월 22일 화요일");
    await me.desks("free").first().waitFor();
    await me.follow("오늘", me.page.locator(".weeks"));
    await me.heading("12월 16일 수요일");
  });

  office.journey(`an employee cancels, takes that back, and cancels several days at once, ${how}`, async (open) => {
    const me = await somebody(open, js);
    await me.signIn(EMPLOYEE);
    await me.openMap();
    const floor = new URL(me.page.url()).pathname;
    const rows = [];
    for (const [nth, day] of DAYS.entries()) {
      await me.openMap(`${floor}?date=${day}&part=morning`);
      const seat = await me.freeSeat(-nth);
      await me.pick(seat);
      await me.press("이 자리 예약하기");
      await me.told("예약했어요");
      rows.push(me.booking(seat.label));
    }
    const [first, second] = rows;

    await me.go("/bookings");
    await me.press("예약 취소", first);
    await me.told("예약을 취소했어요");
    await first.waitFor({ state: "detached" });
    await me.press("되돌리기");
    await me.told("되돌렸어요");
    await first.waitFor();

    await me.page.getByText("여러 날을 한 번에 취소하기").click();
    const range = me.page.locator("form").filter({ hasText: "이 기간 예약 취소" });
    await range.locator("input[name=from]").fill(DAYS[0]);
    await range.locator("input[name=to]").fill(DAYS[1]);
    await me.press("이 기간 예약 취소", range);
    await me.told("예약 2건을 취소했어요");
    await first.waitFor({ state: "detached" });
    assert.equal(await second.count(), 0, "the second day's booking is still there");
  });
}

async function somebody(open, js, options = {}) {
  return new Person(await open({ javaScriptEnabled: js, ...options }), { js });
}
