// Cloud PCs are promised as far as there is room, steered by their people, and looked after by an admin.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { PATIENCE, connected, openInBar, type, whatIsMissing, written } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const office = openOffice({ now: at("09:05") });
const ADMIN = "junghoon.lee@jari.example";
const EMPLOYEE = "jimin.kim@jari.example";
const WIDE = { width: 1440, height: 900 };

office.journey("a person ends and restarts their own desktop, on the home page and beside the screen", async (open, t) => {
  const missing = await whatIsMissing(office.server);
  if (missing) return t.skip(missing);
  const me = new Person(await open({ viewport: WIDE }));
  await me.signIn(EMPLOYEE);
  await me.openMap();
  await me.pick(await me.freeSeat());
  await me.press("이 자리 예약하기");
  await me.told("예약했어요");
  await me.go("/");
  const card = me.page.locator(".pc");
  await me.page.locator("[data-session=ready]").waitFor({ timeout: PATIENCE });
  await me.follow("클라우드 PC 열기");
  await connected(me.page);
  await type(me.page, "echo kept > ~/report; echo mine > ~/.setting; echo $$ > ~/shell");
  const shell = await written(office.server, "shell");

  // Beside the screen: asked about plainly once, then the desktop comes back by itself.
  await openInBar(me.page, "클라우드 PC 종료·다시 켜기");
  await me.page.getByText("처음 설정으로", { exact: true }).click();
  await me.page.getByText("쓰던 설정은 홈 폴더 안에 따로 남겨 둬요").waitFor();
  await me.page.getByRole("button", { name: "지금 처음 설정으로 켜기" }).click();
  await connected(me.page);
  await type(me.page, "cat ~/report > ~/after; test -e ~/.setting && echo there >> ~/after; echo $$ > ~/shell-after");
  assert.notEqual(await written(office.server, "shell-after"), undefined);
  assert.equal(await written(office.server, "after"), "kept", "documents are gone, or settings are still there");
  assert.equal((await written(office.server, "shell")), shell);

  // On the home page: it ends, the seat stays, and one tap starts it again.
  await me.go("/");
  await card.getByText("클라우드 PC 종료·다시 켜기").click();
  await card.getByText("종료", { exact: true }).click();
  await card.getByText("되돌릴 수 없어요").first().waitFor();
  await me.press("지금 종료", card);
  await me.told("클라우드 PC를 종료하고 있어요");
  await me.page.locator("[data-session=released]").waitFor({ timeout: 60_000 });
  await me.page.getByText("입실했어요").first().waitFor();
  await me.press("다시 켜기", card);
  await me.page.locator("[data-session=ready]").waitFor({ timeout: PATIENCE });
  await me.press("퇴실");
  await me.told("퇴실했어요");
});

