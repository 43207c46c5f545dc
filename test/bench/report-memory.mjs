// Loaded before a program (`--import`): tells the process that has started it how much memory it had at most, in bytes.
process.channel?.unref();
process.once("exit", () => process.send?.(process.resourceUsage().maxRSS * 1024));
