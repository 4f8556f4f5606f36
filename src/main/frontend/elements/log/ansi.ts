/**
 * Turns a line that a build wrote into runs of styled, inert text. Only colours and weight are kept (ECMA-48 SGR); cursor moves, titles, links and queries to
 * the terminal are dropped, and characters that could make a line read otherwise than it is are shown by their number.
 */

/** A style in one number: colours as 1 to 16 (0 is none), then flags. */
export type Style = number;

export const PLAIN: Style = 0;

const FOREGROUND = 0x1f;
const BACKGROUND_SHIFT = 5;
const BACKGROUND = 0x1f << BACKGROUND_SHIFT;
const BOLD = 1 << 10;
const DIM = 1 << 11;
const ITALIC = 1 << 12;
const UNDERLINE = 1 << 13;
const INVERSE = 1 << 14;
const STRIKE = 1 << 15;

export interface Run {
  readonly text: string;
  readonly style: Style;
  /** Stands for a character that must not take effect. */
  readonly shown?: boolean;
}

/* In this order: colours; other control sequences; strings for the terminal (title, link, device control), with and without their end; other escapes. */
const SEQUENCES =
  /(?:\x1b\[|\x9b)([0-9;:]*)m|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c))?|\x1b[ -/]*[0-~]?/g;

/* C0 and C1 controls but for tab, line and paragraph separators, and every mark that turns the reading direction (Unicode TR 36). */
const UNSEEN = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Whether a line needs {@link parse} at all: most do not. */
export function isPlain(line: string): boolean {
  UNSEEN.lastIndex = 0;
  return !UNSEEN.test(line);
}

/** The line's text as it is shown, without styles; for searching, measuring and copying. */
export function plainText(line: string): string {
  if (isPlain(line)) {
    return line;
  }
  return line.replace(SEQUENCES, '').replace(UNSEEN, visible);
}

/** Cuts a line into runs, beginning in the given style. */
export function parse(line: string, style: Style): Run[] {
  const runs: Run[] = [];
  let at = 0;
  SEQUENCES.lastIndex = 0;
  for (let found = SEQUENCES.exec(line); found; found = SEQUENCES.exec(line)) {
    pushText(runs, line.slice(at, found.index), style);
    if (found[1] !== undefined) {
      style = select(style, found[1]);
    }
    at = found.index + found[0].length;
  }
  pushText(runs, line.slice(at), style);
  return runs;
}

/** The style that a line leaves behind for the next one. */
export function styleAfter(line: string, style: Style): Style {
  if (!line.includes('\x1b') && !line.includes('\x9b')) {
    return style;
  }
  SEQUENCES.lastIndex = 0;
  for (let found = SEQUENCES.exec(line); found; found = SEQUENCES.exec(line)) {
    if (found[1] !== undefined) {
      style = select(style, found[1]);
    }
  }
  return style;
}

/** Class names of a style; empty for plain text. */
export function classesOf(style: Style): string {
  let foreground = style & FOREGROUND;
  let background = (style & BACKGROUND) >> BACKGROUND_SHIFT;
  if (style & INVERSE) {
    [foreground, background] = [0, foreground || 8];
  }
  const names: string[] = [];
  if (foreground) {
    names.push(`a${foreground - 1}`);
  }
  if (background) {
    names.push(`g${background - 1}`);
  }
  if (style & BOLD) {
    names.push('ab');
  }
  if (style & DIM) {
    names.push('ad');
  }
  if (style & ITALIC) {
    names.push('ai');
  }
  if (style & UNDERLINE) {
    names.push('au');
  }
  if (style & STRIKE) {
    names.push('as');
  }
  return names.join(' ');
}

