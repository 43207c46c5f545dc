/** What the event loop of the extension host went through, in milliseconds. */
export interface LoopDelays {
  /** The longest time in which no timer had its turn. On a busy machine most of it may have gone to other programs. */
  readonly stoodStill: number;
  /** The longest time in which the host's own thread worked without a turn for anybody; undefined where Node cannot tell. */
  readonly worked: number | undefined;
}

/** Watches the event loop until it is asked what it saw. */
export const watchLoop = (): (() => LoopDelays) => {
  const cpu = (): number | undefined => {
    // Older hosts do not have it, whatever the types say.
    if (!("threadCpuUsage" in process)) return undefined;
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1000;
  };
  let at = performance.now();
  let used = cpu();
  let stoodStill = 0;
  let worked = used === undefined ? undefined : 0;
  const look = (): void => {
    const now = performance.now();
    const usedNow = cpu();
    stoodStill = Math.max(stoodStill, now - at);
    if (worked !== undefined && usedNow !== undefined && used !== undefined) worked = Math.max(worked, usedNow - used);
    at = now;
    used = usedNow;
  };
  const timer = setInterval(look, 5);
  return () => {
    clearInterval(timer);
    look();
    return { stoodStill, worked };
  };
};
