import { ApiError } from "../api.ts";
import type { AnAtlas } from "./atlas-page.tsx";
import { applyEdit, type PageEdit } from "./page-edits.ts";

/** The page that somebody meant has been taken out of the atlas by somebody else. */
export class PageGone extends Error {}

/** How an atlas is read and its pages are written; the writing throws an ApiError 412 on a version that is not the last. */
export interface AtlasDesk {
  read: (id: string) => Promise<AnAtlas>;
  write: (atlas: AnAtlas, pages: string[]) => Promise<AnAtlas>;
}

/**
 * Does an edit on the pages of an atlas and gives the atlas as it is then, with the place of the page in it, counted from 0. Where somebody
 * else changed the atlas meanwhile, it is read again and the same is done once more. Throws `PageGone` where the page is no longer there.
 */
export async function changePages(
  atlas: AnAtlas,
  edit: PageEdit,
  desk: AtlasDesk,
): Promise<{ atlas: AnAtlas; at: number }> {
  try {
    return await changeOn(atlas, edit, desk);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 412)) throw error;
    return changeOn(await desk.read(atlas.id), edit, desk);
  }
}

async function changeOn(
  atlas: AnAtlas,
  edit: PageEdit,
  desk: AtlasDesk,
): Promise<{ atlas: AnAtlas; at: number }> {
  const changed = applyEdit(
    atlas.pages.map(({ id }) => id),
    edit,
  );
  if (changed === null) throw new PageGone();
  return { atlas: await desk.write(atlas, changed.ids), at: changed.at };
}
