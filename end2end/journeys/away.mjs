// Out for a while: the seat is kept, then lent with the right of return, then given back; and each step can be undone.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { leaves, sits, today } from "../support/seat.mjs";
import { at } from "../support/server.mjs";

const HOLDER = "jimin.kim@jari.example";
const GUEST = "junghoon.lee@jari.example";
const TODAY = { date: "2026-12-16", part: "all_day" };
const office = openOffice({ now: at("09:10") });

for (const js of [true, false]) {
  office.journey(`whoever goes out says until when in one tap and is back in another, ${js ? "with" : "without"} JavaScript`, async (open) => {
    await office.server.becomes(at("09:10"));
    await sits(await Api.of(office.server, HOLDER), TODAY);
    const me = new Person(await open({ javaScriptEnabled: js }), { js });
    await me.signIn(HOLDER);
    assert.deepEqual((await me.page.locator("select[name=back_by] option").allInnerTexts()).slice(0, 2), ["10:00", "10:30"]);
    await me.press("나갔다 올게요");
    await me.told("다녀오세요");
    await me.told("10:00까지 자리 비움");
    await me.page.getByText("11:00부터는 다른 사람도 앉을 수 있어요").waitFor();
    await me.press("되돌리기");
    await me.page.locator("[data-booking][data-state=in_use]").waitFor();

    await me.page.locator("select[name=back_by]").selectOption("");
    await me.press("나갔다 올게요");
    await me.told("09:1");
    await me.press("돌아왔어요");
    await me.told("돌아오셨네요");
    await me.page.locator("[data-booking][data-state=in_use]").waitFor();
  });
}

office.journey("a lent seat says so, and whoever returns has it again while the guest is moved and told", async (open) => {
  await office.server.becomes(at("09:10"));
  const [holder, guest] = [await Api.of(office.server, HOLDER), await Api.of(office.server, GUEST)];
  const seat = await sits(holder, TODAY);
  await leaves(holder, seat);
  await office.server.becomes(at("10:30"));

  const other = new Person(await open());
  await other.signIn(GUEST);
  await other.openMap(`/floors/${seat.floor}?date=${TODAY.date}&part=custom&from=10:30&to=12:00`);
  const desk = { id: seat.desk, label: seat.label };
  await other.sees(desk, "free", 60_000);
  await other.pick(desk);
  await other.card(desk).getByText("자리 주인이 잠시 나가 있어요").waitFor();
  await gives(guest);
  await other.page.reload();
  await other.card(desk).waitFor();
  await other.press("이 자리 예약하기");
  await other.told("예약했어요");

  const me = new Person(await open());
  await me.signIn(HOLDER);
  await me.page.getByText("지금은 다른 사람도 앉을 수 있어요").waitFor();
  await me.press("돌아왔어요");
  await me.page.locator("[data-booking][data-state=in_use]").waitFor();
  await me.page.getByRole("heading", { name: seat.label, exact: true }).waitFor();
  await other.go("/");
  await other.told(/자리 주인이 돌아와서 .+ 자리로 옮겨 드렸어요/);
});

office.journey("a seat that was given back after a long absence can be taken again", async (open) => {
  await office.server.becomes(at("09:10"));
  const holder = await Api.of(office.server, HOLDER);
  const seat = await sits(holder, TODAY);
  await leaves(holder, seat);
  await office.server.becomes(at("13:30"));
  const me = new Person(await open());
  await me.signIn(HOLDER);
  await me.told(new RegExp(`오래 비워서 ${seat.label} 자리가 13:(29|3\\d)에 반납됐어요`));
  await me.press("되찾기");
  await me.page.locator("[data-booking][data-state=in_use]").waitFor();
  await me.page.getByRole("heading", { name: seat.label, exact: true }).waitFor();
});

/** Gives back everything that somebody has today. */
async function gives(person) {
  for (const booking of await today(person, TODAY.date)) {
    if (booking.state === "reserved") await person.cancel(booking);
    if (["in_use", "away"].includes(booking.state)) await person.ask("POST", `/bookings/${booking.id}/check-out`);
  }
}
