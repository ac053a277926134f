// Floors on paper.
import assert from "node:assert/strict";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";

const office = openOffice();
/** A3 on its side, in points. */
const A3 = [1191, 842];

for (const [where, viewport] of [["at a desk", { width: 1440, height: 900 }], ["on a phone", { width: 375, height: 812 }]]) {
  office.journey(`a floor is printed whole on one light sheet, as it is seen ${where}`, async (open) => {
    const me = new Person(await open({ viewport, colorScheme: "dark" }));
    await me.signIn("jimin.kim@jari.example");
    await me.openMap();
    const { label } = await me.freeSeat();
    await me.go(`${me.page.url()}&desk=${label}`);
    await me.page.locator(".seat-card").waitFor();
    await me.page.locator("a.dk[data-sel]").press("+");

    const sheet = (await me.page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const sizes = [...sheet.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, ...size]) => size.map(Math.round));
    assert.deepEqual(sizes, [A3], "it is not one sheet of A3");

    await me.page.emulateMedia({ media: "print" });
    const shown = await me.page.evaluate(() => {
      const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
      const words = (selector) => seen(selector).map((one) => one.textContent.trim());
      const [plan, box] = ["#plan", ".view"].map((selector) => document.querySelector(selector).getBoundingClientRect());
      const free = document.querySelectorAll("#desks [data-s=free]").length;
      return {
        day: words(".where h1"),
        floor: words("nav.floors a").length,
        part: words(".seg a"),
        beside: words(".top, .tabs, .seat-card, .days, .chip, .zoom, .toast, .hours, .menu"),
        labels: free - seen("#desks [data-s=free] .lb tspan").length,
        whole: plan.left >= box.left && plan.right <= box.right && plan.top >= box.top && plan.bottom <= box.bottom,
        paper: getComputedStyle(document.documentElement).colorScheme,
      };
    });
    assert.match(shown.day.join(), /^\d+월 \d+일/);
    assert.deepEqual({ ...shown, day: undefined }, {
      day: undefined, floor: 1, part: ["종일"], beside: [], labels: 0, whole: true, paper: "light",
    });
  });
}
