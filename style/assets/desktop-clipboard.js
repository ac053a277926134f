// Text between this computer's clipboard and the cloud PC's, as far as the site's rules let it. The server keeps the rules;
// here only what would be carried is offered.
const CONTROL = { key: [0xffe3, "ControlLeft"], of: "ctrlKey" };
const SHIFT = { key: [0xffe1, "ShiftLeft"], of: "shiftKey" };
const INSERT = [0xff63, "Insert"];
/** Keys that are held, not typed. */
const HAND = ["Control", "Shift", "Alt", "Meta"];
/** How long a browser may take from the keys of pasting to what is pasted. */
const SOON = 150;

const find = (name) => document.querySelector(`[data-${name}]`);
const act = (name) => document.querySelector(`[data-action=${name}]`);

/** Carries the clipboard for a field that takes the keys; `tell` says something to the person. */
export function clipboardFor({ field, screen, viewer, tell }) {
  const way = screen.dataset.clipboard;
  const [letsIn, letsOut] = [["in", "both"].includes(way), ["out", "both"].includes(way)];
  // What this computer's clipboard held last: sent again, it would take the place of what was copied in the cloud PC since.
  let known;
  let refused = false;
  let keys;
  // Which of the other keys the hand holds.
  let hand = {};

  const sendText = (text) => {
    if (!letsIn) {
      if (text && !refused) tell(screen.dataset.noIn);
      refused = true;
    } else if (text && text !== known) {
      known = text;
      viewer()?.clipboardPasteFrom(text);
    }
  };
  // By now the hand may have left the other keys: those are pressed again, and let go after it.
  const pressKeys = () => {
    if (!keys) return;
    const { shift, insert } = keys;
    keys = undefined;
    const wanted = [...(insert ? [] : [CONTROL]), ...(shift ? [SHIFT] : [])];
    const left = wanted.filter(({ of }) => !hand[of]);
    for (const { key } of left) viewer()?.sendKey(...key, true);
    viewer()?.sendKey(...(insert ? INSERT : [shift ? 0x56 : 0x76, "KeyV"]));
    for (const { key } of left) viewer()?.sendKey(...key, false);
  };

  for (const event of ["keydown", "keyup"]) {
    field.addEventListener(event, ({ ctrlKey, shiftKey }) => (hand = { ctrlKey, shiftKey }), true);
  }
  field.addEventListener("blur", () => (hand = {}));

  // The keys of pasting wait until the text is on its way, or the cloud PC would paste what it had before.
  field.addEventListener("keydown", (event) => {
    const { ctrlKey, shiftKey, altKey, code } = event;
    const insert = shiftKey && !ctrlKey && code === "Insert";
    if (altKey || !(insert || (ctrlKey && code === "KeyV"))) {
      // What is typed next comes after what is pasted.
      if (!HAND.includes(event.key)) pressKeys();
      return;
    }
    event.stopImmediatePropagation();
    keys = { shift: shiftKey, insert };
    setTimeout(pressKeys, SOON);
  }, true);
  field.addEventListener("paste", (event) => {
    event.preventDefault();
    sendText(event.clipboardData.getData("text/plain"));
    pressKeys();
  });

  act("clip-send")?.addEventListener("click", () => {
    viewer()?.clipboardPasteFrom(find("clip-in").value);
    find("clip-in").value = "";
    find("clip").open = false;
    tell(screen.dataset.sent);
    field.focus();
  });
  act("clip-copy")?.addEventListener("click", async () => {
    find("clip-out").select();
    // Where the page may not write to the clipboard the text stands there, marked, to be copied by hand.
    await navigator.clipboard?.writeText(find("clip-out").value).then(() => tell(screen.dataset.copied), () => {});
  });

  return {
    /** Takes what was copied in the cloud PC. */
    take(text) {
      if (!letsOut) return;
      known = text;
      find("clip-out").value = text;
      navigator.clipboard?.writeText(text).catch(() => {});
    },
  };
}
