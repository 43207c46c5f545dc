/** Entry of a step worker: forked by the coordinator, never started by hand. */
import { startWorker } from "./execute/worker/main.ts";

startWorker();
