// Draws the cloud PC with noVNC. Texts come from the page, so that they are in its language.
import { clipboardFor } from "/desktop-clipboard.js";
import { showLooks } from "/desktop-look.js";

const NOTE = "jari-screen";
const HIDE_AFTER = 3000;
const TOLD_FOR = 6000;
const ASKS_FOR = 15_000;
const find = (name) => document.querySelector(`[data-${name}]`);
const act = (name) => document.querySelector(`[data-action=${name}]`);

const screen = document.getElementById("desktop");
const said = find("said");
const bar = find("bar");
const latency = find("latency");
const field = find("typing");
const drawn = () => viewer?.mine;
let RFB;
let viewer;
let wait = 500;
/** Whether a screen that was shown has been lost, and the next one is not open yet. */
let lost = false;

/** Says where the desktop is, in other words where there are better ones; `connected` says nothing. */
function show(state, words = screen.dataset[state] ?? "") {
  screen.dataset.state = state;
  find("words").textContent = words;
  said.hidden = state === "connected";
  act("again").hidden = !["moved", "gone", "refused", "error"].includes(state);
  if (state === "connected") localStorage.setItem(NOTE, screen.dataset.session);
  else if (localStorage.getItem(NOTE) === screen.dataset.session) localStorage.removeItem(NOTE);
}

let telling;
/** Says something in passing. */
function tell(words) {
  const told = find("told");
  clearTimeout(telling);
  told.textContent = words;
  told.hidden = false;
  telling = setTimeout(() => (told.hidden = true), TOLD_FOR);
}

/** Has keys go to the desktop. */
function focus() {
  field.focus({ preventScroll: true });
}

/** Tries again, each time a little later. */
function later(state) {
  show(state);
  setTimeout(open, wait);
  wait = Math.min(wait * 1.6, 5000);
}

/**
 * How a ticket would be refused, as a status and in words: the desktop is still on its way, has ended, or its booking can't
 * be checked in; nothing where it would not be. It is asked for first because browsers write down every refusal.
 */
async function refusal() {
  // A terminal may not ask about sessions; it is answered kindly instead.
  const [about] = screen.dataset.tickets.match(/^\/api\/.*(?=\/tickets$)/) ?? [];
  const answer = about && (await fetch(about));
  if (!answer?.ok) return undefined;
  const { state, asked, may, can_open, why } = await answer.json();
  if (can_open) return undefined;
  if (asked) return { status: 409 };
  // Of what is over, though it may still be on its way to its end, nothing can be asked.
  if (state === "released" || may.length === 0) return { status: 404 };
  if (["planned", "starting", "failed", "unavailable"].includes(state)) return { status: 409 };
  return { status: 403, words: why ?? undefined };
}

/** The address of the screen's socket, with a ticket that works once. */
async function address() {
  const refused = await refusal();
  if (refused) throw Object.assign(new Error("no ticket to be had"), refused);
  const answer = await fetch(screen.dataset.tickets, { method: "POST" });
  // A terminal is told by 202 what a page is told by 409: the desktop is not ready yet.
  const status = answer.status === 202 ? 409 : answer.status;
  if (status >= 300) throw Object.assign(new Error("no ticket"), { status });
  const { url } = await answer.json();
  const socket = new URL(url, location.href);
  socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  if (lost) socket.searchParams.set("again", "true");
  return socket.href;
}

/** Loads noVNC, which draws the screen and reads the keys, and opens the screen; a server may lack it. */
async function begin() {
  try {
    const [drawing, typing] = await Promise.all([import("/novnc/core/rfb.js"), import("/desktop-typing.js")]);
    RFB = drawing.default;
    typing.typeFrom(field, drawn);
  } catch {
    return show("missing");
  }
  open();
}

async function open() {
  if (!["waiting", "restarting"].includes(screen.dataset.state)) show("connecting");
  let url;
  try {
    url = await address();
  } catch ({ status, words }) {
    if (status === 409) later("waiting");
    else if (status === undefined || status >= 500) later("restarting");
    else if (status === 404) show("over");
    else show("refused", words);
    return;
  }
  connect(url);
}

function connect(url) {
  screen.replaceChildren();
  const socket = new WebSocket(url, ["binary"]);
  socket.addEventListener("open", () => (lost = false));
  // noVNC does not tell why the socket was closed; the socket itself does.
  socket.addEventListener("close", (event) => closed(socket, event.code));
  const mine = new RFB(screen, socket, { shared: false });
  mine.scaleViewport = true;
  // Keys are taken by a field that can be composed into.
  mine.focusOnClick = false;
  mine.addEventListener("connect", () => {
    wait = 500;
    show("connected");
    hideBar();
    focus();
    follow();
  });
  mine.addEventListener("clipboard", ({ detail }) => clipboard.take(detail.text));
  mine.addEventListener("securityfailure", () => show("error"));
  viewer = { mine, socket };
}

