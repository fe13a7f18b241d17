// Builds the template data directory in a thread of its own: initdb and PostGIS take seconds in which the process should stay awake.
import { workerData } from "node:worker_threads";
import { startEngine } from "./engine.ts";

const { clusterDir, bundlePath } = workerData as { clusterDir: string; bundlePath: string };
const engine = await startEngine(clusterDir, bundlePath);
await engine.run("create extension postgis");
// Spatial reference systems and the catalogue get their statistics once, here.
await engine.run("vacuum analyze");
await engine.close();
process.exit(0);
