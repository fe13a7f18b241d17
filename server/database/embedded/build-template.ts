// Builds the template data directory in a process of its own, which gives back the memory that initdb takes.
import { startEngine } from "./engine.ts";

const [clusterDir = "", bundlePath = ""] = process.argv.slice(2);
const engine = await startEngine(clusterDir, bundlePath, { isDurable: false });
await engine.run("create extension postgis");
// Spatial reference systems and the catalogue get their statistics once, here.
await engine.run("vacuum analyze");
await engine.close();
process.exit(0);
