/** When the first of our modules was evaluated, as `performance.now()` says it: this one, as it is imported before all others. */
export const loadingSince = performance.now();
