import type { BuildEvent, BuildProgress, BuildStatus, LogEvent, LogFrame } from './log/events';
import { ABOVE, HEAD, Layout } from './log/layout';
import { isGroup, LogModel, type Entry } from './log/model';
import { Search, type Match } from './log/search';
import { Section } from './log/section';
import { LogSocket } from './log/socket';
import type { Step } from './log/step';

/** Taller pages than this are drawn wrongly by some browsers: beyond it, scrolling is scaled. */
const TALLEST = 15_000_000;
/** Drawn above and below what is in sight. */
const MARGIN = 600;
/** Least time between two drawings while lines pour in. */
const FLOOD_MS = 120;

/** A row and where it stands, to come back to when heights change. */
interface Anchor {
  readonly key: Step | string;
  /** Line of the step, or -1 for its header. */
  readonly line: number;
  /** From the row's top to the top of what is in sight. */
  readonly delta: number;
}

/** What the tools above the log show; sent as detail of `log-state`. */
export interface LogState {
  readonly follow: boolean;
  readonly wrap: boolean;
  readonly live: boolean;
  readonly folded: boolean;
  readonly query: string;
  readonly matches: number;
  readonly current: number;
  readonly searching: boolean;
  readonly download: string;
}

/**
 * A build's log as a virtual list. Events arrive on its own socket and are kept as text; only the rows in sight are in the page, so that a million lines cost
 * memory but no time. Sends `step`, `build-progress`, `build-state`, `line` and `warning`.
 */
class SlipLog extends HTMLElement {
  /** Where the whole log can be downloaded. */
  download = '';

  private readonly notice = document.createElement('div');
  private readonly scroller = document.createElement('div');
  private readonly height = document.createElement('div');
  private readonly waiting = document.createElement('p');
  private readonly said = document.createElement('span');
  private readonly alarm = document.createElement('span');

  private model = new LogModel();
  private readonly layout = new Layout();
  private readonly sections = new Map<Step | string, Section>();
  private socket?: LogSocket;
  private path = '';
  private search?: Search;
  private found = -1;
  private following = true;
  private wrapping = true;
  private moved = true;
  private frame = 0;
  private scrollAt = 0;
  private y = 0;
  /* The row that a jump went to; it stays in its place while the heights around it are found out. */
  private pin?: Anchor;
  private room = 0;
  private charWidth = 7.2;
  private ticking = 0;
  private settling = 0;
  private soon = 0;
  private drawnAt = 0;
  private drawnLines = 0;
  private spokenAt = 0;
  private told = '';
  private readonly resized = new ResizeObserver(() => this.measure());

  connectedCallback(): void {
    if (!this.scroller.isConnected) {
      this.build();
    }
    this.resized.observe(this.scroller);
    this.ticking = window.setInterval(() => this.tick(), 100);
    if (this.path && !this.socket && !this.model.ended) {
      this.connect();
    }
    this.schedule(true);
  }

  disconnectedCallback(): void {
    this.resized.disconnect();
    window.clearInterval(this.ticking);
    this.socket?.close();
    this.socket = undefined;
  }

  /** Path of the log's socket; another one begins another log, an empty one ends it. */
  set source(path: string) {
    if (path === this.path) {
      return;
    }
    this.path = path;
    this.socket?.close();
    this.socket = undefined;
    this.search?.stop();
    this.search = undefined;
    this.found = -1;
    this.model = new LogModel();
    this.told = '';
    for (const section of this.sections.values()) {
      section.element.remove();
    }
    this.sections.clear();
    this.notice.hidden = true;
    this.following = true;
    this.y = 0;
    if (path && this.isConnected) {
      this.connect();
    }
    this.schedule(true);
    this.tellState();
  }

  get source(): string {
    return this.path;
  }

  get state(): LogState {
    return {
      follow: this.following,
      wrap: this.wrapping,
      live: !this.model.ended,
      folded: !this.model.steps.some((step) => step.open),
      query: this.search?.needle ?? '',
      matches: this.search?.matches.length ?? 0,
      current: this.found,
      searching: this.search !== undefined && !this.search.done,
      download: this.download,
    };
  }

  /** All steps seen so far, for the notes beside the code. */
  get steps(): readonly Step[] {
    return this.model.steps;
  }

  get status(): BuildStatus {
    return this.model.status;
  }

  /** The server's time, for steps that run. */
  now(): number {
    return this.model.now();
  }

