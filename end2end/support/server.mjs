// The real binary on a data folder of its own, at a time of day of the journey's choosing.
import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { until } from "./until.mjs";

const TARGET = fileURLToPath(new URL("../../target", import.meta.url));
const built = () => readdirSync(TARGET).map((host) => join(TARGET, host, "debug/jari")).find((path) => existsSync(path));
const BINARY = process.env.JARI_BINARY ?? built();

/** Journeys begin on a working Wednesday with a public holiday, the 25th, within the days that can be booked. */
export const at = (time) => new Date(`2026-12-16T${time}:00+09:00`);

/** A server that can be stopped, killed and started again on the same data. */
export class Server {
  #clock;
  #elsewhere;
  #log = "";
  #process;
  #smtp;

  /** Fills a new data folder and serves it; letters go to the mail server at `smtp`, if there is one. */
  static async start({ demo = true, now = at("08:40"), smtp } = {}) {
    const server = new Server();
    server.#smtp = smtp;
    server.demo = demo;
    server.data = await mkdtemp(join(tmpdir(), "jari-journey-"));
    server.port = await freePort();
    server.address = `http://127.0.0.1:${server.port}`;
    server.#clock = clock(now);
    await server.up();
    return server;
  }

  /** Starts it (again) and waits until it is ready. */
  async up() {
    this.#process = await this.#serve(this.port);
  }

  /** Asks it to stop and waits until it has. */
  async stop() {
    this.#process.kill("SIGTERM");
    await this.#process.ended;
  }

  /** Starts it again at another time of day. */
  async becomes(now) {
    await this.stop();
    this.#clock = clock(now);
    await this.up();
  }

  /** Serves the same data at another address as well, and answers that. */
  async elsewhere() {
    const port = await freePort();
    this.#elsewhere = await this.#serve(port);
    return `http://127.0.0.1:${port}`;
  }

  /** Stops what `elsewhere` started. */
  async leaveElsewhere() {
    this.#elsewhere.kill("SIGTERM");
    await this.#elsewhere.ended;
  }

  /** Ends it as a power cut would. */
  async kill() {
    this.#process.kill("SIGKILL");
    await this.#process.ended;
  }

  /** Stops it for good, with the desktops that outlive it, and removes its data. */
  async remove() {
    this.#elsewhere?.kill("SIGKILL");
    if (this.#process) await this.stop();
    await until(async () => (await endDesktops(this.data)) === 0, "every desktop has ended", 120_000);
    // What a desktop held may still be ending.
    await rm(this.data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** What another command of the binary prints on the same data. */
  async run(...args) {
    const { stdout } = await promisify(execFile)(BINARY, args, { env: this.#env() });
    return stdout;
  }

  /** Everybody of the demo office: `{ email, role, name, team }`. */
  async people() {
    const lines = (await this.run("demo", "people")).trim().split("\n");
    return lines.map((line) => line.split("\t")).map(([email, role, name, team]) => ({ email, role, name, team }));
  }

  /** What it has said so far. */
  get log() {
    return this.#log;
  }

  async #serve(port) {
    const child = spawn(BINARY, this.demo ? ["serve", "--demo"] : ["serve"], { env: this.#env(port) });
    child.ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
    child.stdout.on("data", (text) => (this.#log += text));
    child.stderr.on("data", (text) => (this.#log += text));
    const ready = until(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, "the server is ready", 180_000);
    const ended = child.ended.then((why) => Promise.reject(new Error(`the server ended at once (${why}):\n${this.#log}`)));
    ended.catch(() => {});
    try {
      await Promise.race([ready, ended]);
    } catch (error) {
      // Nobody would know it, and it would keep this program from ending.
      child.kill("SIGKILL");
      throw error;
    }
    return child;
  }

  #env(port = this.port) {
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      JARI_LISTEN: `127.0.0.1:${port}`,
      JARI_BASE_URL: `http://127.0.0.1:${port}`,
      JARI_DATA_DIR: this.data,
      // The same on every machine: journeys type into a terminal.
      JARI_DESKTOPS: "plain",
      ...(this.#smtp && { JARI_SMTP_URL: this.#smtp, JARI_MAIL_FROM: "자리 <jari@jari.example>" }),
      NO_COLOR: "1",
      ...this.#clock,
    };
  }
}

/** The settings under which a program's day begins at an instant; its clocks run on from there, restarts included. */
function clock(now) {
  const library = readdirSync("/usr/lib").map((folder) => `/usr/lib/${folder}/faketime/libfaketimeMT.so.1`).find(existsSync);
  if (!library) throw new Error("faketime is not installed: apt-get install faketime");
  const ahead = Math.round((now - Date.now()) / 1000);
  return {
    LD_PRELOAD: library,
    FAKETIME: `${ahead < 0 ? "" : "+"}${ahead}s`,
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    NO_FAKE_STAT: "1",
  };
}

/** A port below those that the system gives to connections, so that it is still free after a restart. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await new Promise((resolve) => {
      const probe = createServer().once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Ends the sandboxes that hold a data folder; answers how many there were. */
async function endDesktops(data) {
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  let ended = 0;
  for (const number of numbers) {
    const command = await readFile(`/proc/${number}/cmdline`, "utf8").catch(() => "");
    if (command.split("\0", 1)[0].endsWith("bwrap") && command.includes(`\0${data}/`)) {
      ended += 1;
      try {
        process.kill(Number(number), "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    }
  }
  return ended;
}
