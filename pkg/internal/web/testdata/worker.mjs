// The workers of a kernel in Node.js: what they are given says which they are.

import { parentPort, workerData } from "node:worker_threads";
import { serveSpawned } from "../host/spawned.js";

serveSpawned(workerData, parentPort);
