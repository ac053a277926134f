// A browser as a person has it, and the errors that its console collects.
import { chromium } from "playwright-core";

const ARGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** The password of everybody in the demo office. */
export const PASSWORD = "jari-demo-2026";

/** What the browser itself says while a server, or the line to it, is gone. */
export const GONE = /ERR_CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_NETWORK|WebSocket connection/;

/** Starts Chromium from the system's package. */
export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.JARI_CHROMIUM ?? "/usr/bin/chromium",
    args: ARGS,
    // Memory that processes share is no file on the disk. Where there is too little of it Debian's chromium says so itself.
    ignoreDefaultArgs: ["--disable-dev-shm-usage"],
  });
}

/**
 * A new person's page in a language; `page.problems` collects console errors, `page.asked` has since when what was asked of a
 * server is waited for.
 */
export async function openPage(browser, base, { lang = "ko", ...options } = {}) {
  const context = await browser.newContext({ baseURL: base, locale: lang === "ko" ? "ko-KR" : "en-GB", ...options });
  // It ends what hangs, and is far longer than a busy machine was seen to stand still.
  context.setDefaultTimeout(60_000);
  await context.addCookies([{ name: "jari-lang", value: lang, url: base }]);
  const page = await context.newPage();
  page.problems = [];
  page.on("console", (message) => message.type() === "error" && page.problems.push(`${message.text()} (${message.location().url})`));
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.asked = new Map();
  page.on("request", (request) => page.asked.set(request, Date.now()));
  for (const over of ["requestfinished", "requestfailed"]) page.on(over, (request) => page.asked.delete(request));
  return page;
}

/** Signs in as somebody of the demo office with their password. */
export async function signIn(page, email, password = PASSWORD) {
  await page.goto("/sign-in");
  await page.locator("input[name=email]:visible").fill(email);
  await page.locator("input[name=password]:visible").fill(password);
  await Promise.all([page.waitForURL((url) => !url.pathname.startsWith("/sign-in")), page.locator("form[action='/sign-in'] button").first().click()]);
}

/** Waits until the browser's part has taken over. */
export async function hydrated(page) {
  await page.waitForFunction(() => document.documentElement.dataset.ready === "1");
}
