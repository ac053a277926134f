// The public API as a program uses it: with a token of a person of the office.

/** Somebody's program. */
export class Api {
  #server;
  #token;

  /** Makes a token for a person by the command line. */
  static async of(server, email) {
    const said = await server.run("token", "create", "--person", email);
    return new Api(server, said.trim().split(/\s+/).at(-1));
  }

  constructor(server, token) {
    this.#server = server;
    this.#token = token;
  }

  /** Answers `{ status, body }`. */
  async ask(method, path, body, { lang = "ko", address = this.#server.address } = {}) {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "accept-language": lang, "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined };
  }

  /** The seats of a floor at a time. */
  async seats(floor, { date, part }) {
    return (await this.ask("GET", `/floors/${floor}/seats?date=${date}&part=${part}`)).body.seats;
  }

  /** The free seats of a floor at a time. */
  async free(floor, times) {
    return (await this.seats(floor, times)).filter((seat) => seat.state === "free");
  }

  /** Books a desk and answers the booking. */
  async book(desk, times, options) {
    const made = await this.ask("POST", "/bookings", { desk, ...times }, options);
    if (made.status !== 201) throw new Error(`not booked: ${made.status} ${JSON.stringify(made.body)}`);
    return made.body;
  }

  /** Gives a booking back. */
  async cancel(booking) {
    return this.ask("DELETE", `/bookings/${booking.id}`);
  }
}
