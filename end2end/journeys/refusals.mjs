// Every refusal says why, until when, and what else there is: on the page and in the API, in both languages.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person, seatOf } from "../support/person.mjs";

const ASKER = "jimin.kim@jari.example";
let me, other;
const office = openOffice({
  prepare: async ({ server }) => {
    [me, other] = await Promise.all([Api.of(server, ASKER), Api.of(server, "junghoon.lee@jari.example")]);
  },
});
/** How a page reads its seats again. */
const READING = "**/fn/places/seats*";
const TODAY = { date: "2026-12-16", part: "all_day" };
const LATER = { date: "2026-12-17", part: "all_day" };

/** What people read, by language. */
const SAID = {
  ko: {
    book: "이 자리 예약하기",
    booked: "예약했어요",
    late: "방금 다른 분이 예약했어요",
    taken: /\d\d:\d\d까지 다른 분이 예약한 자리예요/,
    offered: /가까운 \S+ 자리는 비어 있어요/,
    kept: /10:00까지 .+ 비워 둔 구역이에요/,
    broken: /지금은 쓸 수 없는 자리예요: \S+/,
    busy: /그 시간에 이미 \S+ 자리를 예약하셨어요 \(09:00–18:00\)/,
    closed: /성탄절, 쉬는 날이에요. 다음 근무일은 12월 28일/,
    weekend: /쉬는 날이에요. 다음 근무일은 12월 21일/,
    far: /아직 예약이 열리지 않은 날이에요. .*열려요. 지금은 12월 30일.*까지 예약할 수 있어요/,
    wrong: "이메일이나 비밀번호가 맞지 않아요",
    often: /시도.*(10분|[89]분 \d+초) 뒤에 다시 시도해 주세요/,
  },
  en: {
    book: "Book this desk",
    booked: "Booked",
    late: "Somebody else has just booked this desk",
    taken: /Somebody else has this desk until \d\d:\d\d/,
    offered: /Desk \S+ nearby is free/,
    kept: /kept for [A-Z][A-Za-z ]+ until 10:00/,
    broken: /This desk can't be used now: \S+/,
    busy: /You already have desk \S+ then \(09:00–18:00\)/,
    closed: /Christmas Day: the office is closed. The next working day is Monday 28 December/,
    weekend: /The office is closed that day. The next working day is Monday 21 December/,
    far: /That day isn't open yet. It opens on .* You can book up to Wednesday 30 December now/,
    wrong: "The e-mail or the password is wrong",
    often: /[Tt]oo many.*(10 minutes|[89] min \d+ s)/,
  },
};

