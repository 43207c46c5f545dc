/**
 * The only module that imports the compiler, so that another one (a native API, another parser) can take its place here.
 * It costs a few hundred milliseconds to load: import it in the analyzer thread, never where a prepared result may be enough.
 */
import ts from "typescript";

export default ts;
export { ts };
