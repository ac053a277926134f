// An admin sets up a provider that opens elsewhere, has a site use it and undoes that; a person opens their cloud PC there.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { Api } from "../support/api.mjs";
import { wrongWith } from "../support/checks.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";

const office = openOffice({ now: at("09:05") });
const ADMIN = "junghoon.lee@jari.example";
const EMPLOYEE = "jimin.kim@jari.example";
const TODAY = { date: "2026-12-16", part: "all_day" };
const PAGE = "/admin/providers";

for (const js of [true, false]) {
  const how = js ? "with JavaScript" : "without JavaScript";
  const name = js ? "창구" : "창구 둘";

  office.journey(`a provider is added, tested, mended and removed, ${how}`, async (open, t) => {
    const host = createServer().listen(0, "127.0.0.1");
    t.after(() => host.close());
    await new Promise((resolve) => host.once("listening", resolve));
    const { port } = host.address();
    const admin = await adminOn(open, js);
    await row(admin, "이 서버").waitFor();
    await admin.follow("다른 곳에서 열기 추가");
    await admin.heading("다른 곳에서 열기 추가");
    await admin.page.getByLabel("이름 (한국어)").fill(name);
    await admin.page.getByLabel("여는 주소 (https)").fill("http://pc.example/");
    await admin.press("저장하고 시험");
    // What is wrong is said at its field, and everything else that was typed is still there.
    await admin.warned("https://로 시작해야 해요");
    await admin.warned("저장하지 못했어요. 빨갛게 표시된 칸을 확인해 주세요.");
    assert.equal(await admin.page.getByLabel("이름 (한국어)").inputValue(), name);
    await admin.page.getByLabel("여는 주소 (https)").fill(`https://127.0.0.1:${port}/?who={email}&sig={signature}`);
    await admin.press("저장하고 시험");
    await admin.warned("서명 키를 입력해 주세요");
    await admin.page.getByLabel(/서명 키/).fill("a signing key");
    await admin.press("저장하고 시험");
    await admin.told("제공자를 추가했어요");
    await row(admin, name).getByText("클라우드 PC를 켤 수 있어요").waitFor();
    assert.ok(!admin.page.url().includes("signing"), "a secret is in the address");

    // Nobody answers any more: the test says so in words, with what to do.
    host.close();
    await admin.follow(`${name} 연결 시험`, row(admin, name));
    await row(admin, name).getByText(`이 서버에는 답하지 않는 주소예요: 127.0.0.1:${port}`).waitFor();
    await row(admin, name).getByText("주소와 방화벽을 확인해 주세요").waitFor();

    await admin.follow(`${name} 고치기`, row(admin, name));
    await admin.page.getByText("저장되어 있고 다시 보여 주지 않아요").waitFor();
    assert.equal(await admin.page.getByLabel(/서명 키/).inputValue(), "", "the secret is shown");
    await admin.page.getByLabel(/동시에 실행할 최대 대수/).fill("0");
    await admin.press("저장하고 시험");
    await admin.told("제공자를 저장했어요");
    await row(admin, name).getByText("최대 대수가 0이에요").waitFor();

    await admin.press(`${name} 끄기`, row(admin, name));
    await admin.told("제공자를 껐어요");
    await admin.press("되돌리기");
    await admin.told("제공자를 켰어요");
    await remove(admin, name);
    await admin.told("제공자를 없앴어요");
    await row(admin, name).waitFor({ state: "detached" });
  });
}

office.journey("a libvirt that is not there is told in words", async (open) => {
  const admin = await adminOn(open, true);
  await admin.follow("가상 머신 (libvirt) 추가");
  await admin.page.getByLabel("이름 (한국어)").fill("기계실");
  const address = admin.page.getByLabel(/libvirt 주소/);
  await address.fill("qemu+ssh://host/system");
  await admin.press("저장하고 시험");
  await admin.warned("libvirt 주소가 아니에요");
  await address.fill("qemu+unix:///session?socket=/nowhere");
  await admin.press("저장하고 시험");
  await admin.told("제공자를 추가했어요");
  await row(admin, "기계실").getByText(/아무도 답하지 않아요|설치되어 있지 않아요/).first().waitFor();
  await remove(admin, "기계실");
  await admin.told("제공자를 없앴어요");
});

