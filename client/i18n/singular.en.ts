/**
 * English texts of one thing, beside those of several: a page that gives `count` is answered with the text of the same name and `_one`
 * where the count is 1. Chinese has no such forms.
 */
export const englishSingular = {
  counted: {
    naturalVillage_one: "natural village",
    administrativeVillage_one: "administrative village",
    township_one: "township",
    households_one: "household",
    persons_one: "person",
  },
  atlas: { pages_one: "{{n}} page" },
  progress: {
    lastReturn_one: "{{n}} return, of {{period}}",
    housesDown_one: "{{n}} old house taken down",
    short_one: "{{n}} person short of the year's plan",
    rows_one: "{{n}} row",
    drafts_one: "{{n}} row unsaved",
    waiting_one: "{{n}} row of {{period}} waits to be saved in",
    unread_one: "{{n}} pasted cell could not be read and changed nothing",
  },
};
