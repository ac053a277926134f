// The first start of an empty office: a code that the server printed makes the first admin.
import assert from "node:assert/strict";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";

const office = openOffice({ demo: false });

office.journey("the first admin comes in with the one-time code, which then is used up", async (open) => {
  const code = /one-time code: (\S+)/.exec(office.server.log)?.[1];
  assert.ok(code, "the server printed no code");
  const admin = new Person(await open());
  await admin.go("/");
  assert.equal(new URL(admin.page.url()).pathname, "/set-up");
  await fill(admin, { code: "not-the-code", name: "한서윤", email: "seoyun@office.example", password: "long enough 1" });
  await admin.press("시작하기");
  await admin.warned("설정 코드가 맞지 않아요");
  assert.equal(await admin.page.locator("input[name=email]").inputValue(), "seoyun@office.example");

  await fill(admin, { code, password: "long enough 1" });
  await admin.press("시작하기");
  await admin.page.waitForURL("**/admin");
  await admin.settled();
  await admin.page.getByRole("link", { name: /한서윤/ }).waitFor();

  // There is no site yet: every page of the main menu is there all the same and says so, where seats would be.
  await admin.go("/bookings");
  await admin.heading("내 예약");
  for (const [path, name] of [["/usage", "현황"], ["/usage/seats", "자리별 연결 상태"]]) {
    await admin.go(path);
    await admin.heading(name);
    await admin.heading("아직 고를 수 있는 자리가 없어요");
  }

  const late = new Person(await open());
  await late.go("/set-up");
  await fill(late, { code, name: "다른 사람", email: "other@office.example", password: "long enough 2" });
  await late.press("시작하기");
  await late.warned("이미 설정을 마쳤어요");
  await late.signIn("seoyun@office.example", "long enough 1");
  await late.heading("오늘, 내 자리");
});

async function fill({ page }, values) {
  for (const [name, value] of Object.entries(values)) await page.locator(`input[name=${name}]`).fill(value);
}
