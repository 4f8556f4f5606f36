import type { Mark } from '../../icons/sprite';
import { markOfBuild, type BuildProgress, type BuildStatus, type LogEvent, type LogFrame } from './events';
import { BLOCK, Step } from './step';
import { count, size } from './words';

/** Steps that are folded into one row: what prepares a build, or all that went well before the failure. */
export interface Group {
  readonly kind: 'group';
  readonly id: string;
  readonly steps: readonly Step[];
  readonly title: string;
  readonly detail: string;
  readonly open: boolean;
}

/** A row of the log: a step or a group. Steps of an open group follow it. */
export type Entry = Step | Group;

export function isGroup(entry: Entry): entry is Group {
  return 'kind' in entry;
}

/** A build's log as a list of steps; knows nothing of the page. */
export class LogModel {
  readonly steps: Step[] = [];
  /** Where to resume. */
  next = 0;
  status: BuildStatus = 'running';
  lines = 0;
  /** The step that wrote last. */
  writing?: Step;

  private readonly byNumber = new Map<number, Step>();
  private readonly opened = new Map<string, boolean>();
  /* How far ahead of this machine the server's clock is, in ms. */
  private ahead = 0;

  /** Takes a frame; a frame that was seen already, after a resume, is passed over. */
  apply(frame: LogFrame, heard: (event: LogEvent) => void): void {
    if (frame.next <= this.next) {
      return;
    }
    for (const event of frame.events) {
      this.take(event);
      heard(event);
    }
    this.next = frame.next;
  }

  find(number: number): Step | undefined {
    return this.byNumber.get(number);
  }

  /** The server's time, as well as it can be told. */
  now(): number {
    return Date.now() + this.ahead;
  }

  /** Finished steps of all that are known to come: BuildKit's `2/6` tells of steps that have not begun. */
  progress(): BuildProgress {
    let done = 0;
    let loose = 0;
    let exports = 0;
    const stages = new Map<string, number>();
    for (const step of this.steps) {
      if (step.mark === 'ok' || step.mark === 'cached') {
        done++;
      }
      const numbered = /^(.*) (\d+)\/(\d+)$/.exec(step.name.stage);
      if (numbered) {
        stages.set(numbered[1]!, Number(numbered[3]));
      } else {
        loose++;
        exports += step.name.stage === 'export' ? 1 : 0;
      }
    }
    let total = loose + (exports === 0 && this.steps.length > 0 ? 1 : 0);
    for (const length of stages.values()) {
      total += length;
    }
    if (this.status === 'succeeded') {
      return { done: this.steps.length, total: this.steps.length, mark: 'ok' };
    }
    return { done, total: Math.max(total, done), mark: markOfBuild(this.status) };
  }

  get ended(): boolean {
    return this.status !== 'running' && this.status !== 'queued';
  }

  /** Whether a group is open. */
  isOpen(group: string): boolean {
    return this.opened.get(group) ?? false;
  }

  setOpen(group: string, open: boolean): void {
    this.opened.set(group, open);
  }

  /** The rows, in the order in which the steps began. */
  entries(): Entry[] {
    if (this.steps.some((step) => step.mark === 'fail')) {
      return this.entriesOfFailed();
    }
    const preparing = this.steps.filter((step) => step.name.stage === 'prepare' && step.mark !== 'cancelled');
    if (preparing.length < 2) {
      return [...this.steps];
    }
    const others = this.steps.filter((step) => !preparing.includes(step));
    return [...this.grouped('prepare', preparing, whatWasPrepared(preparing)), ...others];
  }

  private entriesOfFailed(): Entry[] {
    const before = this.steps.filter((step) => step.mark === 'ok' || step.mark === 'cached');
    const others = this.steps.filter((step) => !before.includes(step));
    return before.length < 2 ? [...this.steps] : [...this.grouped('before', before, whatWentWell(before)), ...others];
  }

  private grouped(title: string, steps: readonly Step[], detail: string): Entry[] {
    const open = this.isOpen(title);
    const group: Group = { kind: 'group', id: title, steps, title, detail, open };
    return open ? [group, ...steps] : [group];
  }

