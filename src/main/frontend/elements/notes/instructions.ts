/** An instruction of a Dockerfile that a build makes a step of. */
export interface Instruction {
  /** First and last line, from 1. */
  readonly first: number;
  readonly last: number;
  readonly verb: string;
  /** The stage it belongs to, counted from 0. */
  readonly stage: number;
}

const STEPS = new Set(['FROM', 'RUN', 'COPY', 'ADD', 'WORKDIR']);
const HEREDOC = /<<-?\s*(["']?)([A-Za-z_][A-Za-z0-9_]*)\1/g;

/** The instructions that become steps, with their lines; enough of the syntax to know where each one ends. */
export function instructionsOf(text: string): Instruction[] {
  const lines = text.split(/\r?\n/);
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 3).join('\n')) ? '`' : '\\';
  const found: Instruction[] = [];
  let stage = -1;
  for (let i = 0; i < lines.length; i++) {
    const verb = /^\s*([A-Za-z]+)(\s|$)/.exec(lines[i]!)?.[1]?.toUpperCase();
    if (!verb) {
      continue;
    }
    const first = i;
    const ends = [...lines[i]!.matchAll(HEREDOC)].map((match) => match[2]!);
    while (continues(lines, i, escape)) {
      i++;
      ends.push(...[...lines[i]!.matchAll(HEREDOC)].map((match) => match[2]!));
    }
    if (verb === 'RUN' || verb === 'COPY' || verb === 'ADD') {
      for (const end of ends) {
        const at = lines.findIndex((line, index) => index > i && line.trim() === end);
        i = at < 0 ? i : at;
      }
    }
    if (verb === 'FROM') {
      stage++;
    }
    if (STEPS.has(verb)) {
      found.push({ first: first + 1, last: i + 1, verb, stage });
    }
  }
  return found;
}

/* Comments and empty lines inside an instruction do not end it. */
function continues(lines: readonly string[], i: number, escape: string): boolean {
  if (i + 1 >= lines.length) {
    return false;
  }
  let at = i;
  while (at >= 0 && /^\s*#/.test(lines[at]!)) {
    at--;
  }
  return at >= 0 && lines[at]!.trimEnd().endsWith(escape);
}
