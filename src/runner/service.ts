/** Entry of the service: the long-lived process that reads sources and stores for the extension. */
import { startService } from "./service/service-process.ts";

startService();
