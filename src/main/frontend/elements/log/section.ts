import { ABOVE, BELOW, LINE, tailRows, type Layout } from './layout';
import { isGroup, type Entry } from './model';
import { drawHead, drawLine, drawTime, drawTransfer } from './rows';

/** The lines of a section that are to be in the page. */
export interface Window {
  /** Pixels of the section that stand above its part in the page. */
  readonly cut: number;
  readonly first: number;
  readonly last: number;
  /** Where the first line begins, from the first line of the step. */
  readonly firstTop: number;
  readonly needle: string;
  /** The line that the search stands on, or -1. */
  readonly current: number;
}

/** One entry of the log in the page: its header, and the part of its output that is in sight. */
export class Section {
  readonly element = document.createElement('section');
  readonly button = document.createElement('button');

  private readonly head = document.createElement('div');
  private readonly goto = document.createElement('button');
  private readonly output = document.createElement('div');
  private readonly rows = new Map<number, HTMLElement>();
  private readonly texts = new WeakMap<HTMLElement, string>();
  private readonly tail: HTMLElement[] = [];
  private time?: HTMLElement;
  private drawn = '';

  constructor(
    private entry: Entry,
    toggle: (entry: Entry) => void,
    goTo: (line: number) => void,
  ) {
    this.head.className = 'loghead';
    this.button.type = 'button';
    this.button.addEventListener('click', () => toggle(this.entry));
    this.goto.type = 'button';
    this.goto.className = 'logline-ref loggoto';
    this.goto.addEventListener('click', () => {
      if (!isGroup(this.entry) && this.entry.line) {
        goTo(this.entry.line);
      }
    });
    this.head.append(this.button, this.goto);
    this.output.className = 'logout';
    this.element.append(this.head);
  }

  /** Draws the header, where it changed; the time of a running step always. */
  showHead(entry: Entry, now: number): void {
    this.entry = entry;
    const state = isGroup(entry)
      ? `${entry.detail} ${entry.open} ${entry.steps.map((step) => step.mark).join()}`
      : `${entry.revision} ${entry.open} ${entry.mark}`;
    if (state !== this.drawn || !this.time) {
      this.drawn = state;
      this.time = drawHead(this.button, entry, now);
      const line = isGroup(entry) ? undefined : entry.line;
      this.goto.hidden = line === undefined;
      this.goto.textContent = `L${line}`;
      this.goto.setAttribute('aria-label', `Line ${line} of the Dockerfile`);
    } else if (isGroup(entry) || entry.running) {
      drawTime(this.time, entry, now);
    }
  }

  /** Draws the lines of a window; answers rows that are new and may have another height than thought. */
  showLines(layout: Layout, window: Window): Map<number, HTMLElement> {
    const fresh = new Map<number, HTMLElement>();
    const step = this.entry;
    if (isGroup(step) || layout.bodyHeight(step) === 0) {
      this.output.remove();
      this.rows.clear();
      this.output.replaceChildren();
      return fresh;
    }
    if (!this.output.isConnected) {
      this.element.append(this.output);
    }
    this.output.classList.toggle('nowrap', layout.columns === 0);
    for (const [line, row] of this.rows) {
      if (line < window.first || line > window.last) {
        row.remove();
        this.rows.delete(line);
      }
    }
    let before: Element | null = this.output.firstElementChild;
    for (let line = window.first; line <= window.last; line++) {
      let row = this.rows.get(line);
      const state = `${step.lines[line]}\0${window.needle}\0${step.mark === 'fail'}`;
      if (!row) {
        row = document.createElement('div');
        this.rows.set(line, row);
      }
      if (this.texts.get(row) !== state) {
        drawLine(row, step, line, window.needle);
        this.texts.set(row, state);
        if (layout.columns > 0 && (step.lines[line]!.length > layout.columns || step.measured.has(line))) {
          fresh.set(line, row);
        }
      }
      row.classList.toggle('now', line === window.current);
      if (row === before) {
        before = row.nextElementSibling;
      } else {
        this.output.insertBefore(row, before);
      }
    }
    this.showTail();
    const linesHeight = layout.linesHeight(step);
    const lastEnd = window.last < 0 ? 0 : window.last === step.lines.length - 1 ? linesHeight : layout.lineTop(step, window.last + 1);
    this.output.style.paddingTop = `${ABOVE - 1 + Math.max(0, window.firstTop - window.cut)}px`;
    this.output.style.paddingBottom = `${BELOW - 1 + Math.max(0, Math.min(linesHeight - lastEnd, 4000))}px`;
    return fresh;
  }

  private showTail(): void {
    const step = this.entry;
    const transfers = isGroup(step) ? [] : [...step.transfers.values()].slice(-tailRows(step) || Infinity);
    const wanted = isGroup(step) ? 0 : tailRows(step);
    while (this.tail.length > wanted) {
      this.tail.pop()?.remove();
    }
    while (this.tail.length < wanted) {
      const row = document.createElement('div');
      row.style.height = `${LINE}px`;
      this.tail.push(row);
    }
    this.tail.forEach((row, index) => {
      drawTransfer(row, transfers[index]!);
      this.output.append(row);
    });
  }
}
