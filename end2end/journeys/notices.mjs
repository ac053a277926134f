// What happens to somebody's seat while they look elsewhere reaches them by mail, and the mail leads to where it can be undone.
import assert from "node:assert/strict";
import { after } from "node:test";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Mailbox } from "../support/mailbox.mjs";
import { Person } from "../support/person.mjs";
import { leaves, sits, today } from "../support/seat.mjs";
import { at } from "../support/server.mjs";

const EMPLOYEE = "jimin.kim@jari.example";
const ADMIN = "junghoon.lee@jari.example";
const TODAY = { date: "2026-12-16", part: "all_day" };
const SOON = { date: "2026-12-17", part: "all_day" };
const mailbox = await Mailbox.open();
const office = openOffice({ now: at("09:10"), smtp: mailbox.url });
after(() => mailbox.close());

office.journey("whoever stays away reads that the seat is lent, follows the mail and has it again", async (open) => {
  const api = await Api.of(office.server, EMPLOYEE);
  const seat = await sits(api, TODAY);
  await leaves(api, seat);
  await office.server.becomes(at("10:30"));

  const letter = await mailbox.letter(EMPLOYEE, `${seat.label} 자리에 다른 사람이 앉을 수 있어요`);
  assert.equal(letter.from.text, '"자리" <jari@jari.example>');
  assert.match(letter.text, /12월 16일 수요일 09:\d\d–18:00/);
  const me = new Person(await open());
  await me.signIn(EMPLOYEE);
  await me.page.goto(letter.text.match(/여기서 알려 주세요: (\S+)/)[1]);
  await me.press("돌아왔어요");
  await me.page.locator("[data-booking][data-state=in_use]").waitFor();
});

for (const js of [true, false]) {
  office.journey(`somebody's settings say which mails they want, ${js ? "with" : "without"} JavaScript`, async (open) => {
    const [api, admin] = [await Api.of(office.server, EMPLOYEE), await Api.of(office.server, ADMIN)];
    const me = new Person(await open({ javaScriptEnabled: js }), { js });
    await me.signIn(EMPLOYEE);
    await me.go("/settings");
    for (const wanted of ["받지 않기", "내 자리와 클라우드 PC에 생긴 일 모두", "자리나 클라우드 PC가 바뀌거나 없어질 때만"]) {
      await me.page.getByLabel(wanted).check();
      const kept = me.page.waitForResponse((response) => response.url().endsWith("/preferences"));
      await me.press("저장");
      await kept;
      await me.go("/settings");
      assert.equal(await me.page.getByLabel(wanted).isChecked(), true, wanted);
    }

    // Letters come alike, however they were asked for.
    if (!js) return;
    for (const booking of await today(api, SOON.date)) await api.cancel(booking);
    const { floors } = (await api.ask("GET", "/floors")).body;
    const [seat] = await api.free(floors[0].id, SOON);
    mailbox.empty();
    await admin.cancel(await api.book(seat.desk, SOON));
    await mailbox.letter(EMPLOYEE, `${seat.label} 자리 예약이 취소됐어요`);
  });
}