  set follow(on: boolean) {
    this.following = on;
    this.schedule(false);
    this.tellState();
  }

  set wrap(on: boolean) {
    this.wrapping = on;
    this.measure();
    this.tellState();
  }

  /** Folds all steps, or opens all when all are folded. */
  foldAll(): void {
    const open = this.state.folded;
    for (const step of this.model.steps) {
      step.open = open;
      step.chosen = true;
    }
    this.follow = false;
    this.schedule(true);
  }

  /** Opens a step and puts the keyboard on it. */
  showStep(number: number): void {
    const step = this.model.find(number);
    if (step) {
      step.open = true;
      step.chosen = true;
      this.following = false;
      this.reveal(step);
      this.focusHead(step);
    }
  }

  /** Searches all lines; an empty query ends the search. */
  searchFor(query: string): void {
    this.search?.stop();
    this.found = -1;
    this.search = query.trim() === '' ? undefined : new Search(query, this.model.steps, () => this.onFound());
    this.schedule(false);
    this.tellState();
  }

  /** Goes to the next match, or with -1 to the one before. */
  goToMatch(direction: 1 | -1): void {
    const matches = this.search?.matches ?? [];
    if (matches.length > 0) {
      this.found = (this.found + direction + matches.length) % matches.length;
      this.revealMatch(matches[this.found]!);
      this.tellState();
    }
  }

  private build(): void {
    this.classList.add('logpane');
    this.notice.className = 'loglost';
    this.notice.hidden = true;
    this.notice.setAttribute('role', 'status');
    this.scroller.className = 'log';
    this.scroller.tabIndex = 0;
    this.scroller.dataset.start = '';
    this.scroller.setAttribute('role', 'region');
    this.scroller.setAttribute('aria-label', 'Build log');
    this.height.className = 'logheight';
    this.waiting.className = 'logwait t3';
    this.said.className = 'sr';
    this.said.setAttribute('aria-live', 'polite');
    this.alarm.className = 'sr';
    this.alarm.setAttribute('aria-live', 'assertive');
    this.scroller.append(this.height, this.waiting);
    this.append(this.notice, this.scroller, this.said, this.alarm);
    this.scroller.addEventListener('scroll', this.onScroll, { passive: true });
    this.addEventListener('keydown', this.onKey);
  }

  private connect(): void {
    const model = this.model;
    const mine = (act: () => void): void => {
      if (this.model === model) {
        act();
      }
    };
    this.socket = new LogSocket(this.path, () => model.next, {
      frame: (frame) => mine(() => this.onFrame(frame)),
      connected: () => mine(() => (this.notice.hidden = true)),
      lost: (seconds) =>
        mine(() => {
          this.showNotice(`Connection lost, trying again in ${seconds} s. The build goes on.`);
        }),
      ended: () => mine(() => (this.notice.hidden = true)),
      refused: (sentence) => mine(() => this.showNotice(sentence)),
    });
  }

  private showNotice(sentence: string): void {
    this.notice.textContent = sentence;
    this.notice.hidden = false;
  }

  private onFrame(frame: LogFrame): void {
    this.model.apply(frame, (event) => this.hear(event));
    this.search?.goOn();
    this.scheduleSoon();
    this.settle();
  }

  private hear(event: LogEvent): void {
    if (event.type === 'step' || event.type === 'warning') {
      this.dispatchEvent(new CustomEvent(event.type, { detail: event }));
    } else if (event.type === 'build') {
      this.onBuildEnd(event);
    }
  }

  private onBuildEnd({ status }: BuildEvent): void {
    if (!this.model.ended) {
      return;
    }
    this.dispatchEvent(new CustomEvent('build-state', { detail: { status } }));
    const failed = this.model.steps.find((step) => step.mark === 'fail');
    if (status === 'failed') {
      this.alarm.textContent = failed ? `Build failed at ${failed.name.verb} ${failed.name.rest}` : 'Build failed';
    } else {
      this.said.textContent = `Build ${status}`;
    }
    this.tellState();
  }

  /* Everything that need not happen per frame: progress, what is spoken. It also runs in a hidden tab. */
  private settle(): void {
    if (this.settling) {
      return;
    }
    this.settling = window.setTimeout(() => {
      this.settling = 0;
      const progress = this.model.progress();
      const told = `${progress.done}/${progress.total} ${progress.mark}`;
      if (told !== this.told) {
        this.told = told;
        this.dispatchEvent(new CustomEvent<BuildProgress>('build-progress', { detail: progress }));
        this.speak(progress);
      }
    }, 250);
  }

