// Makes a page live whose kernel's kit lies beside this script.

import { startKernel } from "../host/tab.js";
import { begin } from "./live.js";

export const run = () => begin((onProgress) => startKernel({ files: (name) => fetch(new URL(name, import.meta.url)), onProgress }));
