/** Where the letters of a query stand in a label, and how good a find that is. */
export interface Rank {
  readonly score: number;
  /** Indexes of matched characters. */
  readonly hits: readonly number[];
}

/** Letters in order, with whole words first and early places before late ones; undefined when they are not all there. */
export function rank(label: string, query: string): Rank | undefined {
  const low = label.toLowerCase();
  const needle = query.toLowerCase().trim();
  if (needle === '') {
    return { score: 0, hits: [] };
  }
  const whole = low.indexOf(needle);
  if (whole >= 0) {
    const begins = whole === 0 || /[^a-z0-9]/.test(low[whole - 1]!);
    return { score: 1000 - whole + (begins ? 500 : 0), hits: Array.from(needle, (_, index) => whole + index) };
  }
  const hits: number[] = [];
  let from = 0;
  for (const letter of needle.replace(/\s+/g, '')) {
    const at = low.indexOf(letter, from);
    if (at < 0) {
      return undefined;
    }
    hits.push(at);
    from = at + 1;
  }
  return { score: 300 - (hits.at(-1)! - hits[0]!) - hits[0]!, hits };
}
