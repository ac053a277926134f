// Working at a cloud PC as at one's own: it is as large as its window, types Korean, and copies and pastes as far as the site
// lets it.
import assert from "node:assert/strict";
import { bookDesktop, compose, connected, openInBar, press, sizeOf, type, whatIsMissing, written } from "../support/desktops.mjs";
import { openOffice } from "../support/journey.mjs";
import { Person } from "../support/person.mjs";
import { at } from "../support/server.mjs";
import { until } from "../support/until.mjs";

const ADMIN = "junghoon.lee@jari.example";
const EMPLOYEE = "jimin.kim@jari.example";
/** How a message begins by which a browser asks for another size. */
const SIZE = 251;
const WIDE = { width: 1440, height: 900 };
let missing;
let desktop;
let measured = 0;
const office = openOffice({
  now: at("09:05"),
  async prepare({ server }) {
    missing = await whatIsMissing(server);
    if (!missing) desktop = await bookDesktop(server, EMPLOYEE, { date: "2026-12-16", part: "all_day" });
  },
});

office.journey("the desktop is as large as the browser's window and follows it", async (open, t) => {
  let asked = 0;
  const count = (page) => page.on("websocket", (socket) => socket.on("framesent", ({ payload: [kind] }) => kind === SIZE && (asked = Date.now())));
  const me = await atDesktop(async (options) => count(await open(options)), t);
  if (!me) return;
  await until(async () => (await sizeOf(me.page)) === "1440×900", "the desktop is as large as its window");
  // The window manager makes the first window as large as the desktop a moment after it is there; its own size is 80 columns.
  let before;
  await until(async () => (before = await sizeInside(me.page)).columns > 80, "the first window is as large as the desktop");
  await me.page.setViewportSize({ width: 1100, height: 640 });
  await until(async () => (await sizeOf(me.page)) === "1100×640", "the desktop follows its window");
  assert.equal(await scaleOf(me.page), 1, "it is blurred by being shown at another size");
  await until(async () => {
    const after = await sizeInside(me.page);
    return after.rows < before.rows && after.columns < before.columns;
  }, "the window inside follows the desktop");

  // Too small to work with: of the same shape, shown smaller.
  await me.page.setViewportSize({ width: 400, height: 800 });
  await until(async () => (await sizeOf(me.page)) === "800×1600", "the desktop keeps a size that programs fit into");
  // That is not the size which was asked for, and asking on and on would not change it.
  await until(() => Date.now() - asked > 2000, "the page leaves it at that");
});

office.journey("한글 is typed with an input method, as much of it as one likes, and arrives byte by byte", async (open, t) => {
  const me = await atDesktop(open, t);
  if (!me) return;
  // 240 different syllables: more than a keyboard of X has keys.
  const syllables = Array.from({ length: 240 }, (_, number) => String.fromCodePoint(0xac00 + 45 * number));
  const lines = ["나랏말싸미 듕귁에 달아", "한글과 English, 12층", ...chunks(syllables, 40).map((line) => line.join(""))];
  await write(me.page, "letter");
  for (const line of lines) {
    for (const part of line.match(/[가-힣]+|[^가-힣]+/g)) {
      if (/[가-힣]/.test(part)) await compose(me.page, part);
      else await me.page.keyboard.type(part);
    }
    await press(me.page, "Enter");
  }
  await press(me.page, "Control+d");
  await type(me.page, "touch ~/letter-whole");
  // So many letters take a while however fast they are typed: a key that was lent keeps its letter for five seconds.
  await written(office.server, "letter-whole", { empty: true, milliseconds: 90_000 });
  assert.equal(await written(office.server, "letter"), lines.join("\n"));
});

