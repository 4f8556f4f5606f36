import { mark, type Mark } from '../icons/sprite';
import type { Step } from './log/step';
import { duration, size } from './log/words';
import { instructionsOf, type Instruction } from './notes/instructions';
import type { SlipEditor } from './slip-editor';
import type { SlipLog } from './slip-log';

/** What the server knows of an instruction. */
interface Note {
  readonly line: number;
  readonly mark: string;
  readonly millis: number | null;
  readonly bytes: number | null;
  readonly word: string | null;
}

/** A row to draw. */
interface Row {
  readonly instruction: Instruction;
  readonly mark: Mark;
  readonly millis?: number;
  readonly bytes?: number;
  readonly word: string;
}

/** What the build did with each instruction, in step with the editor's scrolling. A log that is followed tells states and times; sizes come from the server. */
class SlipLineNotes extends HTMLElement {
  private readonly byLine = new Map<number, Note>();
  private readonly drawn = new Map<number, HTMLElement>();
  private ed?: SlipEditor;
  private followed?: SlipLog;
  private path = 'Dockerfile';
  private rows: Row[] = [];
  private ticking = 0;
  private frame = 0;

  connectedCallback(): void {
    this.classList.add('notes');
    this.setAttribute('role', 'group');
    this.setAttribute('aria-label', 'Line notes');
    this.ticking = window.setInterval(() => {
      if (this.rows.some((row) => row.mark === 'run')) {
        this.refresh();
      }
    }, 100);
    this.refresh();
  }

  disconnectedCallback(): void {
    window.clearInterval(this.ticking);
  }

  set editor(editor: SlipEditor) {
    this.ed?.removeEventListener('editor-layout', this.refresh);
    this.ed?.removeEventListener('rested', this.refresh);
    this.ed = editor;
    editor.addEventListener('editor-layout', this.refresh);
    editor.addEventListener('rested', this.refresh);
    this.refresh();
  }

  set log(log: SlipLog) {
    this.followed?.removeEventListener('step', this.refresh);
    this.followed?.removeEventListener('build-state', this.refresh);
    this.followed = log;
    log.addEventListener('step', this.refresh);
    log.addEventListener('build-state', this.refresh);
    this.refresh();
  }

  set file(path: string) {
    this.path = path;
    this.refresh();
  }

  set notes(notes: readonly Note[] | null) {
    this.byLine.clear();
    for (const note of notes ?? []) {
      this.byLine.set(note.line, note);
    }
    this.refresh();
  }

  set source(build: string | null) {
    if (this.ed) {
      this.ed.noteSourceText = build ? `Line notes from ${build}` : '';
    } else if (build) {
      queueMicrotask(() => (this.source = build));
    }
  }

  /* Once per frame, whatever happened in it. */
  private readonly refresh = (): void => {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.work();
    });
  };

  private work(): void {
    const text = this.ed?.shownPath === this.path ? this.ed.textOf(this.path) : undefined;
    this.rows = text === undefined ? [] : this.rowsOf(instructionsOf(text));
    this.ed?.markRunning(
      this.path,
      this.rows.filter((row) => row.mark === 'run').map(({ instruction: { first, last } }) => [first, last] as const),
    );
    this.draw();
  }

  private rowsOf(instructions: readonly Instruction[]): Row[] {
    const steps = new Map<number, Step>();
    for (const step of this.followed?.steps ?? []) {
      if (step.line !== undefined) {
        steps.set(step.line, step);
      }
    }
    if (steps.size === 0 && this.byLine.size === 0) {
      return [];
    }
    const ended = this.followed ? !['running', 'queued'].includes(this.followed.status) : true;
    const now = this.followed?.now() ?? Date.now();
    const rows: Row[] = [];
    for (const instruction of instructions) {
      const step = steps.get(instruction.first);
      const note = this.byLine.get(instruction.first);
      if (step) {
        rows.push({ instruction, mark: step.mark, millis: step.elapsed(now), bytes: note?.bytes ?? undefined, word: wordOf(step) || (note?.word ?? '') });
      } else if (note) {
        rows.push({ instruction, mark: note.mark.toLowerCase() as Mark, millis: note.millis ?? undefined, bytes: note.bytes ?? undefined, word: note.word ?? '' });
      } else {
        rows.push({ instruction, mark: 'wait', word: ended ? 'did not run' : this.waitsFor(instruction, rows) });
      }
    }
    /* A base that is another stage is no step of its own. */
    return rows.filter(({ instruction: { verb, stage }, mark: state }) => !(verb === 'FROM' && state === 'wait' && rows.some((row) => row.instruction.stage === stage && row.mark !== 'wait')));
  }

  private waitsFor(instruction: Instruction, rows: readonly Row[]): string {
    const before = rows.findLast((row) => row.instruction.stage === instruction.stage && row.instruction.verb !== 'FROM');
    return before && before.mark !== 'ok' && before.mark !== 'cached' ? `waits for line ${before.instruction.first}` : 'waits';
  }

  private draw(): void {
    const longest = Math.max(1, ...this.rows.map((row) => (row.mark === 'cached' ? 0 : (row.millis ?? 0))));
    const kept = new Set<number>();
    for (const row of this.rows) {
      const line = row.instruction.first;
      const top = this.ed?.topOf(line);
      if (top === undefined || top < -400 || top > this.clientHeight + 40) {
        continue;
      }
      kept.add(line);
      let element = this.drawn.get(line);
      if (!element) {
        element = document.createElement('div');
        this.drawn.set(line, element);
        this.append(element);
      }
      element.style.top = `${top}px`;
      element.style.setProperty('--span', String(row.instruction.last - line + 1));
      drawRow(element, row, longest);
    }
    for (const [line, element] of this.drawn) {
      if (!kept.has(line)) {
        element.remove();
        this.drawn.delete(line);
      }
    }
  }
}

function wordOf(step: Step): string {
  const exit = /exit code: (\d+)/.exec(step.error)?.[1];
  return step.mark === 'fail' ? (exit ? `exit ${exit}` : 'failed') : '';
}

function drawRow(element: HTMLElement, { mark: state, millis = 0, bytes, word, instruction }: Row, longest: number): void {
  const time = duration(millis);
  const end = word || (bytes === undefined ? '' : size(bytes));
  const said = `${state} ${time} ${end} ${Math.round((millis / longest) * 100)} ${longest}`;
  if (element.dataset['drawn'] === said) {
    return;
  }
  element.dataset['drawn'] = said;
  element.className = `note ${state}`;
  element.title = `Line ${instruction.first}: ${state === 'ok' ? 'done' : state}`;
  const text = (content: string, className = ''): HTMLElement => Object.assign(document.createElement('span'), { textContent: content, className });
  if (state === 'wait') {
    element.replaceChildren(mark('wait', 'Waiting'), text(word, 'w'));
  } else if (state === 'cached') {
    element.replaceChildren(mark('cached'), text('cached'), text(''), text(end));
  } else {
    const track = text('', 'track');
    const bar = document.createElement('i');
    bar.style.width = `${(millis / longest) * 100}%`;
    track.append(bar);
    const words: Partial<Record<Mark, string>> = { ok: 'Succeeded', fail: 'Failed', run: 'Running', cancelled: 'Cancelled' };
    element.replaceChildren(mark(state, words[state] ?? state), track, text(time), text(end));
  }
}

customElements.define('slip-line-notes', SlipLineNotes);
