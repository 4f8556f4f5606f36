import { plainText } from './ansi';
import { isGroup, type Entry } from './model';
import { BLOCK, type Step } from './step';

export const HEAD = 28;
export const LINE = 18;
/** Border and padding over and under a step's output. */
export const ABOVE = 5;
export const BELOW = 7;
/** Characters of one line that are drawn; the download has the rest. */
export const LONGEST = 8_000;

const TAIL_ROWS = 4;

/** Where each row of the log stands, in pixels from the top, without drawing any. */
export class Layout {
  entries: readonly Entry[] = [];
  total = 0;
  /** Characters per row of text; 0 when lines are not wrapped. */
  columns = 0;

  private tops: number[] = [];

  /** Counts anew; cheap as long as only a few blocks of lines changed. */
  rebuild(entries: readonly Entry[]): void {
    this.entries = entries;
    this.tops = [];
    let y = 0;
    for (const entry of entries) {
      this.tops.push(y);
      y += this.heightOf(entry);
    }
    this.total = y;
  }

  top(index: number): number {
    return this.tops[index] ?? this.total;
  }

  /** Index of the entry at this height; the last one when it is below all. */
  at(y: number): number {
    let low = 0;
    let high = this.tops.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle]! <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return Math.max(0, low);
  }

  indexOf(step: Step): number {
    return this.entries.indexOf(step);
  }

  heightOf(entry: Entry): number {
    return HEAD + (isGroup(entry) ? 0 : this.bodyHeight(entry));
  }

  /** Height of an open step's output with its borders; 0 when it is folded or has none. */
  bodyHeight(step: Step): number {
    const content = step.open ? this.linesHeight(step) + tailRows(step) * LINE : 0;
    return content > 0 ? ABOVE + content + BELOW : 0;
  }

  linesHeight(step: Step): number {
    this.index(step);
    let sum = 0;
    for (const block of step.blocks) {
      sum += block;
    }
    return sum;
  }

  /** Where a line begins, from the step's first line. */
  lineTop(step: Step, line: number): number {
    this.index(step);
    const block = Math.floor(line / BLOCK);
    let y = 0;
    for (let i = 0; i < block; i++) {
      y += step.blocks[i] ?? 0;
    }
    for (let i = block * BLOCK; i < line; i++) {
      y += this.lineHeight(step, i);
    }
    return y;
  }

  /** The line at this height from the step's first line, and where it begins. */
  lineAt(step: Step, y: number): { line: number; top: number } {
    this.index(step);
    let top = 0;
    let block = 0;
    while (block < step.blocks.length - 1 && top + step.blocks[block]! <= y) {
      top += step.blocks[block]!;
      block++;
    }
    let line = block * BLOCK;
    while (line < step.lines.length - 1 && top + this.lineHeight(step, line) <= y) {
      top += this.lineHeight(step, line);
      line++;
    }
    return { line, top };
  }

  /** A row turned out to have another height than was thought; answers whether that changes anything. */
  correct(step: Step, line: number, height: number): boolean {
    const difference = height - this.lineHeight(step, line);
    if (Math.abs(difference) < 0.5) {
      return false;
    }
    step.measured.set(line, height);
    const block = Math.floor(line / BLOCK);
    if (block < step.blocks.length) {
      step.blocks[block]! += difference;
    }
    return true;
  }

  /** The width changed: every height is a guess again. */
  forget(steps: readonly Step[]): void {
    for (const step of steps) {
      step.blocks.length = 0;
      step.measured.clear();
    }
  }

  lineHeight(step: Step, line: number): number {
    const text = step.lines[line]!;
    if (this.columns === 0 || (text.length <= this.columns && step.measured.size === 0)) {
      return LINE;
    }
    const known = step.measured.get(line);
    if (known !== undefined) {
      return known;
    }
    if (text.length <= this.columns) {
      return LINE;
    }
    const shown = Math.min(LONGEST, text.length > LONGEST * 2 ? LONGEST : plainText(text).length);
    return Math.max(1, Math.ceil(shown / this.columns)) * LINE;
  }

  private index(step: Step): void {
    const blocks = Math.ceil(step.lines.length / BLOCK);
    for (let block = step.blocks.length; block < blocks; block++) {
      const end = Math.min(step.lines.length, (block + 1) * BLOCK);
      let height = 0;
      for (let line = block * BLOCK; line < end; line++) {
        height += this.lineHeight(step, line);
      }
      step.blocks.push(height);
    }
  }
}

/** Rows for transfers that go on, under the output. */
export function tailRows(step: Step): number {
  return step.running ? Math.min(TAIL_ROWS, step.transfers.size) : 0;
}
