// The end of a live page with a fake kernel.

import { offered } from "../live/inlined.js";
import { begin } from "../live/live.js";
import { kernel } from "./fake_kernel.js";

begin(async (tell) => {
  tell(1, 2);
  window.unpacked = Array.from(await offered());
  tell(2, 2);
  return kernel;
}).then((lesson) => { window.here = lesson; });
