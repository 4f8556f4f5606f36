import { icon } from '../icons/sprite';
import { rank, type Rank } from './palette/rank';

interface Entry {
  readonly id: string;
  readonly group: string;
  readonly icon: string;
  readonly label: string;
  readonly hint: string;
  readonly keys: string;
}

const ASK_MS = 120;
const PER_GROUP = 8;
const GROUPS_OF: Readonly<Record<string, RegExp>> = { '>': /action/i, '#': /build/i, ':': /tag/i };

/** The command palette, in a native dialog: Ctrl+K, or Ctrl+P for files. Ranks in the browser; sends `opened`, `query` after a rest, and `chosen`. */
class SlipPalette extends HTMLElement {
  private readonly dialog = document.createElement('dialog');
  private readonly field = document.createElement('input');
  private readonly list = document.createElement('div');
  private entryList: readonly Entry[] = [];
  private found: readonly Entry[] = [];
  private shown: Entry[] = [];
  private at = 0;
  private filesOnly = false;
  private timer = 0;

  connectedCallback(): void {
    if (!this.dialog.isConnected) {
      this.build();
    }
    window.addEventListener('keydown', this.onPageKey, true);
  }

  disconnectedCallback(): void {
    window.removeEventListener('keydown', this.onPageKey, true);
    window.clearTimeout(this.timer);
  }

  set entries(entries: readonly Entry[] | null) {
    this.entryList = entries ?? [];
    this.draw();
  }

  /** What the server found; late answers to an older query are dropped. */
  setFound(query: string, entries: readonly Entry[]): void {
    if (query === this.field.value) {
      this.found = entries;
      this.draw();
    }
  }

  open(query = ''): void {
    this.filesOnly = false;
    this.begin(query);
  }

  private begin(query: string): void {
    this.field.value = query;
    this.found = [];
    this.at = 0;
    this.field.placeholder = this.filesOnly ? 'Go to a file' : 'Search or run a command';
    if (!this.dialog.open) {
      this.dialog.showModal();
      this.dispatchEvent(new CustomEvent('opened'));
    }
    this.draw();
    this.field.focus();
  }

  private build(): void {
    this.dialog.className = 'palette';
    this.dialog.setAttribute('aria-label', 'Command palette');
    const question = document.createElement('div');
    question.className = 'q';
    this.field.type = 'text';
    this.field.spellcheck = false;
    this.field.autocomplete = 'off';
    this.field.setAttribute('role', 'combobox');
    this.field.setAttribute('aria-expanded', 'true');
    this.field.setAttribute('aria-controls', 'slip-palette-list');
    this.field.setAttribute('aria-label', 'Search or run a command');
    this.field.addEventListener('input', this.onInput);
    this.field.addEventListener('keydown', this.onKey);
    question.append(icon('search'), this.field, key('Esc'));
    this.list.id = 'slip-palette-list';
    this.list.className = 'palettelist';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Results');
    const foot = document.createElement('div');
    foot.className = 'foot';
    for (const [signs, words] of [
      ['↑ ↓', 'choose'],
      ['Enter', 'open'],
      ['>', 'actions only'],
      ['#', 'builds'],
      [':', 'tags'],
    ] as const) {
      const part = document.createElement('span');
      part.className = 'keys';
      part.append(...signs.split(' ').map(key), words);
      foot.append(part);
    }
    this.dialog.append(question, this.list, foot);
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog) {
        this.dialog.close();
      }
    });
    this.append(this.dialog);
  }

  private readonly onPageKey = (event: KeyboardEvent): void => {
    const letter = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && (letter === 'k' || letter === 'p')) {
      event.preventDefault();
      event.stopPropagation();
      this.filesOnly = letter === 'p';
      this.begin('');
    }
  };

  private readonly onInput = (): void => {
    this.at = 0;
    this.draw();
    window.clearTimeout(this.timer);
    const query = this.field.value;
    if (query.trim() !== '' && !this.filesOnly) {
      this.timer = window.setTimeout(() => this.dispatchEvent(new CustomEvent('query', { detail: { query } })), ASK_MS);
    }
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (by !== 0 && this.shown.length > 0) {
      event.preventDefault();
      this.at = (this.at + by + this.shown.length) % this.shown.length;
      this.mark();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.choose(this.shown[this.at]);
    }
  };

  private choose(entry: Entry | undefined): void {
    if (entry) {
      this.dialog.close();
      this.dispatchEvent(new CustomEvent('chosen', { detail: { id: entry.id } }));
    }
  }

  private draw(): void {
    if (!this.dialog.open) {
      return;
    }
    const sign = this.field.value.charAt(0);
    const only = this.filesOnly ? /file/i : GROUPS_OF[sign];
    const query = !this.filesOnly && only ? this.field.value.slice(1) : this.field.value;
    const groups = new Map<string, { entry: Entry; rank: Rank }[]>();
    for (const entry of [...this.entryList, ...this.found]) {
      const place = only && !only.test(entry.group) ? undefined : rank(entry.label, query);
      if (place) {
        groups.set(entry.group, [...(groups.get(entry.group) ?? []), { entry, rank: place }]);
      }
    }
    this.shown = [];
    this.list.replaceChildren();
    for (const [name, ranked] of groups) {
      this.drawGroup(name, ranked.sort((a, b) => b.rank.score - a.rank.score).slice(0, PER_GROUP));
    }
    if (this.shown.length === 0) {
      const none = document.createElement('p');
      none.className = 'ph';
      none.textContent = 'Nothing is called that here.';
      this.list.append(none);
    }
    this.mark();
  }

  private drawGroup(name: string, ranked: readonly { entry: Entry; rank: Rank }[]): void {
    const group = document.createElement('div');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', name);
    const head = document.createElement('p');
    head.className = 'ph';
    head.textContent = name;
    head.setAttribute('aria-hidden', 'true');
    group.append(head);
    for (const { entry, rank: place } of ranked) {
      const option = document.createElement('div');
      option.setAttribute('role', 'option');
      option.id = `slip-palette-${this.shown.length}`;
      const end = document.createElement('span');
      end.className = 'keys';
      end.append(...(entry.keys ? entry.keys.split(' ').map(key) : [entry.hint]));
      option.append(icon(entry.icon), label(entry.label, place.hits), end);
      option.addEventListener('click', () => this.choose(entry));
      group.append(option);
      this.shown.push(entry);
    }
    this.list.append(group);
  }

  private mark(): void {
    this.list.querySelectorAll('[role=option]').forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === this.at));
      if (index === this.at) {
        this.field.setAttribute('aria-activedescendant', option.id);
        option.scrollIntoView({ block: 'nearest' });
      }
    });
  }
}

function label(text: string, hits: readonly number[]): HTMLElement {
  const element = document.createElement('span');
  element.className = 'ell';
  let at = 0;
  while (at < text.length) {
    const hit = hits.includes(at);
    let end = at + 1;
    while (end < text.length && hits.includes(end) === hit) {
      end++;
    }
    const piece = document.createElement(hit ? 'b' : 'span');
    piece.textContent = text.slice(at, end);
    element.append(piece);
    at = end;
  }
  return element;
}

function key(text: string): HTMLElement {
  const element = document.createElement('kbd');
  element.textContent = text;
  return element;
}

customElements.define('slip-palette', SlipPalette);
