import { classesOf, isPlain, parse, PLAIN, type Run } from './ansi';
import { icon, mark } from '../../icons/sprite';
import { LONGEST } from './layout';
import { elapsedOfGroup, isGroup, markOfGroup, type Entry } from './model';
import type { Step, Transfer } from './step';
import { duration, size } from './words';

const WORDS = {
  ok: 'Succeeded',
  fail: 'Failed',
  run: 'Running',
  warn: 'Warning',
  queued: 'Queued',
  wait: 'Waiting',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  cached: 'Cached',
} as const;

const COMPLAINT = /^\s*(?:error|fatal|fatal error|ERR!|npm error)\b\s*[:!]|^E: /i;

export function span(className: string, text = ''): HTMLSpanElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

/** Draws the inside of a step's or a group's header button. */
export function drawHead(button: HTMLButtonElement, entry: Entry, now: number): HTMLElement {
  const state = isGroup(entry) ? markOfGroup(entry) : entry.mark;
  const time = span('time');
  const stage = isGroup(entry) ? entry.title : entry.name.stage;
  button.className = `logstep ${state}`;
  button.setAttribute('aria-expanded', String(entry.open));
  const instruction = span('ins ell');
  const side = span('side');
  if (isGroup(entry)) {
    const [first = '', second = '', ...rest] = entry.detail.split(' ');
    instruction.append(strong(`${first} ${second}`), ` ${rest.join(' ')}`);
  } else {
    instruction.append(strong(entry.name.verb), ` ${entry.name.rest}`);
    instruction.title = `${entry.name.verb} ${entry.name.rest}`;
    side.append(...chipsOf(entry));
  }
  button.replaceChildren(icon('right'), mark(state, WORDS[state]), span('stage', stage), instruction, side, span('logline-ref'), time);
  drawTime(time, entry, now);
  return time;
}

/** Draws the time alone: it moves while a step runs. */
export function drawTime(time: HTMLElement, entry: Entry, now: number): void {
  if (isGroup(entry)) {
    time.textContent = duration(elapsedOfGroup(entry, now));
  } else if (entry.mark === 'cached') {
    if (!time.firstElementChild) {
      time.replaceChildren(span('chip cached', 'cached'));
    }
  } else {
    time.textContent = entry.mark === 'wait' ? '' : duration(entry.elapsed(now));
  }
}

function strong(text: string): HTMLElement {
  const b = document.createElement('b');
  b.textContent = text;
  return b;
}

function chipsOf(step: Step): HTMLElement[] {
  const chips = step.name.secrets.map((id) => {
    const chip = span('chip key');
    chip.append(icon('key', 12), id);
    return chip;
  });
  const exit = /exit code: (\d+)/.exec(step.error);
  if (step.mark === 'fail') {
    chips.push(span('chip fail', exit ? `exit ${exit[1]}` : 'failed'));
  } else if (step.mark === 'cancelled') {
    chips.push(span('chip', 'cancelled'));
  } else if (step.running && step.transfers.size > 0) {
    chips.push(span('t3 num', transferred(step)));
  }
  return chips;
}

function transferred(step: Step): string {
  let current = 0;
  let total = 0;
  for (const transfer of step.transfers.values()) {
    current += transfer.current;
    total += transfer.total;
  }
  return total > 0 ? `${size(current)} of ${size(total)}` : size(current);
}

/** Draws one line of output. */
export function drawLine(row: HTMLElement, step: Step, line: number, needle: string): void {
  const whole = step.lines[line]!;
  const text = whole.length > LONGEST ? whole.slice(0, LONGEST) : whole;
  const style = step.styleOf(line);
  const runs: Run[] = style === PLAIN && isPlain(text) ? [{ text, style: PLAIN }] : parse(text, style);
  const content = document.createElement('span');
  for (const piece of needle ? marked(runs, needle) : runs) {
    content.append(draw(piece));
  }
  if (text !== whole) {
    content.append(span('t3', ` … ${(whole.length - LONGEST).toLocaleString('en')} more characters in the download`));
  }
  row.dataset['n'] = String(line + 1);
  row.className = step.mark === 'fail' && COMPLAINT.test(runs.map((run) => run.text).join('')) ? 'err' : '';
  row.replaceChildren(content);
}

/** Draws a transfer that goes on: a bar, what has moved, and of what. */
export function drawTransfer(row: HTMLElement, { id, current, total }: Transfer): void {
  const content = document.createElement('span');
  const bar = span('bar');
  const fill = document.createElement('i');
  fill.style.width = total > 0 ? `${Math.min(100, (current / total) * 100)}%` : '0';
  bar.append(fill);
  content.append(bar, span('a2', total > 0 ? `${size(current)} of ${size(total)}` : size(current)), ` ${id.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1')}`);
  row.className = '';
  row.dataset['n'] = '';
  row.replaceChildren(content);
}

interface Piece extends Run {
  readonly hit?: boolean;
}

function draw({ text, style, shown, hit }: Piece): Node {
  if (hit) {
    const element = document.createElement('mark');
    element.className = classesOf(style);
    element.textContent = text;
    return element;
  }
  return shown ? span('unseen', text) : style === PLAIN ? document.createTextNode(text) : span(classesOf(style), text);
}

/* A hit may begin in one run and end in another: runs are cut where hits begin and end. */
function marked(runs: readonly Run[], needle: string): Piece[] {
  const text = runs.map((run) => run.text).join('');
  const cuts: number[] = [];
  const low = text.toLowerCase();
  for (let at = low.indexOf(needle); at >= 0 && cuts.length < 400; at = low.indexOf(needle, at + needle.length)) {
    cuts.push(at, at + needle.length);
  }
  const pieces: Piece[] = [];
  let begin = 0;
  let cut = 0;
  for (const run of runs) {
    const end = begin + run.text.length;
    let from = begin;
    while (from < end) {
      while (cut < cuts.length && cuts[cut]! <= from) {
        cut++;
      }
      const to = Math.min(end, cuts[cut] ?? end);
      pieces.push({ ...run, text: run.text.slice(from - begin, to - begin), hit: cut % 2 === 1 });
      from = to;
    }
    begin = end;
  }
  return pieces;
}
