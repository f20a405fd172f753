// The workers that a page starts: they have one script, and their name says which they are.

import script from "worker-script"; // worker.js and what it imports, as text

export { script };

export const startWorker = (name) => new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), { name });
