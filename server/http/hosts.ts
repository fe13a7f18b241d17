import { isIP } from "node:net";
import { problem, type HttpProblem } from "./problem.ts";

/**
 * What is wrong with the Host of a request, or null. A page of another site can give its own name the address of this machine (DNS
 * rebinding), and its scripts would then read and write here as pages of ours; so only names that are known are answered: localhost, any
 * address in numbers (which no page can claim), and `names`. "*" among these takes every name. Programs may leave the Host out.
 */
export function refuseHost(host: string | undefined, names: readonly string[]): HttpProblem | null {
  if (host === undefined || names.includes("*")) return null;
  const name = nameOf(host);
  if (name === "localhost" || isIP(name) !== 0 || names.includes(name)) return null;
  return problem(
    421,
    "unknownHost",
    "This server does not go by this name. If it should, start it with QIANTU_HOSTS set to the name.",
    "Host",
    { host: name.slice(0, 100) },
  );
}

/** The name without port, brackets and a dot at its end. */
function nameOf(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(host);
  if (bracketed) return bracketed[1]!.toLowerCase();
  return host.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
}

/** Names from a setting: "maps.example.cn, qiantu". */
export function readHosts(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((each) => nameOf(each.trim()))
    .filter((each) => each !== "");
}
