/** Milliseconds for a timer. What is longer than a timer can wait (24 days) waits that long, where Node would not wait at all. */
export const timerDelay = (seconds: number): number => Math.min(seconds * 1000, 2 ** 31 - 1);
