// Shows somebody's screen to whoever they let look at it. What is done here reaches nothing there: the server sees to that.
const screen = document.getElementById("watched");
const said = document.querySelector("[data-said]");
const words = document.querySelector("[data-words]");
let RFB;
let socket;
let wait = 500;

function show(state) {
  screen.dataset.state = state;
  words.textContent = screen.dataset[state] ?? "";
  said.hidden = state === "connected";
}

/** Tries again, each time a little later. */
function later(state) {
  show(state);
  setTimeout(open, wait);
  wait = Math.min(wait * 1.6, 5000);
}

/** Loads what draws the screen and opens it; a server may lack it. */
async function begin() {
  try {
    RFB = (await import("/novnc/core/rfb.js")).default;
  } catch {
    return show("missing");
  }
  open();
}

async function open() {
  let answer;
  try {
    answer = await fetch(screen.dataset.tickets, { method: "POST" });
  } catch {
    return later("restarting");
  }
  // Accepted without a ticket: its person has no screen open now.
  if (answer.status === 202) return later("waiting");
  if (answer.status >= 500) return later("restarting");
  if (!answer.ok) return show("over");
  const { url } = await answer.json();
  const address = new URL(url, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  connect(address.href);
}

function connect(url) {
  screen.replaceChildren();
  const mine = new WebSocket(url, ["binary"]);
  socket = mine;
  mine.addEventListener("close", ({ code }) => {
    if (socket !== mine) return;
    if (code === 4005) show("over");
    // Signed out: the page leads to the sign-in.
    else if (code === 4007) location.reload();
    else if (code === 1002) show("error");
    else later(code === 4006 ? "waiting" : "restarting");
  });
  const viewer = new RFB(screen, mine, { shared: true });
  viewer.viewOnly = true;
  viewer.scaleViewport = true;
  viewer.addEventListener("connect", () => {
    wait = 500;
    show("connected");
  });
}

show("connecting");
begin();
