import '@vaadin/button/vaadin-button.js';
import { icon } from '../icons/sprite';
import { tar } from './drop/tar';
import { ofDrop, ofFile, ofFolderInput, projectName, type Pick } from './drop/walk';
import { count, size } from './log/words';

interface Problem {
  readonly code: string;
  readonly detail: string;
}

/**
 * Takes a folder or an archive dropped anywhere on the page, or picked, and sends it as the body of one PUT. A folder becomes a tar of slices of its files: no
 * copy is made. Sends `picked` and `uploaded`.
 */
class SlipDrop extends HTMLElement {
  workspace = '';

  private readonly sign = icon('upload', 24);
  private readonly words = document.createElement('div');
  private readonly title_ = document.createElement('div');
  private readonly hint_ = document.createElement('div');
  private readonly bar = document.createElement('div');
  private readonly fill = document.createElement('i');
  private readonly folderButton = button('folder', 'Choose folder');
  private readonly fileButton = button('file', 'Choose archive');
  private readonly cancelButton = button('x', 'Cancel upload');
  private readonly folderInput = document.createElement('input');
  private readonly fileInput = document.createElement('input');
  private readonly veil = document.createElement('div');
  private pick?: Pick;
  private request?: XMLHttpRequest;
  private captionText = 'Drop a folder or an archive here';
  private hintText = 'zip, tar, tar.gz, tar.bz2, tar.xz or tar.zst. Each upload is one commit.';
  private depth = 0;

  connectedCallback(): void {
    if (!this.words.isConnected) {
      this.build();
    }
    window.addEventListener('dragenter', this.onEnter);
    window.addEventListener('dragleave', this.onLeave);
    window.addEventListener('dragover', this.onOver);
    window.addEventListener('drop', this.onDrop);
    window.addEventListener('beforeunload', this.onUnload);
    this.rest();
  }

  disconnectedCallback(): void {
    window.removeEventListener('dragenter', this.onEnter);
    window.removeEventListener('dragleave', this.onLeave);
    window.removeEventListener('dragover', this.onOver);
    window.removeEventListener('drop', this.onDrop);
    window.removeEventListener('beforeunload', this.onUnload);
    this.veil.remove();
    this.request?.abort();
  }

  set caption(text: string) {
    this.captionText = text;
    this.rest();
  }

  set hint(text: string) {
    this.hintText = text;
    this.rest();
  }

  chooseFolder(): void {
    this.folderInput.click();
  }

  /** Sends what waits to a project. */
  send(project: string, message: string): void {
    const pick = this.pick;
    if (!pick || this.request) {
      return;
    }
    const body = pick.archive ? pick.files[0]!.content : tar(pick.files);
    const address = new URL(`api/v1/workspaces/${encodeURIComponent(this.workspace)}/projects/${encodeURIComponent(project)}/archive`, document.baseURI);
    address.searchParams.set('message', message);
    const request = new XMLHttpRequest();
    this.request = request;
    request.open('PUT', address);
    request.responseType = 'text';
    request.setRequestHeader('Content-Type', pick.archive ? 'application/octet-stream' : 'application/x-tar');
    for (const [name, value] of csrf()) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => this.showProgress(pick, loaded, total || body.size);
    request.onload = () => this.onAnswer(request, project);
    request.onerror = () => this.refuse({ code: 'connection-lost', detail: 'The connection broke off. Nothing was stored; try again.' });
    request.onabort = () => this.refuse({ code: 'cancelled', detail: 'The upload was cancelled. Nothing was stored.' });
    this.showProgress(pick, 0, body.size);
    request.send(body);
  }

  forget(): void {
    this.pick = undefined;
    this.rest();
  }

  private build(): void {
    this.classList.add('slipdrop', 'drop');
    this.words.className = 'stack grow';
    this.title_.className = 'strong';
    this.hint_.className = 'small t2';
    this.hint_.setAttribute('role', 'status');
    this.bar.className = 'ptrack';
    this.bar.setAttribute('role', 'progressbar');
    this.bar.setAttribute('aria-label', 'Upload');
    this.bar.append(this.fill);
    this.words.append(this.title_, this.hint_, this.bar);
    this.folderInput.type = 'file';
    this.folderInput.webkitdirectory = true;
    this.folderInput.hidden = true;
    this.folderInput.addEventListener('change', () => this.take(this.folderInput.files ? ofFolderInput(this.folderInput.files) : undefined));
    this.fileInput.type = 'file';
    this.fileInput.accept = '.zip,.tar,.gz,.tgz,.bz2,.xz,.zst';
    this.fileInput.hidden = true;
    this.fileInput.addEventListener('change', () => this.take(this.fileInput.files?.[0] ? ofFile(this.fileInput.files[0]) : undefined));
    this.folderButton.addEventListener('click', () => this.folderInput.click());
    this.fileButton.addEventListener('click', () => this.fileInput.click());
    this.cancelButton.addEventListener('click', () => this.request?.abort());
    this.sign.classList.add('dropsign');
    this.veil.className = 'dropveil';
    this.prepend(this.sign, this.words, this.folderButton, this.fileButton, this.cancelButton, this.folderInput, this.fileInput);
  }

