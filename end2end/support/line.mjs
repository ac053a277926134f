// A line between browsers and the server that can be cut: what goes over it is carried unchanged.
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** A line of its own to a port of this machine. */
export class Line {
  #open = new Set();
  #listener;

  /** Lays a line to a port. */
  static async to(port) {
    const line = new Line();
    line.#listener = createServer((near) => line.#carry(near, connect(port, "127.0.0.1"))).listen(0, "127.0.0.1");
    await once(line.#listener, "listening");
    line.address = `http://127.0.0.1:${line.#listener.address().port}`;
    return line;
  }

  /** Cuts every connection that goes over it; new ones get through at once. */
  cut() {
    for (const end of this.#open) end.resetAndDestroy();
  }

  /** Takes it away. */
  async remove() {
    this.cut();
    this.#listener.close();
    await once(this.#listener, "close");
  }

  #carry(near, far) {
    for (const [from, to] of [[near, far], [far, near]]) {
      this.#open.add(from);
      from.setNoDelay();
      from.pipe(to);
      // Either end may be cut at any moment; the other goes with it.
      from.on("error", () => {});
      from.on("close", () => (this.#open.delete(from), to.destroy()));
    }
  }
}
