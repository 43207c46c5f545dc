/** Entry of the forked runner: one process for one run, asked for by the extension or by a program that called a pipeline. */
import { startRunner } from "./execute/runner-process.ts";

startRunner();
