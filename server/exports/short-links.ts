import { createHash } from "node:crypto";
import type { Db } from "../database/open.ts";
import { problem } from "../http/problem.ts";
import { keepShortLink, readShortLink } from "./queries.ts";

/** Digits and letters that nobody takes for another: no 0 and o, 1 and l and i. 31 signs, so seven of them tell 27,500 million pages apart. */
const SIGNS = "23456789abcdefghjkmnpqrstuvwxyz";
const LENGTH = 7;
/** Pages that a code may open. */
const PAGES = ["/coverage", "/plan", "/thematic"];
const LONGEST = 2000;

/** The code of a page, the same one each time. Throws a problem 422 for an address that is none of our pages. */
export async function shortLinkOf(db: Db, path: string): Promise<string> {
  const page = ownPage(path);
  if (page === null)
    throw problem(422, "notAPage", "A short code opens pages of this service only.", "path", {
      path: path.slice(0, 200),
      pages: PAGES,
    });
  for (let attempt = 0; ; attempt++) {
    const code = codeOf(page, attempt);
    if ((await keepShortLink(db, code, page)) === page) return code;
  }
}

/** The page that a code opens. Throws a problem 404 for an unknown code. Capitals count as small letters, as people type them. */
export async function pageOfCode(db: Db, code: string): Promise<string> {
  const plain = code.toLowerCase();
  const page = isCode(plain) ? await readShortLink(db, plain) : null;
  if (page === null)
    throw problem(404, "unknownCode", "There is no page with this code.", "code", {
      code: code.slice(0, 40),
    });
  return page;
}

/** True for what could be a code. */
export const isCode = (text: string): boolean => /^[2-9a-hjkmnp-z]{7}$/.test(text);

/** The path and query of one of our pages in one form; null for anything else. */
function ownPage(path: string): string | null {
  if (!/^\/[^/\\]/.test(path) || path.length > LONGEST || /[\s\\\p{Cc}]/u.test(path)) return null;
  const base = "http://qiantu.invalid";
  const url = URL.canParse(path, base) ? new URL(path, base) : null;
  if (url === null || url.origin !== base || url.hash !== "") return null;
  const isPage = PAGES.some(
    (page) =>
      url.pathname === page ||
      (/^\/[a-z-]{1,40}$/.test(url.pathname.slice(page.length)) &&
        url.pathname.startsWith(`${page}/`)),
  );
  return isPage ? `${url.pathname}${url.search}` : null;
}

function codeOf(path: string, attempt: number): string {
  const hash = createHash("sha256").update(`${attempt} ${path}`).digest();
  let number = hash.readBigUInt64BE(0);
  let code = "";
  for (let i = 0; i < LENGTH; i++) {
    code += SIGNS[Number(number % 31n)];
    number /= 31n;
  }
  return code;
}
