// Draws the cloud PC with noVNC. Texts come from the page, so that they are in its language.
import RFB from "/novnc/core/rfb.js";

const screen = document.getElementById("desktop");
const said = document.querySelector("[data-said]");
const again = document.querySelector("[data-action=again]");
const latency = document.querySelector("[data-latency]");
let rfb;
let wait = 500;

function show(state) {
  screen.dataset.state = state;
  said.textContent = screen.dataset[state] ?? "";
  said.hidden = state === "connected";
  again.hidden = !["moved", "gone", "error"].includes(state);
}

async function ticket() {
  const answer = await fetch(`/api/v1/sessions/${screen.dataset.session}/tickets`, { method: "POST" });
  if (!answer.ok) throw new Error(`ticket ${answer.status}`);
  return answer.json();
}

async function open() {
  show("connecting");
  let url;
  try {
    ({ url } = await ticket());
  } catch {
    show("error");
    return;
  }
  const address = new URL(url, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  screen.replaceChildren();
  rfb = new RFB(screen, address.href, { wsProtocols: ["binary"], shared: false });
  rfb.scaleViewport = true;
  rfb.focusOnClick = true;
  rfb.addEventListener("connect", () => {
    wait = 500;
    show("connected");
    rfb.focus();
  });
  rfb.addEventListener("disconnect", () => {});
  watchClose(rfb);
}

// noVNC does not tell why the socket was closed; the socket itself does.
function watchClose(viewer) {
  const socket = viewer._sock?._websocket;
  if (!socket) return;
  socket.addEventListener("close", (event) => {
    if (viewer !== rfb) return;
    if (event.code === 4001) show("moved");
    else if (event.code === 4002) show("gone");
    else if (event.code === 4003) show("over");
    else {
      show("connecting");
      setTimeout(open, wait);
      wait = Math.min(wait * 2, 15000);
    }
  });
}

async function measure() {
  if (screen.dataset.state !== "connected" || document.hidden) return;
  const begun = performance.now();
  try {
    await fetch("/healthz", { cache: "no-store" });
    latency.textContent = `${Math.round(performance.now() - begun)} ms`;
  } catch {
    latency.textContent = "";
  }
}

document.querySelector("[data-action=fullscreen]")?.addEventListener("click", () => document.documentElement.requestFullscreen?.());
again.addEventListener("click", open);
setInterval(measure, 5000);
open();
