// What a person does on the pages, in their words; alike with the browser's part and without it.
import assert from "node:assert/strict";
import { PASSWORD, hydrated } from "./browser.mjs";
import { until } from "./until.mjs";

/** Somebody in front of a page. */
export class Person {
  /** `js`: whether their browser runs scripts. */
  constructor(page, { js = true } = {}) {
    this.page = page;
    this.js = js;
  }

  /** Opens an address and waits until the page can be used as it will be. */
  async go(path) {
    await this.page.goto(path);
    await this.settled();
  }

  /** Waits until the browser's part has taken over, where there is one. */
  async settled() {
    if (this.js) await hydrated(this.page);
  }

  /** Signs in with a password; answers when the next page is there, which may say why not. */
  async signIn(email, password = PASSWORD) {
    await this.go("/sign-in");
    await this.page.locator("input[name=email]:visible").fill(email);
    await this.page.locator("input[name=password]").fill(password);
    await this.press(/^(로그인|Sign in)$/);
    await this.page.waitForURL((url) => url.pathname !== "/sign-in" || url.searchParams.has("error"));
    await this.settled();
  }

  /** Signs in by one click as somebody that the sign-in page of the demo office offers. */
  async pressDemo(name) {
    await this.press(new RegExp(name), this.page.locator("form[action='/sign-in/demo']"));
    await this.page.waitForURL((url) => url.pathname !== "/sign-in");
    await this.settled();
  }

  /** Presses the button of a name. */
  async press(name, within = this.page) {
    await this.settled();
    await within.getByRole("button", { name, exact: true }).click();
  }

  /** Follows the link of a name. */
  async follow(name, within = this.page) {
    await this.settled();
    await within.getByRole("link", { name, exact: true }).click();
  }

  /** Waits for a heading. */
  async heading(name) {
    await this.page.getByRole("heading", { name, exact: true }).first().waitFor();
  }

  /** Waits for a polite message. */
  async told(text) {
    await this.page.getByRole("status").filter({ hasText: text }).first().waitFor();
  }

  /** Waits for a refusal or a fault. */
  async warned(text) {
    await this.page.getByRole("alert").filter({ hasText: text }).first().waitFor();
  }

  /** Waits for a refusal or a fault where one looks: nobody has to scroll to it. */
  async warnedInSight(text) {
    const alert = this.page.getByRole("alert").filter({ hasText: text }).first();
    await alert.waitFor();
    assert.ok(await alert.evaluate(isInSight), `“${text}” is said where nobody looks`);
  }

  /** The row of one's own bookings with a text. */
  booking(text) {
    return this.page.locator("[data-booking]").filter({ hasText: text });
  }

  /** Opens a floor's map; without a path that of the floor with the most free seats. */
  async openMap(path) {
    await this.go(path ?? "/floors");
    await this.desks().first().waitFor();
    if (!path) await this.goWhereSeatsAreFree();
  }

  /** From any floor's map to that of the floor with the most free seats. */
  async goWhereSeatsAreFree() {
    const floors = await this.page.locator("nav.floors a").evaluateAll((links) =>
      links.map((link) => ({ href: link.getAttribute("href"), free: Number(/\d+$/.exec(link.textContent.trim())?.[0]) })),
    );
    floors.sort((a, b) => b.free - a.free);
    await this.go(floors[0].href);
    await this.desks("free").first().waitFor();
  }

  /** The desks on the map, or those in one state. */
  desks(state) {
    return this.page.locator(state ? `a.dk[data-s="${state}"]` : "a.dk");
  }

  /** One desk on the map. */
  desk({ id }) {
    return this.page.locator(`a.dk[id="d${id}"]`);
  }

  /** A free seat of the floor that is shown, `{ id, label }`. */
  async freeSeat(nth = 0) {
    return seatOf(this.desks("free").nth(nth));
  }

  /** Selects a seat on the map and waits for its card. */
  async pick(seat) {
    await this.settled();
    await this.desk(seat).click();
    await this.card(seat).waitFor();
  }

  /** The card of a seat. */
  card({ label }) {
    return this.page.getByRole("region", { name: new RegExp(`^${label}(?!\\d)`) });
  }

  /** Waits until the map shows a seat in a state. */
  async sees(seat, state, milliseconds) {
    const shown = () => this.desk(seat).getAttribute("data-s", { timeout: 1000 });
    await until(async () => (await shown()) === state, `${seat.label} is shown as ${state}`, milliseconds);
  }

  /** Watches a seat from now on; answers when the map first showed it in a state, in milliseconds since 1970. */
  async becomes(seat, state) {
    const answer = this.page.evaluate(([id, state]) => {
      const desk = document.getElementById(`d${id}`);
      const reached = () => new RegExp(state).test(desk.dataset.s);
      return new Promise((resolve) => {
        const look = () => reached() && (watch.disconnect(), resolve(Date.now()));
        const watch = new MutationObserver(look);
        watch.observe(desk, { attributes: true, attributeFilter: ["data-s"] });
        look();
      });
    }, [seat.id, state.source]);
    // The watch stands once the page has answered something that was asked later.
    await this.page.evaluate(() => 0);
    return { at: answer };
  }
}

/** A desk of the map as `{ id, label }`. */
export async function seatOf(desk) {
  const [id, spoken] = await Promise.all([desk.getAttribute("id"), desk.getAttribute("aria-label")]);
  return { id: id.slice(1), label: spoken.split(",")[0] };
}

/** Runs in the page: whether an element's middle can be seen. */
function isInSight(element) {
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}
