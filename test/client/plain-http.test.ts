import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

test("pages also run where an office asks another computer by plain http: nothing that browsers keep for https", () => {
  const files = readdirSync("client", { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join("client", file));
  expect(files.length).toBeGreaterThan(100);
  const wrong = files.filter((file) =>
    /\b(crypto\.(randomUUID|subtle)|navigator\.(serviceWorker|storage))\b/.test(
      readFileSync(file, "utf8"),
    ),
  );
  expect(wrong).toEqual([]);
});