let following;
/**
 * Has the desktop become as large as this window. The server keeps it within bounds, so one out of them is shown larger or
 * smaller; noVNC would ask ten times a second for as long as the sizes differ, so it may ask for a while only: longer than the first
 * picture takes on a slow line, before which it can't ask.
 */
function follow() {
  const drawing = drawn();
  if (!drawing || screen.dataset.state !== "connected") return;
  drawing.resizeSession = true;
  clearTimeout(following);
  following = setTimeout(() => (drawing.resizeSession = false), ASKS_FOR);
}

function closed(socket, code) {
  if (viewer?.socket !== socket) return;
  const shown = screen.dataset.state === "connected";
  viewer = undefined;
  latency.hidden = true;
  showBar();
  if (code === 4001) show("moved");
  else if (code === 4002) show("gone");
  else if (code === 4003) show("over");
  // What may be done here has changed, or whoever opened it is not signed in any more.
  else if (code === 4004 || code === 4007) location.reload();
  else if (code === 1002) show("error");
  else {
    lost ||= shown && code !== 1012 && !hasSlept();
    later("restarting");
  }
}

const SLEEP = 70_000;
let ticked = Date.now();
let woke = 0;
/** Whether this machine has just woken: then it was its sleep that ended the connection. A hidden page ticks once a minute. */
function hasSlept() {
  const now = Date.now();
  if (now - ticked > SLEEP) woke = now;
  ticked = now;
  return now - woke < SLEEP;
}

async function measure() {
  if (screen.dataset.state !== "connected" || document.hidden) return;
  const begun = performance.now();
  try {
    await fetch("/healthz", { cache: "no-store" });
    const took = Math.round(performance.now() - begun);
    latency.textContent = `${took} ms`;
    latency.dataset.good = took < 120 ? "1" : "0";
    latency.hidden = false;
  } catch {
    latency.hidden = true;
  }
}

function count() {
  const left = find("left");
  const [starts, ends] = [Number(left.dataset.starts), Number(left.dataset.ends)];
  const now = Date.now() / 1000;
  const minutes = Math.max(0, Math.ceil((ends - now) / 60));
  const text = minutes >= 60 ? left.dataset.hours : left.dataset.minutes;
  find("left-words").textContent = text.replace("%h", Math.floor(minutes / 60)).replace("%m", minutes % 60);
  left.querySelector("progress").value = Math.min(100, Math.max(0, ((now - starts) / (ends - starts)) * 100));
}

let hiding;
function showBar() {
  clearTimeout(hiding);
  bar.dataset.hidden = "0";
}
function hideBar() {
  clearTimeout(hiding);
  hiding = setTimeout(() => {
    const kept = act("pin").getAttribute("aria-pressed") === "true" || bar.matches(":hover, :focus-within, :has(details[open])");
    if (kept || screen.dataset.state !== "connected") return hideBar();
    bar.dataset.hidden = "1";
  }, HIDE_AFTER);
}

act("fullscreen").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen?.();
});
act("pin").addEventListener("click", ({ currentTarget: pin }) => {
  pin.setAttribute("aria-pressed", String(pin.getAttribute("aria-pressed") !== "true"));
  hideBar();
});
for (const event of ["click", "pointerenter", "focus"]) act("bar").addEventListener(event, () => (showBar(), hideBar()));
bar.addEventListener("focusin", showBar);
bar.addEventListener("pointerenter", showBar);
bar.addEventListener("pointerleave", hideBar);
act("again").addEventListener("click", () => {
  wait = 500;
  screen.dataset.state = "connecting";
  open();
});
window.addEventListener("pagehide", () => {
  if (localStorage.getItem(NOTE) === screen.dataset.session) localStorage.removeItem(NOTE);
});
// A page that comes back from the browser's memory has no socket any more.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
screen.addEventListener("mousedown", () => {
  for (const open of bar.querySelectorAll("details[open]")) open.open = false;
  focus();
}, true);
const clipboard = clipboardFor({ field, screen, viewer: drawn, tell });
showLooks({ session: screen.dataset.session, texts: { asked: screen.dataset.lookAsked, allowed: screen.dataset.lookAllowed } });
new ResizeObserver(follow).observe(screen);
setInterval(measure, 5000);
setInterval(hasSlept, 5000);
setInterval(count, 15000);
count();
begin();
