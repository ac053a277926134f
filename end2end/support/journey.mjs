// One office and one browser per file of journeys; every journey's pages are fresh and end with a silent console.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openBrowser, openPage } from "./browser.mjs";
import { Server } from "./server.mjs";

/** How long one journey may take on a busy machine, in milliseconds. */
const LONGEST = 240_000;
/** How often it is looked whether this program stands still, in milliseconds. */
const TICK = 250;

/** The longest that this program itself stood still in a journey, in milliseconds: what it waited for then was not slow. */
let stood = 0;
let ticked = performance.now();
setInterval(() => {
  const now = performance.now();
  stood = Math.max(stood, now - ticked - TICK);
  ticked = now;
}, TICK).unref();

/**
 * Opens an office for the journeys of a file, and lets `prepare(office)` do what has to be done before the first.
 * `office.server` is its server; `office.journey(name, walk)` declares a journey, whose `walk(open)` gets a function
 * that opens a page as somebody new.
 */
export function openOffice({ prepare = async () => {}, ...options } = {}) {
  const office = { server: undefined, browser: undefined, journey };
  before(async () => {
    // Both are waited for, also where one fails: what was started has to be ended.
    const [server, browser] = await Promise.allSettled([Server.start(options), openBrowser()]);
    [office.server, office.browser] = [server.value, browser.value];
    for (const { reason } of [server, browser]) if (reason) throw reason;
    await prepare(office);
  });
  after(async () => {
    await office.browser?.close();
    await office.server?.remove();
  });
  return office;

  function journey(name, walk, { timeout = LONGEST, skip = false } = {}) {
    test(name, { timeout, skip }, async (t) => {
      const pages = [];
      const open = async (options) => {
        const page = await openPage(office.browser, office.server.address, options);
        pages.push(page);
        return page;
      };
      const begun = office.server.log.length;
      stood = 0;
      try {
        await walk(open, t);
        for (const page of pages) assert.deepEqual(page.problems, [], "the browser's console says errors");
      } catch (error) {
        await report(name, pages, { server: office.server, begun });
        throw error;
      } finally {
        await Promise.all(pages.map((page) => page.context().close()));
      }
    });
  }
}

/** Shows who stood still, what the pages looked like and what the server said when a journey failed. */
async function report(name, pages, { server, begun }) {
  const asked = Date.now();
  console.error(`\n“${name}”:`);
  for (const [index, page] of pages.entries()) {
    // Streams of events are among them, and are no fault.
    for (const [request, since] of page.asked) {
      console.error(`page ${index + 1} has waited for ${asked - since} ms: ${request.method()} ${request.url()}`);
    }
  }
  const ready = await fetch(`${server.address}/readyz`, { signal: AbortSignal.timeout(10_000) }).then(({ status }) => status, String);
  console.error(`/readyz says ${ready} after ${Date.now() - asked} ms; this program itself stood still for ${Math.round(stood)} ms at most`);
  const folder = join(tmpdir(), "jari-journeys");
  await mkdir(folder, { recursive: true });
  for (const [index, page] of pages.entries()) {
    const file = join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${index + 1}.png`);
    const seen = await page.screenshot({ path: file, fullPage: true }).then(() => file, (error) => `no picture: ${error.message}`);
    console.error(`page ${index + 1} at ${page.url()}: ${seen}`);
    if (page.problems.length) console.error(`  its console: ${page.problems.join("\n  ")}`);
  }
  // Last, so that what was under way is in it: a request is told once it is answered.
  console.error(`The server during “${name}”:\n${server.log.slice(begun) || "(nothing)"}`);
}
