// A mail server of the journeys' own, which keeps what people are sent.
import { once } from "node:events";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { until } from "./until.mjs";

/** Everything that was sent to anybody. */
export class Mailbox {
  #letters = [];
  #server;

  /** Opens one on a port of its own. */
  static async open() {
    const box = new Mailbox();
    const keep = (stream, _session, done) =>
      simpleParser(stream).then((letter) => {
        box.#letters.push(letter);
        done();
      }, done);
    box.#server = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"], onData: keep });
    box.#server.listen(0, "127.0.0.1");
    await once(box.#server.server, "listening");
    box.url = `smtp://127.0.0.1:${box.#server.server.address().port}`;
    return box;
  }

  /** Waits for a letter to somebody whose subject has a text in it. */
  async letter(to, subject) {
    const found = () => this.#letters.find((letter) => letter.to.text.includes(to) && letter.subject.includes(subject));
    await until(async () => found() !== undefined, `a letter to ${to} with “${subject}”`, 150_000);
    return found();
  }

  /** Forgets what came so far. */
  empty() {
    this.#letters = [];
  }

  close() {
    return new Promise((resolve) => this.#server.close(resolve));
  }
}
