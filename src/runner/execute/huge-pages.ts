/**
 * Asks glibc for pages of 2 MB where a process wants much memory at once. To get a large array into fresh memory then takes half the
 * processor time: most of it went into pages of 4 kB. Only a process that starts reads the wish; other C libraries pass over it.
 */
const variable = "GLIBC_TUNABLES";
const wish = "glibc.malloc.hugetlb=1";

/** The environment of a process that may hold large values. What a person has set themselves stays. */
export const withHugePages = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  process.platform !== "linux" || variable in environment ? environment : { ...environment, [variable]: wish };

/** For that process, before it loads anybody's code: its own children, and what looks at variables, are to find what the person has. */
export const forgetHugePages = (): void => {
  if (process.env[variable] === wish) Reflect.deleteProperty(process.env, variable);
};
