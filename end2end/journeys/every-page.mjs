// Every page, in both languages, on a phone and on a desk, light and dark.
import assert from "node:assert/strict";
import { Api } from "../support/api.mjs";
import { tabReaches, watchShifts, wrongWith } from "../support/checks.mjs";
import { PATIENCE, whatIsMissing } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { until } from "../support/until.mjs";

// Nobody listens there: settings ask about mail where a mail server is set.
const office = openOffice({ prepare, smtp: "smtp://127.0.0.1:9" });

/** How a page is looked at. Every two of language, width and theme meet. */
const LOOKS = [
  { lang: "ko", width: 375, theme: "light" },
  { lang: "ko", width: 1440, theme: "dark" },
  { lang: "en", width: 375, theme: "dark" },
  { lang: "en", width: 1440, theme: "light" },
];

/** Every page: its address, whose it is, and the control that must be reached by the tab key. */
const PAGES = [
  { name: "home with a seat", who: "employee", path: () => "/", main: "button.ci" },
  { name: "home without a seat", who: "manager", path: () => "/", main: ".none-today .btn" },
  { name: "seat map", who: "employee", path: ({ floor }) => `/floors/${floor}`, main: "a.dk" },
  { name: "seat card", who: "manager", path: ({ floor, free }) => `/floors/${floor}?desk=${free}`, main: ".seat-card button.p" },
  { name: "card of a taken seat", who: "manager", path: ({ floor, taken }) => `/floors/${floor}?desk=${taken}`, main: ".seat-card a[href*='desk=']" },
  { name: "closed day", who: "employee", path: ({ floor }) => `/floors/${floor}?date=2026-12-25`, main: "nav.days a" },
  { name: "other site", who: "employee", path: ({ abroad }) => `/floors/${abroad}`, main: "a.dk" },
  { name: "seat list", who: "employee", path: ({ floor }) => `/floors/${floor}?view=list`, main: "tr a" },
  { name: "bookings", who: "employee", path: () => "/bookings", main: "[data-booking] button" },
  { name: "settings", who: "employee", path: () => "/settings", main: "main button.p" },
  { name: "desktop that is not there", who: "employee", path: () => "/desktop/00000000-0000-4000-8000-000000000000", main: "main a", refused: true },
  { name: "sign-in", path: () => "/sign-in", main: "form[action='/sign-in'] button" },
  { name: "sign-in refused", path: () => "/sign-in?error=wrong_password&email=a%40b.example", main: "form[action='/sign-in'] button" },
  { name: "set-up", path: () => "/set-up", main: "form[action='/set-up'] button" },
  { name: "nothing here", who: "employee", path: () => "/nowhere", main: "main a", refused: true },
  { name: "usage today", who: "manager", path: () => "/usage", main: "main a, main button, main summary" },
  { name: "seats of a floor", who: "manager", path: ({ floor }) => `/usage/seats/${floor}`, main: "main a, main summary" },
  { name: "seat of a floor", who: "admin", path: ({ floor, free }) => `/usage/seats/${floor}?desk=${free}`, main: ".chosen .btn" },
  { name: "seats of a quiet floor", who: "manager", path: ({ abroad }) => `/usage/seats/${abroad}`, main: "main a, main summary" },
  { name: "administration", who: "admin", path: () => "/admin", main: "main a" },
  { name: "desks of a floor", who: "admin", path: ({ floor }) => `/admin/floors/${floor}`, main: "main a.btn" },
  { name: "rules of a site", who: "admin", path: ({ site }) => `/admin/rules/${site}`, main: "main button" },
  { name: "closures of a site", who: "admin", path: ({ site }) => `/admin/closures/${site}`, main: "main button" },
  { name: "people", who: "admin", path: () => "/admin/people", main: "main summary.btn" },
  { name: "terminal to be", path: () => "/terminal", main: "form[action='/terminal/enrol'] button" },
  { name: "terminals", who: "admin", path: () => "/admin/terminals", main: "main button.p" },
  { name: "providers", who: "admin", path: () => "/admin/providers", main: "main a.btn" },
  { name: "cloud PCs", who: "admin", path: () => "/admin/sessions", main: "main button.p" },
  { name: "stopping a host", who: "admin", path: () => "/admin/sessions?do=stop&event=local&state=planned", main: ".banner button.p" },
  { name: "log of a session", who: "admin", path: ({ session }) => `/admin/sessions/${session}`, main: "main a.btn" },
  { name: "code that is old", who: "employee", path: () => "/sit/a-code-that-is-old", main: "main a", refused: true },
  { name: "API documentation", who: "employee", path: () => "/api/v1/docs", main: "main a, main summary" },
];