function pushText(runs: Run[], text: string, style: Style): void {
  let at = 0;
  UNSEEN.lastIndex = 0;
  for (let found = UNSEEN.exec(text); found; found = UNSEEN.exec(text)) {
    if (found.index > at) {
      runs.push({ text: text.slice(at, found.index), style });
    }
    const shown = visible(found[0]);
    if (shown) {
      runs.push({ text: shown, style: PLAIN, shown: true });
    }
    at = found.index + 1;
  }
  if (at < text.length) {
    runs.push({ text: at === 0 ? text : text.slice(at), style });
  }
}

/* A bell, a backspace and a stray carriage return say nothing; what turns the reading direction is named. */
function visible(character: string): string {
  const code = character.charCodeAt(0);
  return code === 0x07 || code === 0x08 || code === 0x0d ? '' : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

function select(style: Style, parameters: string): Style {
  const codes = parameters.split(/[;:]/).map((code) => (code === '' ? 0 : Number(code)));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 38 || code === 48) {
      const colour = codes[i + 1] === 5 ? indexed(codes[i + 2]) : codes[i + 1] === 2 ? nearest(codes[i + 2], codes[i + 3], codes[i + 4]) : undefined;
      i += codes[i + 1] === 5 ? 2 : codes[i + 1] === 2 ? 4 : 1;
      if (colour !== undefined) {
        style = code === 38 ? withForeground(style, colour) : withBackground(style, colour);
      }
    } else {
      style = selectOne(style, code);
    }
  }
  return style;
}

function selectOne(style: Style, code: number): Style {
  switch (code) {
    case 0:
      return PLAIN;
    case 1:
      return style | BOLD;
    case 2:
      return style | DIM;
    case 3:
      return style | ITALIC;
    case 4:
      return style | UNDERLINE;
    case 7:
      return style | INVERSE;
    case 9:
      return style | STRIKE;
    case 22:
      return style & ~(BOLD | DIM);
    case 23:
      return style & ~ITALIC;
    case 24:
      return style & ~UNDERLINE;
    case 27:
      return style & ~INVERSE;
    case 29:
      return style & ~STRIKE;
    case 39:
      return style & ~FOREGROUND;
    case 49:
      return style & ~BACKGROUND;
  }
  if (code >= 30 && code <= 37) {
    return withForeground(style, code - 30);
  }
  if (code >= 90 && code <= 97) {
    return withForeground(style, code - 82);
  }
  if (code >= 40 && code <= 47) {
    return withBackground(style, code - 40);
  }
  if (code >= 100 && code <= 107) {
    return withBackground(style, code - 92);
  }
  return style;
}

function withForeground(style: Style, colour: number): Style {
  return (style & ~FOREGROUND) | (colour + 1);
}

function withBackground(style: Style, colour: number): Style {
  return (style & ~BACKGROUND) | ((colour + 1) << BACKGROUND_SHIFT);
}

/* Colours beyond the 16 are replaced by the nearest of them: the theme's 16 are readable on both of its grounds, an arbitrary one is not. */
function indexed(index: number | undefined): number | undefined {
  if (index === undefined || !(index >= 0 && index <= 255)) {
    return undefined;
  }
  if (index < 16) {
    return index;
  }
  if (index >= 232) {
    const grey = 8 + (index - 232) * 10;
    return nearest(grey, grey, grey);
  }
  const cube = index - 16;
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return nearest(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

const XTERM: readonly (readonly [number, number, number])[] = [
  [0, 0, 0], [205, 0, 0], [0, 205, 0], [205, 205, 0], [0, 0, 238], [205, 0, 205], [0, 205, 205], [229, 229, 229],
  [127, 127, 127], [255, 0, 0], [0, 255, 0], [255, 255, 0], [92, 92, 255], [255, 0, 255], [0, 255, 255], [255, 255, 255],
];

function nearest(red = 0, green = 0, blue = 0): number {
  let best = 7;
  let bestDistance = Infinity;
  XTERM.forEach(([r, g, b], index) => {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < bestDistance) {
      bestDistance = distance;
      best = index;
    }
  });
  return best;
}
