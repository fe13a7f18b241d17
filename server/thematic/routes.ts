import express, { type Router } from "express";
import { mountOperations, type Operation } from "../http/operation.ts";
import type { PlanContext } from "../plans/context.ts";
import { MAP_OPERATIONS } from "./map-operations.ts";
import { SAVED_OPERATIONS } from "./saved-operations.ts";

/** Everything that can be asked about thematic maps and atlases. */
export const THEMATIC_OPERATIONS: readonly Operation<PlanContext>[] = [
  ...MAP_OPERATIONS,
  ...SAVED_OPERATIONS,
];

/** The addresses of thematic maps and atlases. */
export function thematicRoutes(context: PlanContext): Router {
  const router = express.Router();
  mountOperations(router, context, THEMATIC_OPERATIONS);
  return router;
}
