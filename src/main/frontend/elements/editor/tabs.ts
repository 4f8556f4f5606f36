import { icon } from '../../icons/sprite';

export interface TabEars {
  show(path: string): void;
  close(path: string): void;
}

/** The strip of open files. */
export class Tabs {
  readonly element = document.createElement('div');

  private readonly tabs = new Map<string, HTMLElement>();

  constructor(private readonly ears: TabEars) {
    this.element.className = 'edtablist';
    this.element.setAttribute('role', 'tablist');
    this.element.setAttribute('aria-label', 'Open files');
    this.element.addEventListener('keydown', this.onKey);
  }

  add(path: string, docker: boolean): void {
    const tab = document.createElement('div');
    tab.className = docker ? 'edtab docker' : 'edtab';
    tab.setAttribute('role', 'presentation');
    tab.title = path;
    const open = document.createElement('button');
    open.type = 'button';
    open.className = 'open';
    open.setAttribute('role', 'tab');
    open.setAttribute('aria-keyshortcuts', 'Delete');
    open.append(icon(docker ? 'dockerfile' : 'file'), path.slice(path.lastIndexOf('/') + 1));
    open.addEventListener('click', () => this.ears.show(path));
    // For the mouse only: a tab list holds tabs and nothing else; the keyboard has Delete.
    const close = document.createElement('span');
    close.className = 'close';
    close.title = 'Close (Delete)';
    close.setAttribute('aria-hidden', 'true');
    close.append(icon('x', 12));
    close.addEventListener('click', () => this.ears.close(path));
    tab.addEventListener('auxclick', (event) => {
      if (event.button === 1) {
        this.ears.close(path);
      }
    });
    tab.append(open, close);
    this.tabs.set(path, tab);
    this.element.append(tab);
    this.setDirty(path, false);
  }

  remove(path: string): void {
    this.tabs.get(path)?.remove();
    this.tabs.delete(path);
  }

  select(path: string): void {
    for (const [other, tab] of this.tabs) {
      const current = other === path;
      tab.toggleAttribute('data-current', current);
      const open = tab.querySelector('.open')!;
      open.setAttribute('aria-selected', String(current));
      (open as HTMLElement).tabIndex = current ? 0 : -1;
      if (current) {
        tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      }
    }
  }

  setDirty(path: string, dirty: boolean): void {
    const tab = this.tabs.get(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    tab?.classList.toggle('changed', dirty);
    tab?.querySelector('.open')?.setAttribute('aria-label', dirty ? `${name}, unsaved changes` : name);
  }

  /* Arrows move between tabs, Delete closes one, as the tabs pattern has it. */
  private readonly onKey = (event: KeyboardEvent): void => {
    const paths = [...this.tabs.keys()];
    const at = paths.findIndex((path) => this.tabs.get(path)?.contains(document.activeElement));
    const path = paths[at];
    if (path === undefined) {
      return;
    }
    const to = event.key === 'ArrowRight' ? at + 1 : event.key === 'ArrowLeft' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? paths.length - 1 : -1;
    const target = paths[to];
    if (target !== undefined) {
      event.preventDefault();
      this.ears.show(target);
      this.tabs.get(target)?.querySelector<HTMLElement>('.open')?.focus();
    } else if (event.key === 'Delete') {
      event.preventDefault();
      this.ears.close(path);
    }
  };
}
