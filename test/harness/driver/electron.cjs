// @ts-check
const { existsSync } = require("node:fs");
const process = require("node:process");
const { setTimeout } = require("node:timers/promises");

/** Desktop VS Code waits for this, and closes. The driver itself runs the suite when it starts. */
exports.run = async () => {
  while (!existsSync(process.env.STEPWRIGHT_TEST_RESULTS ?? "")) await setTimeout(200);
};