  private take(event: LogEvent): void {
    switch (event.type) {
      case 'step': {
        const step = this.at(event.step);
        step.change(event);
        this.autoFold(step);
        this.learnClock(event.at);
        break;
      }
      case 'log': {
        const step = this.at(event.step);
        const before = step.lines.length;
        step.blocks.length = Math.min(step.blocks.length, Math.floor(step.write(event) / BLOCK));
        this.lines += step.lines.length - before;
        this.writing = step;
        break;
      }
      case 'progress':
        this.at(event.step).transfer(event);
        break;
      case 'build':
        this.status = event.status;
        this.settle();
        break;
      case 'warning':
        break;
    }
  }

  private at(number: number): Step {
    let step = this.byNumber.get(number);
    if (!step) {
      step = new Step(number);
      this.byNumber.set(number, step);
      this.steps.push(step);
    }
    return step;
  }

  /* One running step is open at a time, so that the eye has one place to follow; a failed one opens and stays. */
  private autoFold(step: Step): void {
    if (step.chosen) {
      return;
    }
    if (step.mark === 'run') {
      step.open = step.name.stage !== 'prepare' && !this.steps.some((other) => other !== step && other.open && other.running);
      return;
    }
    step.open = step.mark === 'fail';
    if (!step.open) {
      const next = this.steps.findLast((other) => other.running && !other.chosen && other.name.stage !== 'prepare');
      if (next && !this.steps.some((other) => other.open && other.running)) {
        next.open = true;
      }
    }
  }

  /* A build that was cut short leaves steps that never said their last word. */
  private settle(): void {
    for (const step of this.steps) {
      if (step.running) {
        step.mark = this.status === 'succeeded' ? 'ok' : 'cancelled';
        step.revision++;
        if (!step.chosen) {
          step.open = false;
        }
      }
    }
  }

  private learnClock(at: string): void {
    this.ahead = Math.max(this.ahead, Date.parse(at) - Date.now());
  }
}

/** The mark of a group: the most urgent of its steps. */
export function markOfGroup(group: Group): Mark {
  return group.steps.find((step) => step.mark === 'fail' || step.mark === 'run')?.mark ?? 'ok';
}

/** Wall time of a group's steps. */
export function elapsedOfGroup(group: Group, now: number): number {
  const begin = Math.min(...group.steps.map((step) => step.startedAt || Infinity));
  const end = Math.max(...group.steps.map((step) => (step.running ? now : step.endedAt)));
  return Number.isFinite(begin) ? Math.max(0, end - begin) : 0;
}

function whatWasPrepared(steps: readonly Step[]): string {
  const parts = new Set<string>();
  for (const step of steps) {
    const text = `${step.name.verb} ${step.name.rest}`;
    if (text.includes('build definition')) {
      parts.add('definition');
    } else if (text.includes('.dockerignore')) {
      parts.add('.dockerignore');
    } else if (text.includes('build context')) {
      const sent = step.sumOfTransfers();
      parts.add(sent > 0 ? `context ${size(sent)}` : 'context');
    } else if (text.includes('metadata')) {
      parts.add('metadata');
    } else if (text.includes('resolve image config')) {
      parts.add('frontend');
    }
  }
  return `${count(steps.length, 'step')} ${[...parts].join(', ')}`;
}

/* `7 steps prepare, base 1/2 to 2/2, deps 1/2`. */
function whatWentWell(steps: readonly Step[]): string {
  const runs = new Map<string, { first: string; last: string }>();
  for (const step of steps) {
    const [, stage = step.name.stage || 'other', place = ''] = /^(.*?)(?: (\d+\/\d+))?$/.exec(step.name.stage || 'other') ?? [];
    const run = runs.get(stage);
    if (run) {
      run.last = place;
    } else {
      runs.set(stage, { first: place, last: place });
    }
  }
  const parts = [...runs].map(([stage, { first, last }]) => (first === '' ? stage : first === last ? `${stage} ${first}` : `${stage} ${first} to ${last}`));
  return `${count(steps.length, 'step')} ${parts.join(', ')}`;
}
