// Reads what is asked for last. One request is on its way at a time; of those that come meanwhile,
// only the newest is sent, so that the answer never lags behind the pen.

export class ReadingLoop {
  #reader;
  #next = null;
  #running = false;

  // onAnswer(answer, request), onTrouble(error, request)
  constructor(reader, { onAnswer, onTrouble }) {
    this.#reader = reader;
    this.onAnswer = onAnswer;
    this.onTrouble = onTrouble;
  }

  // request: { body, options, … }; the rest comes back with the answer.
  ask(request) {
    this.#next = request;
    if (!this.#running) this.#run();
  }

  // Forgets what has not been answered yet.
  drop() {
    this.#next = null;
    this.dropped = true;
  }

  async #run() {
    this.#running = true;
    while (this.#next) {
      const request = this.#next;
      this.#next = null;
      this.dropped = false;
      try {
        const answers = await this.#reader.read(request.body, request.options);
        if (!this.dropped) this.onAnswer(answers[0], request);
      } catch (error) {
        if (!this.dropped) this.onTrouble(error, request);
      }
    }
    this.#running = false;
  }
}
