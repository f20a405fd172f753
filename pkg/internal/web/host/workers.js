// The workers that a page starts: they have one script, and their name says which they are.

import script from "worker-script"; // worker.js and what it imports, as text

let address;

export function startWorker(name) {
  address ??= URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  return new Worker(address, { name });
}
