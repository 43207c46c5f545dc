/** The installed package that a file belongs to, by its real path: `/w/node_modules/@a/b/x/y.d.ts` → `/w/node_modules/@a/b`. */
export const packageFolder = (file: string): string | undefined =>
  /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+(?=[\\/])/.exec(file)?.[0];
