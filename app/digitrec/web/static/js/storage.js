// Drawings and taught examples, kept in this browser alone (IndexedDB).

const NAME = "digitrec";
const STORES = ["drawings", "examples"];

export class Storage {
  #database = new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      for (const store of STORES) opening.result.createObjectStore(store, { keyPath: "id" });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });

  constructor() {
    this.#database.catch(() => {}); // each call says it
  }

  put(store, value) {
    return this.#do(store, "readwrite", (objects) => objects.put(value));
  }

  delete(store, id) {
    return this.#do(store, "readwrite", (objects) => objects.delete(id));
  }

  clear(store) {
    return this.#do(store, "readwrite", (objects) => objects.clear());
  }

  // All of a store, the oldest first.
  async all(store) {
    const found = await this.#do(store, "readonly", (objects) => objects.getAll());
    return found.sort((one, other) => one.created.localeCompare(other.created));
  }

  async #do(store, mode, call) {
    const transaction = (await this.#database).transaction(store, mode);
    const request = call(transaction.objectStore(store));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(8)); // randomUUID needs HTTPS
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
