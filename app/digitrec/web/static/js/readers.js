// The two ways to read: by the server that the page comes from, or in a worker of this browser.
// Both have `ready`, a promise, and `read(body, options)`, which gives the objects of the answer.
//   body: a text of ink lines, or a Blob with a picture
//   options: { picture: false, digits: null }

export class ReaderError extends Error {}

export class ServerReader {
  ready = Promise.resolve();

  async read(body, { picture = false, digits = null } = {}) {
    const type = picture ? body.type || "image/png" : "application/x-ndjson";
    const address = `v1/read?details=1${digits ? `&digits=${digits}` : ""}`;
    let response;
    try {
      response = await fetch(address, { method: "POST", headers: { "Content-Type": type }, body });
    } catch {
      throw new ReaderError("NO_ANSWER");
    }
    if (!response.ok) {
      const refusal = await response.json().catch(() => ({}));
      throw new ReaderError(refusal.error ?? String(response.status));
    }
    return parseLines(await response.text());
  }
}

export class WorkerReader {
  #worker = new Worker("js/recogniser-worker.js", { type: "module" });
  #waiting = new Map();
  #number = 0;

  constructor(onProgress = () => {}) {
    this.ready = new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) => {
        if (data.progress !== undefined) onProgress(data.progress);
        else if (data.ready) resolve();
        else if (data.failed) reject(new ReaderError(data.failed));
        else this.#answered(data);
      };
      this.#worker.onerror = (event) => reject(new ReaderError(event.message || "worker"));
    });
  }

  async read(body, { picture = false, digits = null } = {}) {
    await this.ready;
    const bytes = picture ? await body.arrayBuffer() : new TextEncoder().encode(body).buffer;
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#waiting.set(number, { resolve, reject });
      this.#worker.postMessage({ number, bytes, picture, digits }, [bytes]);
    });
  }

  #answered({ number, answer, error }) {
    const { resolve, reject } = this.#waiting.get(number);
    this.#waiting.delete(number);
    if (error) reject(new ReaderError(error));
    else resolve(parseLines(answer));
  }
}

function parseLines(text) {
  return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}