for (const lang of ["ko", "en"]) {
  const said = SAID[lang];

  office.journey(`a taken seat says until when and offers others (${lang})`, async (open) => {
    const asker = await somebody(open, lang);
    const seat = await seatOf(asker.desks("busy").first());
    await asker.pick(seat);
    const card = asker.card(seat);
    await card.getByText(said.taken).waitFor();
    assert.equal(await card.getByRole("button", { name: said.book }).count(), 0);
    const label = await follow(card.locator("a[href*='desk=']").first());
    await asker.card({ label }).getByRole("button", { name: said.book }).waitFor();
    await refusedBy(me, seat, TODAY, { lang, code: "desk_taken", text: said.taken, offer: said.offered });
  });

  office.journey(`a seat that is taken at the last moment is refused with its reason and another seat (${lang})`, async (open) => {
    for (const js of [true, false]) {
      // Without scripts, or with a page that hears nothing and reads nothing again, the seat still looks free.
      const asker = await somebody(open, lang, js, TODAY, deaf);
      const seat = await asker.freeSeat(1);
      await asker.pick(seat);
      const booking = await other.book(seat.id, TODAY);
      await asker.press(said.book);
      // A page that came anew says it in the card; one that stayed announces it, and goes on to say so.
      if (js) {
        await asker.warned(said.late);
        // Now it may read again, which it tries every few seconds.
        await asker.page.unroute(READING);
        await asker.sees(seat, "busy");
      }
      await asker.card(seat).getByText(said.taken).first().waitFor();
      await asker.card(seat).locator("a[href*='desk=']").first().waitFor();
      if (js) {
        // What was refused was about that seat.
        await asker.page.locator(".seat-card .close").click();
        await asker.card(seat).waitFor({ state: "detached" });
        await asker.pick(await asker.freeSeat(2));
        assert.equal(await asker.page.getByRole("alert").filter({ hasText: said.late }).count(), 0, "another seat is called taken");
      }
      await other.cancel(booking);
      // The page would go on asking for its stream.
      await asker.page.goto("about:blank");
      asker.page.problems = asker.page.problems.filter((problem) => !/status of 409|ERR_FAILED/.test(problem));
    }
  });

  office.journey(`a seat that is kept for another team says for whom and until when (${lang})`, async (open) => {
    const asker = await somebody(open, lang);
    const seat = await seatOf(asker.desks("held").first());
    await asker.pick(seat);
    await asker.card(seat).getByText(said.kept).waitFor();
    await asker.card(seat).locator("a[href*='desk=']").first().waitFor();
    await refusedBy(me, seat, TODAY, { lang, code: "kept_for_team", text: said.kept, offer: said.offered });
  });

  office.journey(`a seat that is out of service says what is wrong with it (${lang})`, async (open) => {
    const asker = await somebody(open, lang);
    const seat = await seatOf(asker.desks("off").first());
    await asker.pick(seat);
    await asker.card(seat).getByText(said.broken).waitFor();
    await asker.card(seat).locator("a[href*='desk=']").first().waitFor();
    await refusedBy(me, seat, TODAY, { lang, code: "out_of_service", text: said.broken, offer: said.offered });
  });

  office.journey(`a second seat at the same time is refused by name, and offered as a change (${lang})`, async (open) => {
    const asker = await somebody(open, lang, true, LATER);
    const [first, second] = [await asker.freeSeat(0), await asker.freeSeat(-1)];
    const booking = await me.book(first.id, LATER);
    await asker.sees(first, "mine");
    await refusedBy(me, second, LATER, { lang, code: "person_busy", text: said.busy });
    await asker.pick(second);
    const card = asker.card(second);
    assert.equal(await card.getByRole("button", { name: said.book }).count(), 0);
    await card.getByText(first.label).waitFor();
    await card.locator("form button").click();
    await asker.sees(second, "mine");
    await asker.sees(first, "free");
    await me.cancel(booking);
  });

  office.journey(`closed days and days too far ahead say which days are open (${lang})`, async (open) => {
    const asker = await somebody(open, lang);
    const floor = new URL(asker.page.url()).pathname;
    const seat = await asker.freeSeat();
    for (const [date, text, code] of [["2026-12-25", said.closed, "closed"], ["2026-12-19", said.weekend, "closed"], ["2027-01-05", said.far, "beyond_horizon"]]) {
      await asker.openMap(`${floor}?date=${date}&part=all_day`);
      await asker.page.getByRole("status").filter({ hasText: text }).waitFor();
      assert.equal(await asker.desks("free").count(), 0, `${date} shows free seats`);
      await refusedBy(me, seat, { date, part: "all_day" }, { lang, code, text });
    }
  });

  office.journey(`a wrong password says so and keeps the address; too many say how long to wait (${lang})`, async (open) => {
    const asker = new Person(await open({ lang, javaScriptEnabled: false }), { js: false });
    const address = `nobody.${lang}@jari.example`;
    await asker.signIn(address, "not-my-password");
    await asker.warned(said.wrong);
    assert.equal(await asker.page.locator("input[name=email]:visible").inputValue(), address);
    const form = { email: address, password: "not-my-password" };
    for (let failures = 1; failures < 8; failures += 1) await asker.page.request.post("/sign-in", { form, maxRedirects: 0 });
    await asker.signIn(address, "not-my-password");
    await asker.warned(said.often);
    await asker.signIn(ASKER);
    await asker.page.getByRole("heading", { level: 1 }).waitFor();
  });
}

office.journey("in the list a refusal is in sight of the last row as well", async (open) => {
  // So that the seat still looks free.
  const asker = await somebody(open, "ko", true, TODAY, deaf);
  await asker.go(`${asker.page.url()}&view=list`);
  const theirs = new Set((await other.free(new URL(asker.page.url()).pathname.split("/").at(-1), TODAY)).map(({ desk }) => desk));
  const offered = await asker.page.locator("tr[data-s=free] button").evaluateAll((buttons) => buttons.map(({ value }) => value));
  const desk = offered.findLast((one) => theirs.has(one));
  const booking = await other.book(desk, TODAY);
  await asker.page.locator(`button[value="${desk}"]`).click();
  await asker.warnedInSight(SAID.ko.taken);
  await other.cancel(booking);
  await asker.page.goto("about:blank");
  asker.page.problems = asker.page.problems.filter((problem) => !/status of 409|ERR_FAILED/.test(problem));
});

/** Prepares a page that hears nothing and reads no seats again. */
async function deaf(page) {
  for (const way of ["**/events", READING]) await page.route(way, (route) => route.abort());
}

/** Somebody with the map of their floor in a language. */
async function somebody(open, lang, js = true, times = TODAY, prepare = async () => {}) {
  const page = await open({ lang, javaScriptEnabled: js });
  await prepare(page);
  const person = new Person(page, { js });
  await person.signIn(ASKER);
  await person.openMap();
  await person.openMap(`${new URL(page.url()).pathname}?date=${times.date}&part=${times.part}`);
  return person;
}

/** Follows an offer and answers the label of its desk. */
async function follow(offer) {
  const label = (await offer.locator("b").innerText()).trim();
  await offer.click();
  return label;
}

/** The API refuses the same, with the reason by its code, in words, and with a free seat nearby. */
async function refusedBy(api, seat, times, { lang, code, text, offer }) {
  const { status, body } = await api.ask("POST", "/bookings", { desk: seat.id, ...times }, { lang });
  assert.equal(status, 409);
  assert.ok(body.reasons.some((reason) => reason.code === code), `${code} is not among ${JSON.stringify(body.reasons)}`);
  assert.match(body.detail, text);
  if (offer) {
    assert.match(body.detail, offer);
    assert.ok(body.offer.desk, "no seat is offered");
  }
}
