// Two seats with terminals and a phone: the desktop follows the person, and no screen keeps anything of them.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { GONE } from "../support/browser.mjs";
import { wrongWith } from "../support/checks.mjs";
import { connected, type, whatIsMissing, written } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const office = openOffice({ now: at("09:05") });
const EMPLOYEE = "jimin.kim@jari.example";
const ADMIN = "junghoon.lee@jari.example";
const TODAY = { date: "2026-12-16", part: "all_day" };
const SCREEN = { viewport: { width: 1920, height: 1080 } };
const PHONE = { viewport: { width: 375, height: 780 }, hasTouch: true };

office.journey("a person sits down by phone, moves on to another seat, and the desktop comes along", async (open, t) => {
  const missing = await whatIsMissing(office.server);
  if (missing) return t.skip(missing);
  const me = await Api.of(office.server, EMPLOYEE);
  const floor = (await me.ask("GET", "/floors")).body.floors.find((floor) => floor.name.ko === "13층").id;
  const [first, second] = await me.free(floor, TODAY);
  const admin = new Person(await open());
  await admin.signIn(ADMIN);
  const one = await terminal(open, admin, first);
  const two = await terminal(open, admin, second);
  await one.getByText("비어 있어요").waitFor();
  assert.deepEqual(await wrongWith(one, { lang: "ko", names: [] }), []);

  // Nothing was booked: sitting down is a walk-in, and the desktop opens on the seat's own screen.
  const phone = new Person(await open(PHONE));
  await phone.signIn(EMPLOYEE);
  await scan(phone, one);
  await phone.heading(`${first.label} 자리`);
  await one.evaluate(() => (window.waited = true));
  await phone.press("여기 앉기");
  await phone.told("입실했어요");
  assert.equal(await phone.page.getByRole("button", { name: "되돌리기" }).count(), 0, "a seat that is sat on is offered to be taken back");
  await phone.heading(first.label);
  await connected(one);
  assert.equal(await one.evaluate(() => window.waited), undefined, "the desktop is drawn in a page that is about to be left");
  await type(one, "echo $$ > ~/shell");
  const shell = await written(office.server, "shell");
  assert.equal(await two.locator("#desktop").count(), 0);

  // The other seat: the booking comes along, the first screen locks itself, the same programs run on.
  await scan(phone, two);
  await phone.page.getByText(`예약은 ${first.label} 자리에 있어요`).waitFor();
  await phone.press("여기 앉기");
  await phone.told("자리를 바꿨어요");
  await connected(two);
  await one.getByText("비어 있어요").waitFor();
  assert.equal(await one.locator("#desktop").count(), 0, "the first screen still shows the desktop");
  await type(two, "echo $$ > ~/shell-there");
  assert.equal(await written(office.server, "shell-there"), shell, "another desktop");

  // The server dies without a word; the terminal finds the desktop again by itself.
  await office.server.kill();
  await two.locator("#desktop:not([data-state=connected])").waitFor();
  await office.server.up();
  await connected(two);
  await type(two, "echo $$ > ~/shell-after");
  assert.equal(await written(office.server, "shell-after"), shell, "another desktop");

  // Locking keeps the seat; the password typed at the screen opens it again.
  await two.mouse.move(960, 2);
  await two.getByRole("button", { name: "화면 잠그기" }).first().click();
  await two.getByText("김지민 님").waitFor();
  await two.getByText("비밀번호로 로그인").click();
  await two.locator("input[name=email]").fill(EMPLOYEE);
  await two.locator("input[name=password]").fill("not-my-password");
  await two.getByRole("button", { name: "여기 앉기" }).click();
  await two.getByRole("alert").getByText("이메일이나 비밀번호가 맞지 않아요").waitFor();
  await two.locator("input[name=password]").fill("jari-demo-2026");
  await two.getByRole("button", { name: "여기 앉기" }).click();
  await connected(two);

  // An admin who wants to look asks at the seat's own screen.
  const { bookings } = (await me.ask("GET", "/bookings")).body;
  await admin.go(`/admin/sessions/${bookings.find(({ state }) => state === "in_use").session}`);
  await admin.press("화면 보기 요청");
  await two.getByRole("alert", { name: "화면 보기 요청" }).getByRole("button", { name: "보여 주지 않기" }).click();
  await admin.page.locator("[data-look=declined]").waitFor();

  // Leaving the seat on the phone empties the screen.
  await phone.go("/");
  await phone.press("퇴실");
  await phone.told("퇴실했어요");
  await two.getByText("비어 있어요").waitFor();
  for (const page of [one, two, phone.page, admin.page]) page.problems = page.problems.filter((problem) => !GONE.test(problem));
});

