// The worker of a cell's program in Node.js.

import { parentPort } from "node:worker_threads";
import { serve } from "../host/program.js";

serve(parentPort);
