/** Pictures come as their own text, styles beside the script; `esbuild.mjs` sees to both. */
declare module "*.svg" {
  const text: string;
  export default text;
}
declare module "*.css";
/** The script of the thread that lays out, bundled by itself; `esbuild.mjs` puts it in. */
declare const layoutWorkerScript: string;
