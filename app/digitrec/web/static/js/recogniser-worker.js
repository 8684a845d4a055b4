// The recogniser itself, in a worker of the browser: Python compiled for it (Pyodide), NumPy,
// Pillow and the program's own wheel, all from this site. Messages are described in readers.js.

import { loadPyodide } from "../pyodide/pyodide.mjs";

const START = `
from digitrec.recognition.model import Model
from digitrec.recognition.recognizer import Recognizer
from digitrec.recognition.sealed.archive import unseal
from digitrec.resources import model_path
from digitrec.web.answering import Answering, Options

path = model_path()
answering = Answering(Recognizer(Model(path, unseal(path, weights=False))))

def answer(body, picture, digits):
    return answering.answer(bytes(body), Options(picture, digits, details=True))

answer(b'{"strokes": [[[34, 34], [54, 12], [52, 108]]]}', False, None)  # the first is slower
answer
`;

const started = start();
started.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: error.message }),
);

async function start() {
  const base = new URL("../pyodide/", import.meta.url).href;
  let done = 0;
  const step = (result) => {
    postMessage({ progress: ++done / 4 });
    return result;
  };
  const { wheel } = await (await fetch(`${base}packages.json`)).json();
  const recogniser = fetch(base + wheel).then((answer) => answer.arrayBuffer()).then(step);
  const pyodide = await loadPyodide({
    indexURL: base,
    lockFileURL: `${base}pyodide-lock.json`,
    packages: ["numpy", "pillow"],
  });
  step();
  pyodide.unpackArchive(await recogniser, "wheel");
  step();
  const answer = pyodide.runPython(START);
  step();
  return { pyodide, answer };
}

onmessage = async ({ data: { number, bytes, picture, digits } }) => {
  try {
    const { pyodide, answer } = await started;
    const body = pyodide.toPy(new Uint8Array(bytes));
    postMessage({ number, answer: answer(body, picture, digits ?? undefined) });
    body.destroy();
  } catch (error) {
    postMessage({ number, error: error.message });
  }
};
