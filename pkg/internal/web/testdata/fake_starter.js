// What stands before the kit of a live page with a fake kernel.

import { bytesOf } from "../../../explorer/bundle/text.js";
import { held, offer } from "../live/inlined.js";

offer(held("all.gz").then(bytesOf));
