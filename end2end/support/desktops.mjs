// What journeys do with a cloud PC's screen in a browser, and what they find of it on the host.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { until } from "./until.mjs";

/** Why there are no cloud PCs here, in the words of `jari doctor`; nothing where there are. */
export async function whatIsMissing(server) {
  const said = await server.run("doctor");
  const line = said.split("\n").find((line) => line.includes("cloud PCs"));
  if (line?.startsWith("ok")) return undefined;
  assert.ok(!process.env.JARI_REQUIRE_DESKTOPS, `desktops are required here: ${line}`);
  return line;
}

/** Waits until a page shows its desktop. */
export async function connected(page, timeout = 20_000) {
  await page.locator("#desktop[data-state=connected] canvas").waitFor({ timeout });
}

/** Types a line into the desktop's first window. */
export async function type(page, line) {
  await page.locator("#desktop canvas").click({ position: { x: 300, y: 200 } });
  await page.keyboard.type(line, { delay: 5 });
  await page.keyboard.press("Enter");
}

/** What a file in the person's home holds once it is there. */
export async function written(server, name) {
  const homes = join(server.data, "desktops", "homes");
  return until(async () => {
    const [person] = await readdir(homes);
    return (await readFile(join(homes, person, name), "utf8")).trim();
  }, `${name} was written in the desktop`);
}
