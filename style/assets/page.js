// What every page does besides its browser's part: a double click sends a form once, menus close, the keyboard goes on
// somewhere when what had the focus is gone, and what was done is told once.
const WAITS = 100;
const DOUBLE = 700;
const isMenu = "details[open]:has(> .menu)";
let focused;
/** What kind of thing the focused element stands in. */
let within;
let waiting;

/** The link of the same place on the page that leads where the one led that had the focus. */
function sameLink() {
  const links = [...document.querySelectorAll("a")];
  const href = focused.getAttribute("href");
  return links.find((link) => link.getAttribute("href") === href && link.parentElement.className === within && link.checkVisibility());
}

/**
 * What goes with the focus leaves it to the whole page. What bears the same id or leads to the same place takes it then, else the
 * notice of what was done: from there the way back is the next stop. Whatever else leads it somewhere has done so by now.
 */
function goOn() {
  waiting = undefined;
  tellOnce();
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  const next = (focused.id && document.getElementById(focused.id)) || sameLink() || document.querySelector(".toast");
  if (!next) return;
  focused = undefined;
  next.focus({ preventScroll: true });
}

/**
 * The address stops saying what was done: the browser's way back, or reading the page again, would tell it anew. The browser's
 * part has to have read it before.
 */
function tellOnce() {
  const close = document.querySelector(".toast .close");
  const told = close && close.pathname === location.pathname && /[?&]done=/.test(location.search);
  if (told && document.documentElement.dataset.ready) history.replaceState(history.state, "", close.href);
}

/** Closes every open menu but the one that holds an element. */
function close(but) {
  for (const menu of document.querySelectorAll(isMenu)) if (!menu.contains(but)) menu.open = false;
}

let sent = {};
// Whoever has changed something in between means it.
document.addEventListener("input", () => (sent = {}), true);
document.addEventListener("submit", (event) => {
  const { target: form, submitter, timeStamp: at } = event;
  const again = form === sent.form && submitter === sent.submitter && at - sent.at < DOUBLE;
  if (again) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else sent = { form, submitter, at };
}, true);
document.addEventListener("focusin", ({ target }) => {
  focused = target;
  within = target.parentElement?.className;
});
new MutationObserver(() => (waiting ??= setTimeout(goOn, WAITS))).observe(document.body, { childList: true, subtree: true });
document.addEventListener("pointerdown", ({ target }) => {
  close(target);
  tellOnce();
});
// The page may go on, and with it what was opened.
document.addEventListener("click", ({ target }) => target.closest?.(".menu a") && close());
document.addEventListener("keydown", (event) => {
  tellOnce();
  const menu = event.key === "Escape" && event.target.closest?.(isMenu);
  if (!menu) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector("summary").focus();
}, true);
