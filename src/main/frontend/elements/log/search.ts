import { plainText } from './ansi';
import type { Step } from './step';

/** A line that holds the text searched for. */
export interface Match {
  readonly step: Step;
  readonly line: number;
}

const SLICE_MS = 6;

/** Finds text in all lines, in slices so that the page stays alive, and goes on as lines arrive. */
export class Search {
  readonly matches: Match[] = [];
  readonly needle: string;
  done = false;

  private readonly scanned = new Map<Step, number>();
  private timer = 0;

  constructor(
    query: string,
    private readonly steps: readonly Step[],
    private readonly heard: () => void,
  ) {
    this.needle = query.toLowerCase();
    this.goOn();
  }

  /** Lines came. */
  goOn(): void {
    if (this.timer === 0) {
      this.timer = window.setTimeout(this.slice, 0);
    }
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.timer = -1;
  }

  private readonly slice = (): void => {
    this.timer = 0;
    const until = performance.now() + SLICE_MS;
    const before = this.matches.length;
    this.done = true;
    for (const step of this.steps) {
      let line = this.scanned.get(step) ?? 0;
      /* The last line of a running step may go on. */
      const end = step.running ? step.lines.length - 1 : step.lines.length;
      while (line < end) {
        if (plainText(step.lines[line]!).toLowerCase().includes(this.needle)) {
          this.matches.push({ step, line });
        }
        line++;
        if ((line & 0xff) === 0 && performance.now() > until) {
          this.done = false;
          break;
        }
      }
      this.scanned.set(step, line);
      if (!this.done) {
        this.goOn();
        break;
      }
    }
    if (this.matches.length !== before || this.done) {
      this.heard();
    }
  };
}
