/** Pictures come as their own text, styles beside the script; `esbuild.mjs` sees to both. */
declare module "*.svg" {
  const text: string;
  export default text;
}
declare module "*.css";