  private rest(): void {
    const busy = this.request !== undefined;
    this.title_.textContent = this.captionText;
    this.hint_.textContent = this.hintText;
    this.hint_.classList.remove('dropfail');
    this.bar.hidden = true;
    this.folderButton.hidden = this.fileButton.hidden = busy;
    this.cancelButton.hidden = !busy;
  }

  private showProgress({ name, files, archive }: Pick, loaded: number, total: number): void {
    this.rest();
    const all = loaded >= total;
    this.title_.textContent = all ? `Storing ${name || 'the files'}` : `Sending ${name || 'the files'}`;
    this.hint_.textContent = all ? 'All is sent; it becomes one commit now.' : `${size(loaded)} of ${size(total)}${archive ? '' : `, ${count(files.length, 'file')}`}`;
    this.bar.hidden = false;
    const share = total > 0 ? Math.round((loaded / total) * 100) : 100;
    this.fill.style.width = `${share}%`;
    this.bar.setAttribute('aria-valuenow', String(share));
  }

  private onAnswer(request: XMLHttpRequest, project: string): void {
    if (request.status < 200 || request.status > 299) {
      this.refuse(problemOf(request));
      return;
    }
    const { revision, files, bytes, leftOut = [] } = JSON.parse(request.responseText) as { revision: string; files: number; bytes: number; leftOut?: unknown[] };
    this.request = undefined;
    this.pick = undefined;
    this.rest();
    this.dispatchEvent(new CustomEvent('uploaded', { detail: { project, revision, files, bytes, leftOut: leftOut.slice(0, 100) } }));
  }

  private refuse(problem: Problem): void {
    this.request = undefined;
    if (!this.isConnected) {
      return;
    }
    this.rest();
    this.hint_.textContent = problem.detail;
    this.hint_.classList.toggle('dropfail', problem.code !== 'cancelled');
  }

  private take(pick: Pick | undefined): void {
    this.folderInput.value = '';
    this.fileInput.value = '';
    if (this.request) {
      return;
    }
    if (!pick || pick.files.length === 0) {
      this.refuse({ code: 'nothing-to-send', detail: 'There is no file in what was dropped. Drop a folder with files, or an archive.' });
      return;
    }
    this.pick = pick;
    this.rest();
    this.dispatchEvent(
      new CustomEvent('picked', {
        detail: { name: pick.name, suggestedProject: projectName(pick.name), files: pick.files.length, bytes: pick.bytes, archive: pick.archive },
      }),
    );
  }

  private readonly onEnter = (event: DragEvent): void => {
    if (hasFiles(event)) {
      this.depth++;
      this.lift(true);
    }
  };

  private readonly onLeave = (event: DragEvent): void => {
    if (hasFiles(event)) {
      this.depth = Math.max(0, this.depth - 1);
      this.lift(this.depth > 0);
    }
  };

  private readonly onOver = (event: DragEvent): void => {
    if (hasFiles(event)) {
      event.preventDefault();
      if (event.dataTransfer) {
        event.dataTransfer.dropEffect = this.request ? 'none' : 'copy';
      }
    }
  };

  private readonly onDrop = (event: DragEvent): void => {
    if (!hasFiles(event) || !event.dataTransfer) {
      return;
    }
    event.preventDefault();
    this.depth = 0;
    this.lift(false);
    ofDrop(event.dataTransfer.items).then(
      (pick) => this.take(pick),
      (error: unknown) => this.refuse({ code: 'unreadable', detail: `The browser could not read all of it (${error instanceof Error ? error.message : String(error)}). Nothing was sent.` }),
    );
  };

  private readonly onUnload = (event: BeforeUnloadEvent): void => {
    if (this.request) {
      event.preventDefault();
    }
  };

  private lift(over: boolean): void {
    this.classList.toggle('over', over);
    this.veil.textContent = this.captionText;
    if (over) {
      document.body.append(this.veil);
    } else {
      this.veil.remove();
    }
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/* Spring Security's token, from the page's head or from the cookie that a page without one has. */
function csrf(): [string, string][] {
  const meta = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
  const header = meta('_csrf_header');
  const token = meta('_csrf');
  if (header && token) {
    return [[header, token]];
  }
  const cookie = /(?:^|;\s*)XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1];
  return cookie ? [['X-XSRF-TOKEN', decodeURIComponent(cookie)]] : [];
}

function problemOf(request: XMLHttpRequest): Problem {
  try {
    const { code = '', detail = '', title = '' } = JSON.parse(request.responseText) as { code?: string; detail?: string; title?: string };
    if (detail || title) {
      return { code: code || String(request.status), detail: detail || title };
    }
  } catch {
    /* Not a problem of ours: a proxy's page, for instance. */
  }
  return { code: String(request.status), detail: `The server refused the upload (${request.status}). Nothing was stored.` };
}

function button(glyph: string, label: string): HTMLElement {
  const element = document.createElement('vaadin-button');
  const sign = document.createElement('vaadin-icon');
  sign.setAttribute('icon', `slip:${glyph}`);
  sign.setAttribute('slot', 'prefix');
  element.append(sign, label);
  return element;
}

customElements.define('slip-drop', SlipDrop);