office.journey("somebody else's seat is refused with another one, and its holder sees that", async (open) => {
  const holder = await Api.of(office.server, ADMIN);
  const floor = (await holder.ask("GET", "/floors")).body.floors.find((floor) => floor.name.ko === "12층").id;
  const [seat] = await holder.free(floor, TODAY);
  const booking = await holder.book(seat.desk, TODAY);
  const admin = new Person(await open());
  await admin.signIn(ADMIN);
  const screen = await terminal(open, admin, seat);
  await screen.getByText("이정훈 님").waitFor();

  const phone = new Person(await open(PHONE));
  await phone.signIn("suhyun.park@jari.example");
  await scan(phone, screen);
  await phone.warned(/18:00까지 다른 분이 예약한 자리예요/);
  assert.equal(await phone.page.getByRole("button", { name: "여기 앉기" }).count(), 0, "a seat that is taken is offered");
  await phone.page.getByRole("link", { name: /\S+ 자리 보기/ }).click();
  await phone.page.getByRole("button", { name: "이 자리 예약하기" }).waitFor();

  await admin.go("/");
  await admin.page.getByRole("status").filter({ hasText: "다른 분이 이 자리에 앉으려고 했어요" }).waitFor();
  await holder.cancel(booking);
});

office.journey("a code that is old, and a screen that was lost, lead nowhere", async (open) => {
  const employee = await Api.of(office.server, EMPLOYEE);
  const floor = (await employee.ask("GET", "/floors")).body.floors.find((floor) => floor.name.ko === "11층").id;
  const [seat] = await employee.free(floor, TODAY);
  const admin = new Person(await open());
  await admin.signIn(ADMIN);
  const screen = await terminal(open, admin, seat);

  const phone = new Person(await open(PHONE));
  await phone.signIn(EMPLOYEE);
  await phone.go("/sit/not-a-code-that-ever-was");
  await phone.warned("이 코드는 시간이 지났거나");
  phone.page.problems = phone.page.problems.filter((problem) => !/status of 40[49]/.test(problem));

  await admin.go("/admin/terminals");
  await admin.press(`울산 본사 11층 ${seat.label} 단말 분실 처리`);
  await admin.told("단말을 멈췄어요");
  await screen.reload();
  await screen.getByRole("heading", { name: "이 화면을 자리 단말로" }).waitFor();
  await admin.press("되돌리기");
  await admin.told("단말을 다시 쓸 수 있어요");
  await screen.reload();
  await screen.getByRole("heading", { name: seat.label }).waitFor();
  screen.problems = screen.problems.filter((problem) => !/status of 401/.test(problem));
});

/** Makes a browser the terminal of a desk, with the code that an admin gets. */
async function terminal(open, admin, seat) {
  await admin.go(`/admin/terminals?desk=${seat.desk}`);
  await admin.press("등록 코드 만들기");
  const code = await admin.page.locator(".once .code b").innerText();
  const screen = await open(SCREEN);
  await screen.goto("/terminal");
  await screen.locator("input[name=code]").fill(code);
  await screen.getByRole("button", { name: "단말로 등록" }).click();
  await screen.getByRole("heading", { name: seat.label }).waitFor();
  return screen;
}

/** Reads the code that a terminal shows, as a phone's camera does, and opens its address; once more where it was read too late. */
async function scan(phone, screen) {
  await until(async () => {
    const address = await read(screen);
    await phone.go(new URL(address).pathname);
    const late = await phone.page.getByText("이 코드는 시간이 지났거나").first().isVisible();
    if (late) phone.page.problems = phone.page.problems.filter((problem) => !/status of 40[49]/.test(problem));
    return !late;
  }, "the code was read in time");
}

/** The address in the QR code on a screen, decoded from what is drawn there. */
async function read(screen) {
  const { default: jsQR } = await import("jsqr");
  const { default: png } = await import("pngjs");
  return until(async () => {
    const picture = png.PNG.sync.read(await screen.locator(".qr").screenshot());
    return jsQR(new Uint8ClampedArray(picture.data), picture.width, picture.height)?.data;
  }, "the screen shows a code that can be read");
}
