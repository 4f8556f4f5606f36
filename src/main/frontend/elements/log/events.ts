import type { Mark } from '../../icons/sprite';

/** One frame of the log socket; `next` is where to resume. */
export interface LogFrame {
  readonly offset: number;
  readonly next: number;
  readonly events: readonly LogEvent[];
}

export type StepState = 'started' | 'cached' | 'done' | 'failed' | 'cancelled';

export type BuildStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted';

export interface StepEvent {
  readonly type: 'step';
  readonly at: string;
  readonly step: number;
  readonly name: string;
  readonly state: StepState;
  readonly ms?: number;
  readonly line?: number;
}

export interface ProgressEvent {
  readonly type: 'progress';
  readonly at: string;
  readonly step: number;
  readonly id: string;
  readonly current: number;
  readonly total?: number;
}

export interface OutputEvent {
  readonly type: 'log';
  readonly at: string;
  readonly step: number;
  readonly stream: 1 | 2;
  readonly text: string;
  /** The line goes on in the step's next log event of the same stream. */
  readonly partial?: boolean;
}

export interface WarningEvent {
  readonly type: 'warning';
  readonly at: string;
  readonly step?: number;
  readonly message?: string;
  readonly line?: number;
}

export interface BuildEvent {
  readonly type: 'build';
  readonly at: string;
  readonly status: BuildStatus;
  readonly message?: string;
}

/** What the server sends; the shapes are those of the public interface. */
export type LogEvent = StepEvent | ProgressEvent | OutputEvent | WarningEvent | BuildEvent;

/** Detail of the element's `build-progress` event. */
export interface BuildProgress {
  readonly done: number;
  readonly total: number;
  readonly mark: Mark;
}

/** The mark of an ended or running build. */
export function markOfBuild(status: BuildStatus): Mark {
  switch (status) {
    case 'queued':
      return 'queued';
    case 'running':
      return 'run';
    case 'succeeded':
      return 'ok';
    case 'failed':
      return 'fail';
    case 'cancelled':
      return 'cancelled';
    case 'interrupted':
      return 'interrupted';
  }
}

/** The mark of a step. */
export function markOfStep(state: StepState): Mark {
  switch (state) {
    case 'started':
      return 'run';
    case 'cached':
      return 'cached';
    case 'done':
      return 'ok';
    case 'failed':
      return 'fail';
    case 'cancelled':
      return 'cancelled';
  }
}