office.journey("text is pasted into the cloud PC and nothing leaves it, until the site lets it", async (open, t) => {
  const me = await atDesktop(open, t);
  if (!me) return;
  await me.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);

  // Unless somebody decides otherwise, pasting in is allowed: by keys, and by the bar.
  await copied(me.page, "회의록: 12층 — “한글” 🪑");
  await write(me.page, "pasted");
  await paste(me.page, "pasted", ["Control+Shift+V", "회의록: 12층 — “한글” 🪑"]);
  await openInBar(me.page, "클립보드");
  await me.page.getByText("클라우드 PC에서 복사한 글은 밖에 붙여 넣을 수 없어요").waitFor();
  await me.page.getByLabel("클라우드 PC로 보낼 글").fill("막대에서 보낸 글");
  await me.press("보내기");
  await toldInPassing(me.page, "보냈어요");
  await paste(me.page, "pasted", ["Shift+Insert", "막대에서 보낸 글"]);
  // Pasted twice, the line would not be empty, and its end would end nothing.
  await press(me.page, "Control+c");

  // An admin lets text go both ways: the open screen opens anew and has it.
  const admin = new Person(await open({ viewport: WIDE }));
  await admin.signIn(ADMIN);
  await setRule(admin, "양쪽 모두");
  await me.page.getByLabel("클라우드 PC에서 복사한 글").waitFor({ state: "attached", timeout: 60_000 });
  await connected(me.page);
  await type(me.page, "clear; yes 나가는글 | head -60");
  await copied(me.page, "밖에 있던 글");
  await copyInside(me.page, async () => {
    assert.equal(await me.page.locator("[data-clip-out]").inputValue(), "나가는글");
    return true;
  });
  await until(() => me.page.evaluate(async () => (await navigator.clipboard.readText()) === "나가는글"), "it can be pasted here");

  // Neither way: what is pasted stays outside, and the person is told why.
  await setRule(admin, "옮길 수 없음");
  await me.page.getByLabel("클라우드 PC에서 복사한 글").waitFor({ state: "detached", timeout: 60_000 });
  await connected(me.page);
  await copied(me.page, "비밀");
  // Each letter is written as it comes and none is shown, so what stands on the screen stays there to be copied.
  await type(me.page, "clear; yes 안에서만 | head -60; stty -icanon -echo; cat > ~/refused");
  await written(office.server, "refused", { empty: true });
  await press(me.page, "Control+Shift+V");
  await toldInPassing(me.page, "밖에서 복사한 글은 클라우드 PC에 붙여 넣을 수 없어요");
  // What is copied in the cloud PC itself is pasted there all the same.
  await copyInside(me.page, async () => {
    await press(me.page, "Control+Shift+V");
    assert.match(await written(office.server, "refused", { empty: true }), /안에서만/);
    return true;
  });
  assert.doesNotMatch(await written(office.server, "refused"), /비밀/);
});

/** Waits for what the page of a desktop says for some seconds: it may be over before anybody looks, but the words stay. */
async function toldInPassing(page, text) {
  await page.locator("[data-told]").filter({ hasText: text }).waitFor({ state: "attached" });
}

/** Somebody signed in before their desktop; nobody where there are no desktops, and why is said. */
async function atDesktop(open, t) {
  if (missing) return void t.skip(missing);
  const me = new Person(await open({ viewport: WIDE }));
  await me.signIn(EMPLOYEE);
  await me.go(desktop.page);
  await connected(me.page);
  return me;
}

/** How many rows and columns the first window of the desktop has. */
async function sizeInside(page) {
  const file = `rows-${measured++}`;
  await type(page, `stty size > ~/${file}`);
  const [rows, columns] = (await written(office.server, file)).split(" ").map(Number);
  return { rows, columns };
}

/** Has what is typed from now on written into a file of the home. Before it is there the shell would take the keys. */
async function write(page, file) {
  await type(page, `cat > ~/${file}`);
  await written(office.server, file, { empty: true });
}

/**
 * Pastes by keys until a file in the home has a text as a line. The desktop may get it a little later than the keys after it,
 * and a window that waited too long for it gives it up.
 */
async function paste(page, file, [keys, text]) {
  const came = async () => {
    await press(page, "Enter");
    return (await written(office.server, file, { empty: true })).split("\n").includes(text);
  };
  await until(async () => {
    await press(page, keys);
    return until(came, "it came", 6000);
  }, `“${text}” was pasted into the desktop`);
}

/** Copies a word that stands all over the desktop, until something comes of it. */
async function copyInside(page, came) {
  await until(async () => {
    await page.locator("#desktop canvas").dblclick({ position: { x: 20, y: 300 } });
    // Not clicked again at once: a third click would select something else. The window manager looks at clicks before it hands
    // them on, so keys may overtake them: those of copying are pressed again, once what they copied had time to come.
    return until(async () => {
      await press(page, "Control+Shift+C");
      return until(came, "it came", 1000);
    }, "what was selected came", 4000);
  }, "what was copied in the cloud PC came where it may");
}

async function setRule(admin, rule) {
  await admin.go(`/admin/rules/${desktop.site}`);
  await admin.page.getByLabel("클립보드로 글을 옮길 수 있는 방향").selectOption({ label: rule });
  await admin.press("미리 보기");
  await admin.press("저장");
  await admin.told("규칙을 저장했어요");
}

async function copied(page, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
}

/** How much larger the desktop is shown than it is. */
async function scaleOf(page) {
  return page.locator("#desktop canvas").evaluate((canvas) => canvas.getBoundingClientRect().width / canvas.width);
}

function chunks(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, number) => list.slice(number * size, (number + 1) * size));
}
