import { icon } from '../icons/sprite';
import type { LogState, SlipLog } from './slip-log';

/** The bar of a log: search, Follow, fold all, wrap, download. */
class SlipLogTools extends HTMLElement {
  private followed?: SlipLog;
  private readonly field = document.createElement('input');
  private readonly hits = document.createElement('span');
  private readonly followButton = toggle('follow', 'Follow', true);
  private readonly foldButton = toggle('fold', 'Fold all steps');
  private readonly wrapButton = toggle('wraptext', 'Wrap long lines');
  private readonly downloadLink = document.createElement('a');

  connectedCallback(): void {
    if (this.childElementCount === 0) {
      this.build();
    }
  }

  set log(log: SlipLog) {
    this.followed?.removeEventListener('log-state', this.onState);
    this.followed?.removeEventListener('log-search', this.onSearch);
    this.followed = log;
    log.addEventListener('log-state', this.onState);
    log.addEventListener('log-search', this.onSearch);
    if (log.state) {
      this.show(log.state);
    }
  }

  private build(): void {
    this.classList.add('logtools');
    const box = document.createElement('label');
    box.className = 'logsearch';
    this.field.type = 'search';
    this.field.placeholder = 'Search the log';
    this.field.setAttribute('aria-label', 'Search the log');
    this.field.addEventListener('input', () => this.followed?.searchFor(this.field.value));
    this.field.addEventListener('keydown', this.onKey);
    this.hits.className = 'loghits';
    this.hits.setAttribute('role', 'status');
    const key = document.createElement('kbd');
    key.textContent = '/';
    box.append(icon('search', 14), this.field, this.hits, key);
    this.followButton.addEventListener('click', () => this.change((log) => (log.follow = !log.state.follow)));
    this.foldButton.addEventListener('click', () => this.change((log) => log.foldAll()));
    this.wrapButton.addEventListener('click', () => this.change((log) => (log.wrap = !log.state.wrap)));
    this.downloadLink.className = 'toggle';
    this.downloadLink.title = 'Download the log';
    this.downloadLink.setAttribute('aria-label', 'Download the log');
    this.downloadLink.setAttribute('download', '');
    this.downloadLink.setAttribute('router-ignore', '');
    this.downloadLink.append(icon('download'));
    this.append(box, this.followButton, this.foldButton, this.wrapButton, this.downloadLink);
    this.show({ follow: true, wrap: true, live: true, folded: true, query: '', matches: 0, current: -1, searching: false, download: '' });
  }

  private change(act: (log: SlipLog) => void): void {
    if (this.followed) {
      act(this.followed);
    }
  }

  private readonly onState = (event: Event): void => {
    this.show((event as CustomEvent<LogState>).detail);
  };

  private readonly onSearch = (): void => {
    this.field.focus();
    this.field.select();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      this.followed?.goToMatch(event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.field.value = '';
      this.followed?.searchFor('');
      this.followed?.querySelector<HTMLElement>('.log')?.focus();
    }
  };

  private show({ follow, wrap, folded, query, matches, current, searching, download }: LogState): void {
    this.followButton.setAttribute('aria-pressed', String(follow));
    this.wrapButton.setAttribute('aria-pressed', String(wrap));
    const fold = folded ? 'Open all steps' : 'Fold all steps';
    this.foldButton.title = fold;
    this.foldButton.setAttribute('aria-label', fold);
    this.hits.textContent = query === '' ? '' : matches > 0 ? `${current + 1}/${matches.toLocaleString('en')}${searching ? '+' : ''}` : searching ? '…' : 'none';
    this.downloadLink.hidden = download === '';
    this.downloadLink.href = download;
  }
}

function toggle(glyph: string, label: string, showLabel = false): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'toggle';
  button.append(icon(glyph));
  if (showLabel) {
    button.append(label);
  } else {
    button.setAttribute('aria-label', label);
    button.title = label;
  }
  return button;
}

customElements.define('slip-log-tools', SlipLogTools);