office.journey("a site uses another provider, its people open their cloud PC there, and it is undone", async (open) => {
  const admin = await adminOn(open, true);
  await admin.follow("다른 곳에서 열기 추가");
  await admin.page.getByLabel("이름 (한국어)").fill("구름");
  await admin.page.getByLabel("여는 주소 (https)").fill("https://pc.example/{desk}?who={email}");
  await admin.press("저장하고 시험");
  await admin.told("제공자를 추가했어요");
  const site = admin.page.locator("[data-site]").first();
  const before = await site.getByRole("combobox").inputValue();
  await site.getByRole("combobox").selectOption({ label: "구름" });
  await site.getByRole("button").click();
  await admin.told("사업장의 제공자를 바꿨어요");

  const me = await Api.of(office.server, EMPLOYEE);
  const floor = (await me.ask("GET", "/floors")).body.floors.find((floor) => floor.name.ko === "13층").id;
  const [seat] = await me.free(floor, TODAY);
  const booking = await me.book(seat.desk, TODAY);
  const employee = new Person(await open());
  await employee.page.context().route("https://pc.example/**", (route) => route.fulfill({ contentType: "text/html", body: "<h1>there</h1>" }));
  await employee.signIn(EMPLOYEE);
  const button = employee.page.getByRole("button", { name: "구름에서 열기" });
  await button.waitFor({ timeout: 60_000 });
  const [there] = await Promise.all([employee.page.context().waitForEvent("page"), button.click()]);
  await there.waitForURL("https://pc.example/**");
  const url = new URL(there.url());
  assert.deepEqual([url.pathname, url.searchParams.get("who")], [`/${seat.label}`, EMPLOYEE]);
  assert.equal(await there.evaluate(() => document.referrer), "", "the other side learns where it was opened");
  assert.equal((await me.ask("GET", `/bookings/${booking.id}`)).body.state, "in_use", "opening it is the check-in");

  // It is in use: it stays, and the page says why and what to do.
  await remove(admin, "구름");
  await admin.warned("먼저 아래에서 그 사업장의 제공자를 바꿔 주세요");
  await admin.go(PAGE);
  await site.getByRole("combobox").selectOption(before);
  await site.getByRole("button").click();
  await admin.told("사업장의 제공자를 바꿨어요");
  await remove(admin, "구름");
  await admin.warned("예약이 모두 끝난 뒤 없애 주세요");
  await me.ask("POST", `/bookings/${booking.id}/check-out`);
});

for (const { lang, width } of [{ lang: "ko", width: 375 }, { lang: "en", width: 1440 }]) {
  office.journey(`the page is in order in ${lang} at ${width}`, async (open) => {
    const page = await open({ lang, viewport: { width, height: 900 } });
    const admin = new Person(page);
    await admin.signIn(ADMIN);
    for (const path of [PAGE, `${PAGE}?do=add&to=libvirt`, `${PAGE}?do=add&to=launch_url`]) {
      await admin.go(path);
      await admin.heading(lang === "ko" ? "클라우드 PC 제공자" : "Cloud PC providers");
      assert.deepEqual(await wrongWith(page, { lang, names: ["이정훈", "정훈", "구름"] }), [], path);
    }
  });
}

/** An admin on the page of providers, by its link. */
async function adminOn(open, js) {
  const admin = new Person(await open({ javaScriptEnabled: js, viewport: { width: 1440, height: 900 } }), { js });
  await admin.signIn(ADMIN);
  await admin.follow("관리");
  await admin.follow("클라우드 PC 제공자");
  await admin.page.waitForURL(`**${PAGE}`);
  return admin;
}

/** Removes a provider, after reading what that does. */
async function remove(admin, name) {
  const card = row(admin, name);
  await admin.settled();
  await card.getByText("없애기", { exact: true }).click();
  await card.getByText("되돌릴 수 없어요").waitFor();
  await admin.press("지금 없애기", card);
}

/** The card of a provider. */
function row({ page }, name) {
  return page.locator(".provider").filter({ has: page.getByRole("heading", { name, exact: true }) });
}