for (const js of [true, false]) {
  const how = js ? "with JavaScript" : "without JavaScript";

  office.journey(`when all cloud PCs are taken it is said before, while and after booking, and somebody gets one later, ${how}`, async (open) => {
    const admin = await sessionsOf(open, js);
    await roomFor(admin, "0");
    const me = new Person(await open({ javaScriptEnabled: js, viewport: { width: 375, height: 780 } }), { js });
    await me.signIn(EMPLOYEE);
    const api = await Api.of(office.server, EMPLOYEE);
    await me.openMap();
    const floor = new URL(me.page.url()).pathname;
    const { id, label } = await me.freeSeat(3);
    await me.go(`${floor}?desk=${label}`);
    await me.page.getByText("자리는 예약할 수 있지만 그 시간에는 클라우드 PC가 모두 찼어요").waitFor();
    await me.press("이 자리 예약하기");
    // The card says the second half as well, and did so before.
    await me.told("예약했어요. 그 시간에는 클라우드 PC가 모두 찼어요");
    const [booking] = (await api.ask("GET", "/bookings")).body.bookings;
    assert.deepEqual([booking.desk, booking.cloud_pc], [id, { promised: false, why: "full", until: null }]);
    await me.go("/");
    await me.page.getByText("개인 노트북을 가져오시거나, 다른 시간을 골라 주세요").waitFor();
    await me.page.getByText("자리에 도착하면 눌러 주세요").waitFor();
    if (js) await me.page.evaluate(() => (window.stayed = true));

    if (!js) await admin.go("/admin/sessions");
    await admin.page.getByText("클라우드 PC 없이 예약 1건").first().waitFor();
    await roomFor(admin, "");
    if (!js) await until(async () => (await me.go("/"), me.page.locator(".pc:not([data-session=unavailable])").isVisible()), "the cloud PC is shown");
    await me.page.locator(".pc:not([data-session=unavailable])").waitFor({ timeout: 60_000 });
    if (js) assert.equal(await me.page.evaluate(() => window.stayed), true, "the page was loaded again");
    await api.cancel(booking);
  });

  office.journey(`an admin finds a session, reads its log and drains the host, ${how}`, async (open) => {
    const api = await Api.of(office.server, EMPLOYEE);
    const { floors } = (await api.ask("GET", "/floors")).body;
    const tomorrow = { date: "2026-12-17", part: "all_day" };
    const [seat] = await api.free(floors[0].id, tomorrow);
    const booking = await api.book(seat.desk, tomorrow);
    const admin = await sessionsOf(open, js);
    await admin.page.getByLabel("이름이나 이메일").fill("김지민");
    await admin.page.getByLabel("상태").selectOption("planned");
    await admin.press("보기");
    const row = admin.page.locator(`tr[data-session="${booking.session}"]`);
    await row.getByText("예정").waitFor();
    assert.equal(await admin.page.locator("tr[data-session]").filter({ hasNotText: "김지민" }).count(), 0);

    await admin.press("비우기");
    await admin.told("서버를 비우고 있어요");
    await admin.page.locator('[data-host="local"][data-state="draining"]').waitFor();
    const lost = (await api.ask("GET", `/bookings/${booking.id}`)).body;
    assert.deepEqual(lost.cloud_pc, { promised: false, why: "draining", until: null });
    await admin.go(`/admin/sessions/${booking.session}`);
    const first = admin.page.locator("tr[data-kind]").first();
    await first.getByText("클라우드 PC를 약속하지 못함").waitFor();
    await first.getByText("서버를 비우는 중").waitFor();
    const file = await admin.page.request.get(`/admin/sessions/${booking.session}/log.csv`);
    assert.match(await file.text(), /클라우드 PC를 약속하지 못함,이정훈,서버를 비우는 중/);

    await admin.go("/admin/sessions");
    await admin.press("다시 열기");
    await admin.told("서버가 다시 클라우드 PC를 켜요");
    await until(async () => (await api.ask("GET", `/bookings/${booking.id}`)).body.cloud_pc.promised, "it is promised again");
    await api.cancel(booking);
  });
}

office.journey("stopping a host is asked about first", async (open) => {
  const admin = await sessionsOf(open, true);
  await admin.follow("멈추기");
  await admin.page.getByText(/저장하지 않은 내용은 사라지고, 되돌릴 수 없어요/).waitFor();
  await admin.follow("취소");
  await admin.page.locator('[data-host="local"][data-state="open"]').waitFor();
});

/** An admin with the page of all sessions. */
async function sessionsOf(open, js) {
  const admin = new Person(await open({ javaScriptEnabled: js, viewport: WIDE }), { js });
  await admin.signIn(ADMIN);
  await admin.go("/admin/sessions");
  await admin.heading("클라우드 PC");
  return admin;
}

/** Sets how many cloud PCs there are at once. */
async function roomFor(admin, most) {
  await admin.go("/admin/sessions");
  await admin.page.getByLabel("동시에 쓸 수 있는 클라우드 PC 수 (비우면 제한 없음)").fill(most);
  await admin.press("저장");
  await admin.told("동시에 쓸 수 있는 수를 저장했어요");
}