const WHO = { employee: "jimin.kim@jari.example", manager: "suhyun.park@jari.example", admin: "junghoon.lee@jari.example" };
const place = {};
const signedIn = {};
let names;

async function prepare({ server }) {
  const people = await server.people();
  names = new Set(people.flatMap(({ name }) => [name, name.slice(1)]));
  const employee = await Api.of(server, WHO.employee);
  const ask = async (path) => (await employee.ask("GET", path)).body;
  const [here, there] = (await ask("/sites")).sites;
  place.site = here.id;
  for (const floor of (await ask("/floors")).floors) {
    const { desks } = await ask(`/floors/${floor.id}`);
    // What somebody has written about a desk stays in their language, as names do.
    for (const { out_of_service: note } of desks) if (note) names.add(note);
    if (floor.site === here.id) place.floor = floor.id;
    if (floor.site === there.id && desks.length > 0) place.abroad ??= floor.id;
  }
  const [today, tomorrow] = [{ date: "2026-12-16", part: "all_day" }, { date: "2026-12-17", part: "morning" }];
  const [first, second] = await employee.free(place.floor, today);
  place.free = first.desk;
  place.taken = (await employee.seats(place.floor, today)).find((seat) => seat.state === "taken").desk;
  place.session = (await employee.book(second.desk, today)).session;
  await employee.book((await employee.free(place.floor, tomorrow))[0].desk, tomorrow);
  // Whoever always came early has their cloud PC started at once; while it gets ready it changes the pages that show it.
  if (await whatIsMissing(server)) return;
  await until(async () => (await ask(`/sessions/${place.session}`)).state === "ready", "the cloud PC is ready", PATIENCE);
}

const EVERYBODY = [...new Set(PAGES.map((one) => one.who))];
/** How long one person's pages may take in one look on a busy machine, in milliseconds. */
const LONGEST = 300_000;

for (const look of LOOKS) {
  for (const who of EVERYBODY) {
    office.journey(`every page of ${named(who)} is sound in ${look.lang} at ${look.width} px, ${look.theme}`, async (open) => {
      const page = await open({
        lang: look.lang,
        viewport: { width: look.width, height: look.width < 700 ? 780 : 900 },
        colorScheme: look.theme,
        storageState: who && (await cookies(open, who)),
      });
      await watchShifts(page);
      const found = {};
      for (const one of pagesOf(who)) {
        const path = one.path(place);
        await new Person(page, { js: !path.startsWith("/api/") }).go(path);
        const wrong = await wrongWith(page, { lang: look.lang, names });
        if (!(await tabReaches(page, one.main))) wrong.push(`the tab key does not reach ${one.main}`);
        wrong.push(...saidAbout(page, one));
        if (wrong.length) found[one.name] = wrong;
      }
      assert.deepEqual(found, {});
    }, { timeout: LONGEST });
  }
}

for (const who of EVERYBODY) {
  office.journey(`every page of ${named(who)} can be read without JavaScript`, async (open) => {
    const page = await open({ javaScriptEnabled: false, storageState: who && (await cookies(open, who)) });
    for (const one of pagesOf(who)) {
      await page.goto(one.path(place));
      await page.getByRole("heading", { level: 1 }).waitFor();
      assert.equal(await page.getByText("불러오는 중").count(), 0, `${one.name} is still loading`);
      await page.locator(one.main).first().waitFor();
      assert.deepEqual(saidAbout(page, one), [], one.name);
    }
  }, { timeout: LONGEST });
}

function named(who) {
  return who ? `the ${who}` : "a stranger";
}

function pagesOf(who) {
  return PAGES.filter((one) => one.who === who);
}

/** What the console has said since it was asked last; a page that says "not found" or "too late" is told so by its server. */
function saidAbout(page, one) {
  const said = page.problems.splice(0);
  return one.refused ? said.filter((problem) => !/status of 40[49]/.test(problem)) : said;
}

/** The cookies of somebody signed in. */
async function cookies(open, who) {
  signedIn[who] ??= await (async () => {
    const person = new Person(await open({ javaScriptEnabled: false }), { js: false });
    await person.signIn(WHO[who]);
    return person.page.context().storageState();
  })();
  const kept = signedIn[who].cookies.filter((cookie) => cookie.name !== "jari-lang");
  return { cookies: kept, origins: [] };
}
