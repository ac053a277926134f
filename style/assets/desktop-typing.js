// What hands and input methods type goes to the cloud PC. A canvas can't be composed into, so a field takes the keys: single
// ones pass at once, and what an input method makes of several, as a Korean syllable, passes once it is whole.
import Keyboard from "/novnc/core/input/keyboard.js";
import keysyms from "/novnc/core/input/keysymdef.js";

const RETURN = 0xff0d;

/** Sends what is typed in a field to the viewer that `viewer()` answers, if there is one. */
export function typeFrom(field, viewer) {
  // Before noVNC, which would take the keys of an input method for keys of their own and stop what is composed.
  for (const event of ["keydown", "keyup"]) field.addEventListener(event, leaveToComposing);
  const keyboard = new Keyboard(field);
  keyboard.onkeyevent = (keysym, code, down) => viewer()?.sendKey(keysym, code, down);
  keyboard.grab();

  const send = (text) => {
    field.value = "";
    for (const letter of text) viewer()?.sendKey(letter === "\n" ? RETURN : keysyms.lookup(letter.codePointAt(0)), null);
  };
  field.addEventListener("compositionstart", () => (field.dataset.composing = ""));
  field.addEventListener("compositionend", ({ data }) => {
    delete field.dataset.composing;
    send(data);
  });
  // Letters that came without a key, as from a keyboard on the glass, and those that an input method lets through.
  field.addEventListener("input", ({ isComposing }) => isComposing || send(field.value));
}

function leaveToComposing(event) {
  if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
}
