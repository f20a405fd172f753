// Makes a page live that holds the kernel's kit itself: starter.js starts it.

import { offered } from "./inlined.js";
import { begin } from "./live.js";

begin(async (onProgress) => (await offered())(onProgress));
