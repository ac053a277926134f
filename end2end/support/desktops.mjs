// What journeys do with a cloud PC's screen in a browser, and what they find of it on the host.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { Api } from "./api.mjs";
import { until } from "./until.mjs";

/** How long a cloud PC may take on a busy machine, in milliseconds: one that shows nothing for a minute is started once more. */
export const PATIENCE = 150_000;

/** Why there are no cloud PCs here, in the words of `jari doctor`; nothing where there are. */
export async function whatIsMissing(server, again = true) {
  // What is wrong with something else, as the mail, makes it fail.
  const said = await server.run("doctor").catch(({ stdout }) => stdout);
  const line = said.split("\n").find((line) => line.includes("cloud PCs"));
  if (line?.startsWith("ok")) return undefined;
  // One look has ten seconds, and a host may stand still for as long.
  if (again && process.env.JARI_REQUIRE_DESKTOPS) return whatIsMissing(server, false);
  assert.ok(!process.env.JARI_REQUIRE_DESKTOPS, `desktops are required here: ${line}`);
  return line;
}

/** Waits until a page shows its desktop. */
export async function connected(page, timeout = PATIENCE) {
  await page.locator("#desktop[data-state=connected] canvas").waitFor({ timeout });
}

/** Types a line into the desktop's first window. */
export async function type(page, line) {
  await page.locator("#desktop canvas").click({ position: { x: 300, y: 200 } });
  await page.keyboard.type(line, { delay: 5 });
  await page.keyboard.press("Enter");
}

/** What a file in the person's home holds once it is there and, unless it may be `empty`, holds something. */
export async function written(server, name, { empty = false, milliseconds } = {}) {
  const homes = join(server.data, "desktops", "homes");
  const { text } = await until(async () => {
    const [person] = await readdir(homes);
    const text = (await readFile(join(homes, person, name), "utf8")).trim();
    return (text || empty) && { text };
  }, `${name} was written in the desktop`, milliseconds);
  return text;
}

/** Books a seat for somebody by the API and waits until its cloud PC is ready; answers `{ page, site, floor, desk }`. */
export async function bookDesktop(server, email, times) {
  const api = await Api.of(server, email);
  const { floors } = (await api.ask("GET", "/floors")).body;
  const [seat] = await api.free(floors[0].id, times);
  const { session } = await api.book(seat.desk, times);
  const state = async () => (await api.ask("GET", `/sessions/${session}`)).body.state;
  await until(async () => (await state()) === "ready", "the cloud PC is ready", PATIENCE);
  return { page: `/desktop/${session}`, site: floors[0].site, floor: floors[0].id, desk: seat.desk };
}

/** Opens a list in the bar above the desktop; the bar is fetched first where it has hidden. */
export async function openInBar(page, name) {
  await until(async () => {
    const hidden = (await page.locator("[data-bar]").getAttribute("data-hidden")) === "1";
    if (hidden) await page.getByRole("button", { name: "막대 보기" }).click({ timeout: 1000 });
    await page.getByText(name, { exact: true }).click({ timeout: 2000 });
    return true;
  }, `“${name}” is open in the bar`);
}

/** The size of the desktop as the page draws it, as `width×height`. */
export async function sizeOf(page) {
  return page.locator("#desktop canvas").evaluate(({ width, height }) => `${width}×${height}`);
}

/** Presses keys in the desktop, as `Control+d`. */
export async function press(page, keys) {
  await page.keyboard.press(keys, { delay: 20 });
}

/** Types as an input method does: each syllable is put together, seen while it changes, and then whole. */
export async function compose(page, syllables) {
  const browser = await page.context().newCDPSession(page);
  for (const syllable of syllables) {
    const [first] = syllable.normalize("NFD");
    for (const text of [first, syllable]) {
      await browser.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    }
    await browser.send("Input.insertText", { text: syllable });
  }
  await browser.detach();
}
