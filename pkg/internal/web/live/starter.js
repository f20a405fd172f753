// Starts the kernel of a page that holds its kit, while the page is still being read: this
// stands before the kit, what makes the page live (inside.js) behind it.

import { startKernel } from "../host/tab.js";
import { held, offer } from "./inlined.js";

let progress = [0, 1];
let tell = () => {};
const onProgress = (...now) => tell(...(progress = now));
const kernel = startKernel({ files: held, aside: true, onProgress });
kernel.catch(() => {}); // who asks for it is told

// A retry would find the same.
offer((onProgress) => {
  tell = onProgress;
  tell(...progress);
  return kernel;
});
