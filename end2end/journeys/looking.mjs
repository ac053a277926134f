// An admin helps somebody: asks for their screen, sees it while they agree, and touches nothing.
import assert from "node:assert/strict";
import { watchShifts, wrongWith } from "../support/checks.mjs";
import { bookDesktop, connected, type, whatIsMissing, written } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const office = openOffice({ now: at("09:05") });
const ADMIN = "junghoon.lee@jari.example";
const EMPLOYEE = "jimin.kim@jari.example";
const WIDE = { width: 1440, height: 900 };

for (const js of [true, false]) {
  const how = js ? "with JavaScript" : "without JavaScript on the admin's page";

  office.journey(`an admin looks at a screen while its person agrees, ${how}`, async (open, t) => {
    const missing = await whatIsMissing(office.server);
    if (missing) return t.skip(missing);
    const { me, log } = await atTheScreen(open);
    const admin = new Person(await open({ javaScriptEnabled: js, viewport: WIDE }), { js });
    await admin.signIn(ADMIN);
    await admin.go(log);
    await admin.page.getByText("보기만 하고 만질 수는 없으며").waitFor();
    await admin.press("화면 보기 요청");
    await admin.page.locator("[data-look=asked]").waitFor();

    // The first time its person would rather not, and the admin is told.
    const asked = me.page.getByRole("alert", { name: "화면 보기 요청" });
    await asked.getByText("이정훈 님(관리자)이 이 화면을 보고 싶어 해요. 보기만 하고 만질 수는 없어요. 15분 동안 보여 줄까요?").waitFor();
    const names = new Set((await office.server.people()).map(({ name }) => name));
    // Its heading is in the bar, which has hidden.
    const wrong = (await wrongWith(me.page, { lang: "ko", names })).filter((one) => !one.startsWith("it has 0 h1"));
    assert.deepEqual(wrong, []);
    await asked.getByRole("button", { name: "보여 주지 않기" }).click();
    await asked.waitFor({ state: "hidden" });
    await shown(admin, log, js, "declined");
    await admin.press("화면 보기 요청");
    await asked.getByRole("button", { name: "보여 주기" }).click();
    await asked.getByText("이정훈 님(관리자)이 지금 이 화면을 보고 있어요").waitFor();
    await shown(admin, log, js, "allowed");

    // The screen's own page needs JavaScript, as every screen does.
    const viewer = js ? admin : new Person(await open({ viewport: WIDE }));
    if (!js) await viewer.signIn(ADMIN);
    await watchShifts(viewer.page);
    await viewer.go(`${new URL(me.page.url()).pathname}/watch`);
    await viewer.page.locator("#watched[data-state=connected] canvas").waitFor({ timeout: 60_000 });
    assert.deepEqual(await wrongWith(viewer.page, { lang: "ko", names }), []);
    await viewer.page.getByRole("heading", { name: "김지민 님의 화면" }).waitFor();
    await me.page.locator("#desktop[data-state=connected]").waitFor();
    await type(me.page, "clear; printf '\\033[41m%20000s' ''");
    await until(() => viewer.page.locator("#watched canvas").evaluate(reddest), "what its person does is seen");

    // What the admin types reaches nothing.
    await viewer.page.locator("#watched canvas").click({ position: { x: 300, y: 200 } });
    await viewer.page.keyboard.type("touch ~/touched", { delay: 5 });
    await viewer.page.keyboard.press("Enter");
    const seen = js ? "seen" : "seen-without-scripts";
    await type(me.page, `clear; ls -a ~ > ~/${seen}`);
    assert.doesNotMatch(await written(office.server, seen), /touched/);

    await asked.getByRole("button", { name: "그만 보여 주기" }).click();
    await viewer.page.getByRole("status").filter({ hasText: "화면 보기가 끝났어요" }).waitFor();
    assert.equal(await viewer.page.locator("#watched canvas").count(), 0, "the last picture stays");
    // noVNC says so when the connection ends while it still draws.
    viewer.page.problems = viewer.page.problems.filter((problem) => !problem.startsWith("Got data while disconnected"));
    await asked.waitFor({ state: "hidden" });
    await admin.go(log);
    for (const told of ["화면 보기를 끝냄", "화면을 보기 시작", "화면 보기에 동의", "화면 보기를 거절"]) {
      await admin.page.locator("tr[data-kind]").getByText(told, { exact: true }).first().waitFor();
    }
    const done = new Person(await me.page.context().newPage());
    await done.go("/");
    await done.press("퇴실");
    await done.told("퇴실했어요");
  });
}

/** The employee with their desktop open, and the address of its log. */
async function atTheScreen(open) {
  const me = new Person(await open({ viewport: WIDE }));
  await me.signIn(EMPLOYEE);
  await watchShifts(me.page);
  const { page } = await bookDesktop(office.server, EMPLOYEE, { date: "2026-12-16", part: "all_day" });
  await me.go(page);
  await connected(me.page);
  return { me, log: page.replace("/desktop/", "/admin/sessions/") };
}

/** Waits until the admin's page shows how it stands; by itself where it can. */
async function shown(admin, log, js, state) {
  if (js) return admin.page.locator(`[data-look=${state}]`).waitFor();
  return until(async () => (await admin.go(log), admin.page.locator(`[data-look=${state}]`).isVisible()), `it is ${state}`);
}

/** Whether most of a picture is red. */
function reddest(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let red = 0;
  for (let at = 0; at < data.length; at += 4) red += data[at] > 120 && data[at + 1] < 80 && data[at + 2] < 80;
  return red > data.length / 4 / 20;
}
