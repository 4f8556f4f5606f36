import type { Mark } from '../../icons/sprite';
import { PLAIN, styleAfter, type Style } from './ansi';
import { markOfStep, type OutputEvent, type ProgressEvent, type StepEvent } from './events';

/** A transfer within a step, for instance one layer's download. */
export interface Transfer {
  readonly id: string;
  readonly current: number;
  readonly total: number;
}

/** What the name of a BuildKit vertex says: `[deps 2/2] RUN --mount=type=secret,id=pip_index pip install …`. */
export interface StepName {
  /** `deps 2/2`, `prepare` or `export`. */
  readonly stage: string;
  readonly verb: string;
  readonly rest: string;
  readonly secrets: readonly string[];
}

const STAGED = /^\[([^\]]+)\]\s*(.*)$/s;
const MOUNT = /--mount=\S+\s*/g;
const SECRET = /^--mount=(?=\S*type=secret)\S*?\bid=([^,\s]+)/;
const PREPARING = /^(resolve image config|load |resolve |CACHED |sharing credentials|starting the build engine)/;
const EXPORTING = /^(exporting|pushing|push |writing image|naming to|sending tarball|importing cache|publishing|tagging|tag )/;

/** Reads a step's name. */
export function readName(name: string): StepName {
  const staged = STAGED.exec(name);
  const internal = staged ? /^(internal|auth|context|linux)/.test(staged[1]!) : PREPARING.test(name);
  const stage = internal ? 'prepare' : staged ? staged[1]! : EXPORTING.test(name) ? 'export' : '';
  const body = (staged ? staged[2]! : name).replace(/\s+/g, ' ');
  const mounts = body.match(MOUNT) ?? [];
  const secrets = mounts.map((mount) => SECRET.exec(mount)?.[1]).filter((id) => id !== undefined);
  const bare = body.replace(MOUNT, '');
  const space = bare.indexOf(' ');
  return { stage, verb: space < 0 ? bare : bare.slice(0, space), rest: space < 0 ? '' : bare.slice(space + 1), secrets };
}

/** Lines per block of the height index. */
export const BLOCK = 512;

/** One step of a build: what is known of it, and its output. */
export class Step {
  readonly lines: string[] = [];
  /** Sum of the heights of each block of lines in pixels; kept by the layout, dropped when the pane's width changes. */
  blocks: number[] = [];
  /** Heights that differ from the estimate, by line. */
  readonly measured = new Map<number, number>();
  name: StepName = { stage: '', verb: '', rest: '', secrets: [] };
  mark: Mark = 'wait';
  line?: number;
  startedAt = 0;
  endedAt = 0;
  /** Milliseconds of work, as the server counted them. */
  worked?: number;
  error = '';
  open = false;
  /** A person opened or closed it: the log leaves it alone from then on. */
  chosen = false;
  readonly transfers = new Map<string, Transfer>();
  /** Bytes that its transfers moved. */
  moved = 0;
  /** Grows with each change that a header shows. */
  revision = 0;

  /* Style at the beginning of a line, where it is not plain. */
  private readonly styles = new Map<number, Style>();
  private style: Style = PLAIN;
  /* The line that each stream goes on with. */
  private readonly unfinished = [-1, -1, -1];

  constructor(readonly number: number) {}

  get running(): boolean {
    return this.mark === 'run';
  }

  get ended(): boolean {
    return this.mark !== 'run' && this.mark !== 'wait';
  }

  /** How long it took, or has taken by `now` (server time). */
  elapsed(now: number): number {
    if (this.running) {
      return Math.max(0, now - this.startedAt);
    }
    return this.worked ?? Math.max(0, this.endedAt - this.startedAt);
  }

  change(event: StepEvent & { readonly error?: string }): void {
    this.name = readName(event.name);
    this.mark = markOfStep(event.state);
    this.line = event.line ?? this.line;
    this.error = event.error ?? this.error;
    const at = Date.parse(event.at);
    if (event.state === 'started') {
      this.startedAt = at - (event.ms ?? 0);
    } else {
      this.endedAt = at;
      this.worked = event.ms;
      this.startedAt ||= at - (event.ms ?? 0);
      this.moved = this.sumOfTransfers();
      this.transfers.clear();
    }
    this.revision++;
  }

  /** Bytes moved so far by transfers that go on. */
  sumOfTransfers(): number {
    let bytes = this.moved;
    for (const { current } of this.transfers.values()) {
      bytes += current;
    }
    return bytes;
  }

  transfer({ id, current, total = 0 }: ProgressEvent): void {
    this.transfers.set(id, { id, current, total });
    this.revision++;
  }

  /** Takes output; answers the first line that changed. */
  write({ stream, text, partial }: OutputEvent): number {
    const open = this.unfinished[stream] ?? -1;
    const line = open >= 0 ? open : this.lines.length;
    if (open >= 0) {
      this.lines[open] = overwrite(this.lines[open]! + text);
    } else {
      this.lines.push(overwrite(text));
    }
    this.unfinished[stream] = partial ? line : -1;
    if (line === this.lines.length - 1) {
      this.carryStyle(line, partial ?? false);
    }
    return line;
  }

  /** The style that a line begins in. */
  styleOf(line: number): Style {
    return this.styles.get(line) ?? PLAIN;
  }

  private carryStyle(line: number, partial: boolean): void {
    if (this.style !== PLAIN) {
      this.styles.set(line, this.style);
    }
    if (!partial) {
      this.style = styleAfter(this.lines[line]!, this.style);
    }
  }
}

/** A carriage return begins the line anew, as on a terminal; what stands before it is gone. */
export function overwrite(text: string): string {
  const end = text.endsWith('\r') ? text.length - 1 : text.length;
  const from = text.lastIndexOf('\r', end - 1);
  return from < 0 ? text : text.slice(from + 1);
}