  private speak({ done, total }: BuildProgress): void {
    if (!this.model.ended && done > 0 && Date.now() - this.spokenAt > 10_000) {
      this.spokenAt = Date.now();
      this.said.textContent = `Step ${done} of ${total} done`;
    }
  }

  private tellState(): void {
    this.dispatchEvent(new CustomEvent<LogState>('log-state', { detail: this.state }));
  }

  private onFound(): void {
    const matches = this.search?.matches ?? [];
    if (this.found < 0 && matches.length > 0) {
      this.found = 0;
      this.revealMatch(matches[0]!);
    }
    this.tellState();
  }

  private revealMatch({ step, line }: Match): void {
    step.open = true;
    step.chosen = true;
    this.following = false;
    this.reveal(step, line);
  }

  /* Scrolls so that a step, or a line of it, is in sight. */
  private reveal(step: Step, line = -1): void {
    if (!this.layout.entries.includes(step)) {
      const group = this.model.entries().find((entry) => isGroup(entry) && entry.steps.includes(step));
      if (group && isGroup(group)) {
        this.model.setOpen(group.id, true);
      }
    }
    this.layout.rebuild(this.model.entries());
    const top = this.layout.top(this.layout.indexOf(step));
    const target = line < 0 ? top : top + HEAD + ABOVE + this.layout.lineTop(step, line);
    const above = line < 0 ? 0 : HEAD * 2;
    if (target - above < this.y || target + HEAD * 2 > this.y + this.room) {
      this.scrollTo_(target - (line < 0 ? HEAD : this.room / 3));
    }
    this.pin = { key: step, line, delta: this.y - target };
    this.schedule(true);
  }

