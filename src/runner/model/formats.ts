/** Version of the files under `.stepwright/`; a store with a higher number is read-only to us. */
export const storeFormat = 1;
/** Version of the messages between processes; both ends must have the same. */
export const protocolVersion = 1;
/** Version of what a cache key is made of; a change makes every earlier key a miss. */
export const cacheKeyFormat = 2;
