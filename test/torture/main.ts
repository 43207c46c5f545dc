import { tableOf, torture } from "./torture.ts";

/** `npm run torture [ROUNDS] [SEED]`: every fault once in each round. The status is 1 where something did not hold. */
const rounds = Number(process.argv[2] ?? 5);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
console.log(`${rounds} rounds, seed ${seed}`);
const result = await torture(rounds, seed, undefined, (text) => console.log(text));
console.log(`\n${tableOf(result)}`);
process.exitCode = result.outcomes.some(({ violations }) => violations.length > 0) ? 1 : 0;
