// An admin changes desks and rules; the bookings that a change meets are shown first, and everything can be undone.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";

const office = openOffice();
const ADMIN = "junghoon.lee@jari.example";
const EMPLOYEE = "jimin.kim@jari.example";
const SOON = { date: "2026-12-17", part: "all_day" };

for (const js of [true, false]) {
  const how = js ? "with JavaScript" : "without JavaScript";

  office.journey(`a desk gets another name and another place, and both are undone, ${how}`, async (open) => {
    const admin = await desksOf(open, js, "11층");
    await admin.follow("A-02 고치기", admin.page.locator("table"));
    await admin.page.getByLabel("자리 이름").fill("A-92");
    const x = admin.page.getByLabel("가로 위치 (m)");
    const before = await x.inputValue();
    const after = String(Math.round((Number(before) + 0.25) * 1000) / 1000);
    await x.fill(after);
    await admin.press("저장");
    await admin.told("자리를 저장했어요");
    await admin.heading("A-92 자리");
    assert.equal(await x.inputValue(), after);

    await admin.press("되돌리기");
    await admin.told("되돌렸어요");
    await admin.heading("A-02 자리");
    assert.equal(await x.inputValue(), before);
  });

  office.journey(`a new desk can be booked at once, ${how}`, async (open) => {
    const admin = await desksOf(open, js, "11층");
    const label = js ? "Z-01" : "Z-02";
    await admin.follow("자리 추가");
    await admin.page.getByLabel("자리 이름").fill(label);
    await admin.page.getByLabel("가로 위치 (m)").fill(js ? "4" : "6");
    await admin.page.getByLabel("세로 위치 (m)").fill("12");
    await admin.press("자리 추가");
    await admin.told("자리 1석을 추가했어요");
    const employee = await Api.of(office.server, EMPLOYEE);
    const seat = (await employee.free(floorOf(admin), SOON)).find((seat) => seat.label === label);
    await employee.cancel(await employee.book(seat.desk, SOON));
  });

  office.journey(`a desk with a booking goes only after that was shown, and the booking moves, ${how}`, async (open) => {
    const admin = await desksOf(open, js, "12층");
    const employee = await Api.of(office.server, EMPLOYEE);
    const [seat] = await employee.free(floorOf(admin), SOON);
    const booking = await employee.book(seat.desk, SOON);
    const bookedAt = async () => (await employee.ask("GET", `/bookings/${booking.id}`)).body.label;

    await admin.go(`/admin/floors/${floorOf(admin)}?desk=${seat.desk}`);
    await admin.press("자리 없애기");
    const line = admin.page.getByRole("row").filter({ hasText: "김지민" });
    await line.getByText(/\S+ 자리로 옮겨요/).waitFor();
    assert.equal(await bookedAt(), seat.label, "the booking moved before the admin said so");
    await admin.press("이대로 없애기");
    await admin.told("자리를 없앴어요");
    assert.notEqual(await bookedAt(), seat.label, "the booking is still at a desk that is gone");

    await admin.press("되돌리기");
    await admin.told(/되돌렸어요\. 예약 \d+건도 제자리로 돌아갔어요/);
    assert.equal(await bookedAt(), seat.label);
    await employee.cancel(booking);
  });

  office.journey(`a rule is previewed, holds once it is saved, and is undone, ${how}`, async (open) => {
    const employee = await Api.of(office.server, EMPLOYEE);
    const admin = await desksOf(open, js, "13층");
    const [{ desk: seat }] = await employee.free(floorOf(admin), SOON);
    await admin.go("/admin");
    await admin.page.getByRole("link", { name: "예약 규칙" }).first().click();
    await admin.page.getByLabel("며칠 앞까지 (0은 오늘만)").fill("0");
    await admin.press("미리 보기");
    await admin.page.getByText(/새 규칙에 걸리는 다가올 예약은 없어요|지금 새로 한다면 거절될 예약이에요/).waitFor();
    await employee.cancel(await employee.book(seat, SOON));
    await admin.press("저장");
    await admin.told("규칙을 저장했어요");
    const refused = await employee.ask("POST", "/bookings", { desk: seat, ...SOON });
    assert.deepEqual([refused.status, refused.body.reasons[0]?.code], [409, "beyond_horizon"]);

    await admin.press("되돌리기");
    await admin.told("이전 규칙으로 되돌렸어요");
    await employee.cancel(await employee.book(seat, SOON));
  });

  office.journey(`somebody gets a new password only after it was said what that does, ${how}`, async (open) => {
    const admin = new Person(await open({ javaScriptEnabled: js }), { js });
    await admin.signIn(ADMIN);
    await admin.go("/admin/people?q=suhyun.park");
    const line = admin.page.locator("li.person").filter({ hasText: "suhyun.park@jari.example" });
    await line.getByText("새 비밀번호", { exact: true }).click();
    await line.getByText("모든 기기에서 로그아웃돼요").waitFor();
    await admin.press("지금 새로 만들기", line);
    await admin.told("첫 비밀번호예요");
  });
}

office.journey("nobody but an admin sees the admin's pages", async (open) => {
  const employee = new Person(await open());
  await employee.signIn(EMPLOYEE);
  assert.equal(await employee.page.getByRole("link", { name: "관리", exact: true }).count(), 0);
  await employee.go("/admin");
  await employee.warned("권한이 없어요");
  employee.page.problems = employee.page.problems.filter((problem) => !/status of 403/.test(problem));
});

/** An admin with the desks of a floor. */
async function desksOf(open, js, floor) {
  const admin = new Person(await open({ javaScriptEnabled: js, viewport: { width: 1440, height: 900 } }), { js });
  await admin.signIn(ADMIN);
  await admin.follow("관리");
  await admin.follow(`${floor} 자리 관리`);
  await admin.page.waitForURL("**/admin/floors/**");
  return admin;
}

function floorOf({ page }) {
  return new URL(page.url()).pathname.split("/").at(-1);
}
