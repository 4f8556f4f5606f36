/** A text that is not stored yet, and the version it was made from. */
export interface Draft {
  readonly base: string;
  readonly text: string;
  readonly at: number;
}

const PREFIX = 'slipway:draft:';
const LONGEST = 1_000_000;

/** Keeps drafts in the browser, per project and path; they outlive a reload and a crash. */
export class Drafts {
  constructor(private readonly project: string) {}

  find(path: string): Draft | undefined {
    try {
      const kept = localStorage.getItem(this.key(path));
      return kept === null ? undefined : (JSON.parse(kept) as Draft);
    } catch {
      return undefined;
    }
  }

  /** Answers whether the draft could be kept. */
  keep(path: string, base: string, text: string): boolean {
    if (text.length > LONGEST) {
      return false;
    }
    const draft = JSON.stringify({ base, text, at: Date.now() } satisfies Draft);
    try {
      localStorage.setItem(this.key(path), draft);
      return true;
    } catch {
      return this.dropOldest(this.key(path)) && this.keep(path, base, text);
    }
  }

  forget(path: string): void {
    try {
      localStorage.removeItem(this.key(path));
    } catch {
      /* A browser that keeps nothing has nothing to forget. */
    }
  }

  private key(path: string): string {
    return `${PREFIX}${this.project}:${path}`;
  }

  /* The browser's room is shared by all projects: the oldest draft gives way. */
  private dropOldest(but: string): boolean {
    let oldest = '';
    let oldestAt = Infinity;
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i) ?? '';
      if (key.startsWith(PREFIX) && key !== but) {
        const at = (JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Draft>).at ?? 0;
        if (at < oldestAt) {
          oldestAt = at;
          oldest = key;
        }
      }
    }
    localStorage.removeItem(oldest);
    return oldest !== '';
  }
}
