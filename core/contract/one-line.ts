import { z } from "zod";

/** A name or a person as somebody writes it: without blanks around it, and without control characters, which no list, page or command shows. */
export const oneLine = (most: number): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u, "text in one line");
