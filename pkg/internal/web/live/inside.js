// Makes a page live that holds the kernel's kit itself.

import { startKernel } from "../host/tab.js";
import { unpacked } from "./inlined.js";
import { begin } from "./live.js";

begin((onProgress) => startKernel({ files: unpacked, onProgress }));
