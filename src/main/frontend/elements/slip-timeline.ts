import type { Mark } from '../icons/sprite';
import { duration } from './log/words';

interface TimelineStep {
  readonly step: number;
  readonly lane: string;
  readonly label: string;
  readonly mark: string;
  readonly startMillis: number;
  readonly endMillis: number;
  readonly critical: boolean;
}

/** Narrower than this, in pixels, a bar is hard to hit (WCAG 2.5.8) and a picture: the table below offers the same. */
const THIN = 24;
/** Room for a label inside a bar, in shares of the axis per character. */
const PER_CHARACTER = 0.0068;
/** From one cached step's box to the next, in pixels: they have no length of their own. */
const CACHED_PITCH = 14;
/** Between a lane's last bar and the label beside it, in pixels. */
const OUTSIDE_GAP = 6;
/** The axis' end has a label of its own: no other one may stand in this share before it. */
const END_LABEL = 0.07;

/** A build's steps as bars on a common axis. Sends `chosen`. */
class SlipTimeline extends HTMLElement {
  private list: readonly TimelineStep[] = [];
  /** Of the axis, in pixels. */
  private width = 0;
  private readonly resized = new ResizeObserver(() => {
    if (this.axis() !== this.width) {
      this.draw();
    }
  });

  connectedCallback(): void {
    this.classList.add('tl');
    this.draw();
    this.resized.observe(this);
  }

  disconnectedCallback(): void {
    this.resized.disconnect();
  }

  set steps(steps: readonly TimelineStep[] | null) {
    this.list = steps ?? [];
    this.draw();
  }

  private draw(): void {
    if (!this.isConnected) {
      return;
    }
    const end = Math.max(1, ...this.list.map((step) => step.endMillis));
    const lanes = new Map<string, TimelineStep[]>();
    for (const step of this.list) {
      lanes.set(step.lane, [...(lanes.get(step.lane) ?? []), step]);
    }
    const labels = element('div', 'tllabels');
    const plot = element('div', 'tlplot');
    plot.append(...ticks(end));
    for (const [name, steps] of lanes) {
      const label = element('span', '', name);
      label.append(element('em', '', String(steps.length)));
      labels.append(label);
    }
    const body = element('div', 'tlbody');
    body.append(labels, plot);
    this.replaceChildren(this.head(), body);
    this.width = this.axis();
    for (const steps of lanes.values()) {
      plot.append(this.lane(steps, end));
    }
  }

  private axis(): number {
    return this.querySelector('.tlplot')?.clientWidth ?? 0;
  }

  private head(): HTMLElement {
    const head = element('div', 'tlhead');
    head.append(element('h2', '', 'Timeline'), element('span', 'grow'));
    for (const [className, text] of [
      ['k-crit', 'critical path'],
      ['k-ran', 'beside it'],
      ['k-cached', 'cached'],
      ['k-wait', 'waiting'],
    ] as const) {
      const key = element('span', 'key');
      key.append(element('i', className), text);
      head.append(key);
    }
    return head;
  }

  private lane(steps: readonly TimelineStep[], end: number): HTMLElement {
    const lane = element('div', 'lane');
    const sorted = [...steps].sort((a, b) => a.startMillis - b.startMillis);
    const cached = sorted.filter((step) => stateOf(step) === 'cached');
    const worked = sorted.filter((step) => stateOf(step) !== 'cached');
    cached.forEach((step, index) => lane.append(this.cachedBar(step, end, index)));
    let reached = worked[0]?.startMillis ?? 0;
    for (const step of worked) {
      if (step.startMillis - reached > end * 0.02) {
        lane.append(placed(element('i', 'wt'), reached, step.startMillis, end));
      }
      lane.append(this.bar(step, end));
      reached = Math.max(reached, step.endMillis);
    }
    const outside = outsideText(cached, worked, end);
    if (outside) {
      const text = element('span', 'outside', outside);
      text.style.insetInlineStart = `calc(${lastEdge(cached, worked, end)} + ${OUTSIDE_GAP}px)`;
      lane.append(text);
    }
    return lane;
  }

  private bar(step: TimelineStep, end: number): HTMLElement {
    const share = (step.endMillis - step.startMillis) / end;
    const state = stateOf(step);
    const time = duration(step.endMillis - step.startMillis);
    const words = `${step.label} ${time}`;
    const thin = share * this.width < THIN;
    const bar = element(thin ? 'span' : 'button', `sg ${state === 'run' || state === 'fail' ? state : step.critical ? 'crit' : ''} ${share < 0.03 ? 'thin' : ''}`);
    bar.title = words;
    if (words.length * PER_CHARACTER < share) {
      bar.textContent = words;
    } else if (step.label.length * PER_CHARACTER < share) {
      bar.textContent = step.label;
    }
    bar.dataset['short'] = share < 0.25 ? '1' : '0';
    if (bar instanceof HTMLButtonElement) {
      bar.type = 'button';
      bar.setAttribute('aria-label', `${step.lane}: ${words}`);
      bar.addEventListener('click', () => this.choose(step));
    }
    return placed(bar, step.startMillis, step.endMillis, end);
  }

  private cachedBar(step: TimelineStep, end: number, index: number): HTMLElement {
    const bar = element('span', 'sg cached');
    bar.title = `${step.label}, cached`;
    bar.style.insetInlineStart = `calc(${(step.startMillis / end) * 100}% + ${index * CACHED_PITCH}px)`;
    return bar;
  }

  private choose({ step }: TimelineStep): void {
    this.dispatchEvent(new CustomEvent('chosen', { detail: { step } }));
  }
}

function stateOf(step: TimelineStep): Mark {
  return step.mark.toLowerCase() as Mark;
}

function outsideText(cached: readonly TimelineStep[], worked: readonly TimelineStep[], end: number): string {
  if (worked.length === 0) {
    return cached.length > 0 ? `${cached.length} cached` : '';
  }
  const only = worked.every((step) => (step.endMillis - step.startMillis) / end < 0.05);
  return only && worked.length === 1 ? `${worked[0]!.label} ${duration(worked[0]!.endMillis - worked[0]!.startMillis)}` : '';
}

/** Where the last of a lane's bars ends, as a CSS length: boxes of cached steps are as wide on any axis, the others take their share. */
function lastEdge(cached: readonly TimelineStep[], worked: readonly TimelineStep[], end: number): string {
  const boxes = cached.map((step, index) => `${(step.startMillis / end) * 100}% + ${(index + 1) * CACHED_PITCH}px`);
  const bars = worked.map((step) => `${(step.endMillis / end) * 100}%`);
  return `max(${[...boxes, ...bars].join(', ')})`;
}

function ticks(end: number): HTMLElement[] {
  const steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
  const step = steps.find((candidate) => end / candidate <= 8) ?? end / 8;
  const all: HTMLElement[] = [];
  for (let at = 0; at < end - Math.max(step * 0.3, end * END_LABEL); at += step) {
    all.push(tick(at, end, at < 60_000 ? `${at / 1000} s` : duration(at)));
  }
  const last = tick(end, end, duration(end));
  last.classList.add('end');
  return [...all, last];
}

function tick(at: number, end: number, label: string): HTMLElement {
  const line = element('i', 'tick');
  line.style.insetInlineStart = `${(at / end) * 100}%`;
  line.append(element('span', '', label));
  return line;
}

function placed(bar: HTMLElement, from: number, to: number, end: number): HTMLElement {
  bar.style.insetInlineStart = `${(from / end) * 100}%`;
  bar.style.width = `${((to - from) / end) * 100}%`;
  return bar;
}

function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

customElements.define('slip-timeline', SlipTimeline);
