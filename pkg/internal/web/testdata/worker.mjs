// The workers of a kernel in Node.js: their name says which they are.

import { parentPort, workerData } from "node:worker_threads";
import { serve } from "../host/program.js";
import { serveTools } from "../host/tools.js";

if (workerData === "tools") serveTools(parentPort);
else serve(parentPort);