  private focusHead(step: Step): void {
    this.render();
    this.sections.get(step)?.button.focus({ preventScroll: true });
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) {
      return;
    }
    const act = this.actOf(event.key);
    if (act) {
      event.preventDefault();
      act();
    }
  };

  private actOf(key: string): (() => void) | undefined {
    switch (key) {
      case '/':
        return () => this.dispatchEvent(new CustomEvent('log-search'));
      case '[':
        return () => this.step(-1);
      case ']':
        return () => this.step(1);
      case 'Home':
        return () => {
          this.follow = false;
          this.scrollTo_(0);
        };
      case 'End':
        return () => {
          this.follow = true;
          this.scrollTo_(this.layout.total);
        };
      default:
        return undefined;
    }
  }

  /* Moves the keyboard to the header before or after the one it is on, or the one in sight. */
  private step(direction: 1 | -1): void {
    const entries = this.layout.entries;
    const focused = entries.findIndex((entry) => this.sections.get(keyOf(entry))?.button === document.activeElement);
    const from = focused >= 0 ? focused : this.layout.at(this.y) - (direction === 1 ? 1 : 0);
    const to = Math.min(entries.length - 1, Math.max(0, from + direction));
    const entry = entries[to];
    if (entry) {
      this.following = false;
      const top = this.layout.top(to);
      if (top < this.y + HEAD || top + HEAD * 2 > this.y + this.room) {
        this.scrollTo_(top - HEAD * 2);
      }
      this.render();
      this.sections.get(keyOf(entry))?.button.focus({ preventScroll: true });
      this.tellState();
    }
  }

  private toggle(entry: Entry): void {
    const index = this.layout.entries.indexOf(entry);
    const onScreen = Math.max(0, this.layout.top(index) - this.y);
    if (isGroup(entry)) {
      this.model.setOpen(entry.id, !entry.open);
    } else {
      entry.open = !entry.open;
      entry.chosen = true;
      entry.revision++;
    }
    if (isGroup(entry) || !entry.running) {
      this.following = false;
    }
    this.layout.rebuild(this.model.entries());
    const now = this.layout.entries.findIndex((other) => keyOf(other) === keyOf(entry));
    this.scrollTo_(this.layout.top(now) - onScreen);
    this.schedule(true);
    this.tellState();
  }

  private readonly onScroll = (): void => {
    const at = this.scroller.scrollTop;
    const by = at - this.scrollAt;
    if (Math.abs(by) < 1) {
      return;
    }
    this.scrollAt = at;
    this.y = this.toY(at);
    this.pin = undefined;
    if (by < 0 && this.following) {
      this.follow = false;
    } else if (by > 0 && !this.following && !this.model.ended && this.y >= this.layout.total - this.room - 2) {
      this.follow = true;
    }
    this.schedule(false);
  };

  private measure(): void {
    const room = this.scroller.clientHeight;
    const ruler = document.createElement('div');
    ruler.className = 'logout logruler';
    ruler.textContent = '0'.repeat(100);
    this.scroller.append(ruler);
    this.charWidth = ruler.getBoundingClientRect().width / 100 || this.charWidth;
    ruler.remove();
    const numbers = window.matchMedia('(max-width: 720px)').matches ? 28 + 8 : 48 + 12;
    const columns = this.wrapping ? Math.max(10, Math.floor((this.scroller.clientWidth - numbers - 12) / this.charWidth)) : 0;
    if (columns !== this.layout.columns) {
      this.layout.columns = columns;
      this.layout.forget(this.model.steps);
    }
    this.room = room;
    this.schedule(true);
  }

  private tick(): void {
    if (!this.model.ended && this.model.steps.some((step) => step.running)) {
      this.schedule(false);
    }
  }

  /* Nobody reads 500 lines in a frame: under a flood the machine's time goes to taking lines in, not to drawing each of them. */
  private scheduleSoon(): void {
    this.moved = true;
    const wait = this.model.lines - this.drawnLines > 200 ? this.drawnAt + FLOOD_MS - performance.now() : 0;
    if (wait <= 0) {
      this.schedule(true);
    } else if (this.soon === 0) {
      this.soon = window.setTimeout(() => {
        this.soon = 0;
        this.schedule(true);
      }, wait);
    }
  }

  private schedule(moved: boolean): void {
    this.moved ||= moved;
    if (!this.frame && this.isConnected) {
      this.frame = requestAnimationFrame(() => {
        this.frame = 0;
        this.render();
      });
    }
  }

  private render(): void {
    this.drawnAt = performance.now();
    this.drawnLines = this.model.lines;
    if (this.moved) {
      this.moved = false;
      this.keepPlace();
    }
    if (this.following) {
      this.chase();
      if (this.model.ended) {
        this.follow = false;
      }
    }
    const height = Math.min(this.layout.total, TALLEST);
    if (this.height.style.height !== `${height}px`) {
      this.height.style.height = `${height}px`;
    }
    this.place();
    this.draw();
    this.waiting.hidden = this.path === '' || this.model.steps.length > 0 || this.model.ended;
    this.waiting.textContent = 'Waiting for the build to begin.';
  }

  /* Counts the layout anew and stays at the row that was on top. */
  private keepPlace(): void {
    const anchor = this.anchor();
    this.layout.rebuild(this.model.entries());
    if (anchor && !this.following) {
      this.comeBack(anchor);
    }
  }

  private anchor(): Anchor | undefined {
    if (this.pin) {
      return this.pin;
    }
    const index = this.layout.at(this.y);
    const entry = this.layout.entries[index];
    if (!entry) {
      return undefined;
    }
    const within = this.y - this.layout.top(index);
    if (isGroup(entry) || !entry.open || entry.lines.length === 0 || within < HEAD) {
      return { key: keyOf(entry), line: -1, delta: within };
    }
    const { line, top } = this.layout.lineAt(entry, within - HEAD - ABOVE);
    return { key: entry, line, delta: within - HEAD - ABOVE - top };
  }

  private comeBack({ key, line, delta }: Anchor): void {
    const index = this.layout.entries.findIndex((entry) => keyOf(entry) === key);
    const entry = this.layout.entries[index];
    if (entry) {
      const inside = isGroup(entry) || line < 0 || !entry.open ? 0 : HEAD + ABOVE + this.layout.lineTop(entry, Math.min(line, entry.lines.length));
      this.y = this.layout.top(index) + inside + delta;
    }
  }

  /* Follows the step that writes; after the end, shows what failed, else the end. */
  private chase(): void {
    const failed = this.model.steps.find((step) => step.mark === 'fail');
    const writing = this.model.writing?.open && this.model.writing.running ? this.model.writing : this.model.steps.findLast((step) => step.open && step.running);
    const target = failed ?? writing;
    const index = target ? this.layout.indexOf(target) : -1;
    const bottom = index >= 0 && target ? this.layout.top(index) + this.layout.heightOf(target) : this.layout.total;
    if (bottom > this.y + this.room || bottom < this.y + HEAD * 2) {
      this.y = bottom - this.room;
    }
  }

  private scrollTo_(y: number): void {
    this.pin = undefined;
    this.y = y;
    this.schedule(false);
  }

  /* Brings the scroll bar to where the log is. */
  private place(): void {
    this.y = Math.max(0, Math.min(this.y, this.layout.total - this.room));
    const at = Math.round(this.y / this.scale());
    if (Math.abs(this.scroller.scrollTop - at) >= 1) {
      this.scroller.scrollTop = at;
      this.scrollAt = this.scroller.scrollTop;
    }
  }

  private scale(): number {
    return this.layout.total > TALLEST ? (this.layout.total - this.room) / (TALLEST - this.room) : 1;
  }

  private toY(scrollTop: number): number {
    return scrollTop * this.scale();
  }

  private draw(): void {
    const now = this.model.now();
    const anchor = this.anchor();
    const offset = this.scroller.scrollTop - this.y;
    const from = this.y - MARGIN;
    const to = this.y + this.room + MARGIN;
    const kept = new Set<Step | string>();
    let corrected = false;
    let previous: Element = this.waiting;
    for (let index = this.layout.at(Math.max(0, from)); index < this.layout.entries.length && this.layout.top(index) < to; index++) {
      const entry = this.layout.entries[index]!;
      const section = this.sectionOf(entry);
      kept.add(keyOf(entry));
      /* Tab and screen readers go by the order in the page. */
      if (previous.nextElementSibling !== section.element) {
        previous.after(section.element);
      }
      previous = section.element;
      corrected = this.drawEntry(entry, section, this.layout.top(index), offset, from, to, now) || corrected;
    }
    this.dropOthers(kept);
    if (corrected) {
      this.layout.rebuild(this.layout.entries);
      if (anchor && !this.following) {
        this.comeBack(anchor);
      }
      this.schedule(false);
    }
  }

  /* A header that has the keyboard stays in the page, out of sight. */
  private dropOthers(kept: ReadonlySet<Step | string>): void {
    for (const [key, section] of this.sections) {
      if (!kept.has(key)) {
        if (section.element.contains(document.activeElement)) {
          section.element.style.translate = '0 -9999px';
        } else {
          section.element.remove();
          this.sections.delete(key);
        }
      }
    }
  }

  private drawEntry(entry: Entry, section: Section, top: number, offset: number, from: number, to: number, now: number): boolean {
    const bottom = top + this.layout.heightOf(entry);
    const cut = Math.max(0, from - MARGIN - top);
    const shownBottom = Math.min(bottom, to + MARGIN);
    const style = section.element.style;
    style.translate = '';
    style.top = `${top + cut + offset}px`;
    style.height = `${Math.max(HEAD, shownBottom - top - cut)}px`;
    section.showHead(entry, now);
    if (isGroup(entry) || !entry.open || entry.lines.length === 0) {
      section.showLines(this.layout, { cut, first: 0, last: -1, firstTop: 0, needle: '', current: -1 });
      return false;
    }
    const bodyTop = top + HEAD + ABOVE;
    const first = this.layout.lineAt(entry, Math.max(0, from - bodyTop));
    const last = this.layout.lineAt(entry, Math.max(0, to - bodyTop));
    const match = this.search?.matches[this.found];
    const rows = section.showLines(this.layout, {
      cut,
      first: first.line,
      last: last.line,
      firstTop: first.top,
      needle: this.search?.needle ?? '',
      current: match?.step === entry ? match.line : -1,
    });
    let corrected = false;
    for (const [line, row] of rows) {
      corrected = this.layout.correct(entry, line, row.getBoundingClientRect().height) || corrected;
    }
    return corrected;
  }

  private sectionOf(entry: Entry): Section {
    let section = this.sections.get(keyOf(entry));
    if (!section) {
      section = new Section(
        entry,
        (chosen) => this.toggle(chosen),
        (line) => this.dispatchEvent(new CustomEvent('line', { detail: { line } })),
      );
      section.element.className = 'logsection';
      this.sections.set(keyOf(entry), section);
    }
    return section;
  }
}

function keyOf(entry: Entry): Step | string {
  return isGroup(entry) ? entry.id : entry;
}

export type { SlipLog };
customElements.define('slip-log', SlipLog);
