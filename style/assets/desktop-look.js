// Says who wants to look at this screen or is looking, and has its person answer. What is said stays until it is over: it does
// not hide with the bar.

/** How long a stream stays closed that the browser has given up, in milliseconds. */
const CLOSED_FOR = 5000;

export function showLooks({ session, texts }) {
  const box = document.querySelector("[data-look]");
  const words = box.querySelector("[data-look-words]");
  const buttons = [...box.querySelectorAll("[data-say]")];
  const address = `/desktop/${session}/look`;
  let look;
  let over;

  const draw = (now) => {
    clearTimeout(over);
    look = now;
    box.hidden = !look;
    box.dataset.look = look?.state ?? "";
    if (!look) return;
    words.textContent = texts[look.state].replace("%n", look.viewer);
    for (const button of buttons) {
      button.hidden = (button.dataset.say === "end") !== (look.state === "allowed");
      button.disabled = false;
    }
    // Its time runs out without a word.
    over = setTimeout(() => draw(undefined), look.seconds * 1000);
  };

  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const body = new URLSearchParams({ look: look.id, say: button.dataset.say });
      for (const one of buttons) one.disabled = true;
      try {
        // How it stands then comes with the stream, also when it was over already.
        await fetch(address, { method: "POST", body });
      } finally {
        for (const one of buttons) one.disabled = false;
      }
    });
  }

  const listen = () => {
    const heard = new EventSource(address);
    heard.addEventListener("look", ({ data }) => draw(JSON.parse(data) ?? undefined));
    // After a broken line a browser tries again by itself, but never after an answer that is no stream.
    heard.addEventListener("error", () => {
      if (heard.readyState === EventSource.CLOSED) setTimeout(listen, CLOSED_FOR);
    });
  };
  listen();
}
