/** Codes are stored in a byte. */
const MOST_WORDS = 256;

/** Words by code, as columns hold classes and surfaces: 0 is "" = not recorded. Grows by the words it is asked for. */
export class WordList {
  readonly words: string[];
  readonly #codes: Map<string, number>;

  constructor(words: readonly string[]) {
    this.words = [...words];
    this.#codes = new Map(words.map((word, code) => [word, code]));
  }

  /** The code of a word, which is added where it is new. Throws a RangeError above 256 words. */
  codeOf(word: string | null | undefined): number {
    const known = this.#codes.get(word ?? "");
    if (known !== undefined) return known;
    if (this.words.length >= MOST_WORDS) throw new RangeError(`more than ${MOST_WORDS} words`);
    this.#codes.set(word!, this.words.length);
    return this.words.push(word!) - 1;
  }
}
