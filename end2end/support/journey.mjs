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

/**
 * Opens an office for the journeys of a file, and lets `prepare(office)` do what has to be done before the first.
 * `office.server` is its server; `office.journey(name, walk)` declares a journey, whose `walk(open)` gets a function
 * that opens a page as somebody new.
 */
export function openOffice({ prepare = async () => {}, ...options } = {}) {
  const office = { server: undefined, browser: undefined, journey };
  before(async () => {
    [office.server, office.browser] = await Promise.all([Server.start(options), openBrowser()]);
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
      try {
        await walk(open, t);
        for (const page of pages) assert.deepEqual(page.problems, [], "the browser's console says errors");
      } catch (error) {
        await report(name, pages, office.server.log.slice(begun));
        throw error;
      } finally {
        await Promise.all(pages.map((page) => page.context().close()));
      }
    });
  }
}

/** Shows what the server said and what the pages looked like when a journey failed. */
async function report(name, pages, log) {
  console.error(`\nThe server during “${name}”:\n${log || "(nothing)"}`);
  const folder = join(tmpdir(), "jari-journeys");
  await mkdir(folder, { recursive: true });
  for (const [index, page] of pages.entries()) {
    const file = join(folder, `${name.replaceAll(/[^\p{L}\p{N}]+/gu, "-")}-${index + 1}.png`);
    const seen = await page.screenshot({ path: file, fullPage: true }).then(() => file, (error) => `no picture: ${error.message}`);
    console.error(`page ${index + 1} at ${page.url()}: ${seen}`);
    if (page.problems.length) console.error(`  its console: ${page.problems.join("\n  ")}`);
  }
}
