// What every page must keep: accessible, in one language, still, and within its width.
import { AxeBuilder } from "@axe-core/playwright";

/** Words that Korean pages may keep in Latin letters: names and signs of the trade (EPS: an electrical shaft; libvirt, a system), and what people type. */
const LATIN =
  /[\w.+-]+@[\w.-]+|\b[A-Z][a-z]+\/[A-Z]\w+|\bjari [a-z ]+|\b(USB-C|EPS|UTC|RFC|IANA|WebSocket|RFB|MiB|JavaScript|Jari|JSON|GeoJSON|CSV|API|OpenAPI|HTTP|URL|GET|POST|PUT|PATCH|DELETE|Bearer|libvirt|Windows|https|HMAC|SHA256|base64url|KVM|ID)\b|\bqemu[\w-]*:?|\/[\w{}/.?=&:-]+/g;
/** How much of the page may move while it loads (cumulative layout shift). */
const MOST_SHIFT = 0.01;

/** Notes what moves from the first paint on. To be called before a page is opened. */
export async function watchShifts(page) {
  await page.addInitScript(() => {
    window.shifts = [];
    const name = (node) => node?.nodeType === 1 ? `${node.localName}.${node.getAttribute("class") ?? ""}` : node?.nodeName;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries().filter((entry) => !entry.hadRecentInput)) {
        const from = ({ previousRect: from, currentRect: to }) => [from, to].map(({ x, y, width, height }) => `${x},${y} ${width}×${height}`).join(" → ");
        window.shifts.push([entry.value, ...entry.sources.map((source) => `${name(source.node)} ${from(source)}`)]);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

/** Everything that is wrong with a page, as sentences; `names` are people's, who keep theirs in every language. */
export async function wrongWith(page, { lang, names }) {
  await page.evaluate(() => document.fonts.ready.then(() => 0));
  const seen = await page.evaluate(look);
  const wrong = [];
  if (seen.lang !== lang) wrong.push(`<html lang> is ${seen.lang}`);
  if (seen.h1.length !== 1) wrong.push(`it has ${seen.h1.length} h1: ${seen.h1.join(" / ")}`);
  if (seen.mains !== 1) wrong.push(`it has ${seen.mains} main`);
  if (!seen.title) wrong.push("it has no title");
  if (seen.wide > 0) wrong.push(`it is ${seen.wide} px wider than its window: ${seen.wider.join(", ")}`);
  for (const covered of seen.covered) wrong.push(`one thing lies over another: ${covered}`);
  for (const nameless of seen.nameless) wrong.push(`a control has no name: ${nameless}`);
  for (const text of foreign(seen.texts, lang, names)) wrong.push(`not in its language: ${text}`);
  const shift = seen.shifts.reduce((sum, [value]) => sum + value, 0);
  if (shift > MOST_SHIFT) wrong.push(`it moves by ${shift.toFixed(3)}: ${JSON.stringify(seen.shifts)}`);
  // What is well is not described: finding an address for each sound element takes longer than looking at it.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode().analyze();
  for (const { id, help, nodes } of violations) {
    wrong.push(`axe ${id}: ${help}: ${nodes.slice(0, 4).map((node) => node.target.join(" ")).join(" | ")}`);
  }
  return wrong;
}

/** Whether the tab key reaches something within a number of presses. */
export async function tabReaches(page, selector, most = 100) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement.matches(selector), selector)) return true;
  }
  return false;
}

/** The texts that are in another language than the page. */
function foreign(texts, lang, names) {
  if (lang === "ko") return texts.filter((text) => /[A-Za-z]{3,}/.test(text.replaceAll(LATIN, "")));
  const ours = [...names].sort((a, b) => b.length - a.length);
  return texts.filter((text) => /\p{Script=Hangul}/u.test(ours.reduce((left, name) => left.replaceAll(name, ""), text)));
}

/** Runs in the page. */
function look() {
  const root = document.documentElement;
  const visible = (element) => element.checkVisibility({ checkVisibilityCSS: true });
  // What says of itself that it is in another language, what people wrote, and code are as they are.
  const asItIs = (element) => element.closest(`script, style, noscript, template, code, pre, kbd, [lang]:not([lang="${root.lang}"]), [data-written]`);
  const texts = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: element, data } = walker.currentNode;
    if (data.trim() && element && !asItIs(element) && visible(element)) texts.add(data.trim());
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (asItIs(element) || !visible(element)) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) if (element.getAttribute(name)) texts.add(element.getAttribute(name));
  }
  texts.add(document.title);
  const controls = [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden]), [tabindex='0']")];
  const nameOf = (element) =>
    element.getAttribute("aria-label") || element.title || element.placeholder || element.textContent.trim() ||
    (element.labels?.length && [...element.labels].map((label) => label.textContent.trim()).join("")) || element.getAttribute("aria-labelledby");
  const width = root.clientWidth;
  const wider = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > width + 1);
  // Neighbours in a row or a grid that lie over each other, both with words.
  const overlaps = (one, other) => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return Math.min(a.right, b.right) - Math.max(a.left, b.left) > 4 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  };
  const inFlow = (element) => {
    const { position, display, marginLeft } = getComputedStyle(element);
    return ["static", "relative"].includes(position) && display !== "contents" && parseFloat(marginLeft) >= 0;
  };
  const covered = [...document.body.querySelectorAll("main *")].filter((element) => {
    const next = element.nextElementSibling;
    if (!next || !element.textContent.trim() || !next.textContent.trim() || !visible(element) || !visible(next)) return false;
    return overlaps(element, next) && /grid|flex/.test(getComputedStyle(element.parentElement).display) && inFlow(element) && inFlow(next);
  });
  const tag = (element) => `${element.localName}.${element.getAttribute("class") ?? ""}`;
  return {
    lang: root.lang,
    title: document.title,
    h1: [...document.querySelectorAll("h1")].filter(visible).map((element) => element.textContent),
    mains: document.querySelectorAll("main").length,
    wide: root.scrollWidth - width,
    wider: wider.slice(0, 6).map(tag),
    covered: covered.slice(0, 6).map((element) => `${tag(element)} by ${tag(element.nextElementSibling)}`),
    nameless: controls.filter((element) => visible(element) && !nameOf(element)).map((element) => element.outerHTML.slice(0, 120)),
    texts: [...texts],
    shifts: window.shifts ?? [],
  };
}
