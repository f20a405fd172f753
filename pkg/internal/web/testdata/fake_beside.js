// What makes a page live that asks for it, with a fake kernel.

import { begin } from "../live/live.js";
import { kernel } from "./fake_kernel.js";

export const run = async () => { window.here = await begin(async () => kernel); };
