import type { editor as Editor, IRange } from 'monaco-editor/esm/vs/editor/editor.api.js';
import { icon } from '../icons/sprite';
import { Drafts } from './editor/drafts';
import { Tabs } from './editor/tabs';

type Kit = typeof import('./editor/monaco') & typeof import('./editor/dockerfile');

/** A file as the server hands it over. */
interface OpenFile {
  readonly path: string;
  readonly text: string;
  readonly blob: string;
  readonly readOnly: string;
}

/** A finding of the server. */
interface Problem {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: 'ERROR' | 'WARNING' | 'INFO';
  readonly message: string;
  readonly rule: string;
  readonly url: string | null;
}

/** Lines where a build failed. */
interface Failure {
  readonly path: string;
  readonly first: number;
  readonly last: number;
  readonly message: string;
}

/** A file that is open here. */
interface Tab {
  path: string;
  readonly model: Editor.ITextModel;
  base: string;
  readOnly: string;
  /** Monaco's version of the text that is stored. */
  storedVersion: number;
  dirty: boolean;
  view: Editor.ICodeEditorViewState | null;
  marks: string[];
  running: string[];
  draftTimer: number;
  restTimer: number;
}

const DRAFT_MS = 300;
const REST_MS = 700;
const PROBLEMS_MS = 500;

/**
 * Monaco in the page itself (it needs light DOM), one model per open file. Calls from the server are carried out in order, as soon as Monaco is there. Sends
 * `save`, `build`, `shown`, `closed`, `dirty`, `problems`, `rested`, `cursor`, `settings-toggle` and, for the notes, `editor-layout`.
 */
class SlipEditor extends HTMLElement {
  private readonly bar = document.createElement('div');
  private readonly host = document.createElement('div');
  private readonly status = document.createElement('div');
  private readonly place = document.createElement('span');
  private readonly language = document.createElement('span');
  private readonly lineEnd = document.createElement('span');
  private readonly remark = document.createElement('span');
  private readonly noteSource = document.createElement('span');
  private readonly notesButton = document.createElement('button');
  private readonly tabs = new Tabs({ show: (path) => this.show(path, 0), close: (path) => this.closeByHand(path) });
  private readonly files = new Map<string, Tab>();
  private drafts = new Drafts('');
  private reason = '';
  private current?: Tab;
  private editor?: Editor.IStandaloneCodeEditor;
  private kit?: Kit;
  private loading?: Promise<void>;
  /** The failed lines; kept here, because the file may be opened after the build is known. */
  private failure?: Failure;
  private problemTimer = 0;
  private diff?: HTMLElement;

  connectedCallback(): void {
    if (!this.host.isConnected) {
      this.build();
    }
    this.loading ??= this.load();
    window.addEventListener('pagehide', this.keepDrafts);
  }

  disconnectedCallback(): void {
    window.removeEventListener('pagehide', this.keepDrafts);
    this.keepDrafts();
    /* Moved within the page, it comes back at once; taken away, Monaco must go. */
    queueMicrotask(() => {
      if (!this.isConnected) {
        this.dispose();
      }
    });
  }

  set project(project: string) {
    this.drafts = new Drafts(project);
  }

  set readOnlyReason(reason: string | null) {
    this.reason = reason ?? '';
    this.applyReadOnly();
  }

  /** Text at the right of the status bar. */
  set noteSourceText(text: string) {
    this.noteSource.textContent = text;
  }

  /** Path of the file that is shown. */
  get shownPath(): string {
    return this.current?.path ?? '';
  }

  /** Text of an open file. */
  textOf(path: string): string | undefined {
    return this.files.get(path)?.model.getValue();
  }

  /** Where a line is, from the top of what is in sight; undefined before Monaco is there. */
  topOf(line: number): number | undefined {
    return this.editor ? this.editor.getTopForLineNumber(line) - this.editor.getScrollTop() : undefined;
  }

  /** A click on a note goes to its line. */
  goTo(line: number): void {
    this.editor?.setPosition({ lineNumber: line, column: 1 });
    this.editor?.revealLineInCenterIfOutsideViewport(line);
    this.editor?.focus();
  }

  /** Draws the bar of running instructions beside the line numbers. */
  markRunning(path: string, ranges: readonly (readonly [number, number])[]): void {
    const tab = this.files.get(path);
    if (tab) {
      tab.running = tab.model.deltaDecorations(
        tab.running,
        ranges.map(([first, last]) => ({ range: lines(first, last), options: { isWholeLine: true, linesDecorationsClassName: 'slip-run-bar' } })),
      );
    }
  }

  override focus(): void {
    this.whenReady(() => this.editor?.focus());
  }

  open(file: OpenFile): void {
    this.whenReady((kit) => {
      if (!this.files.has(file.path)) {
        this.add(kit, file);
      }
      this.select(file.path);
    });
  }

  replace({ path, text, blob, readOnly }: OpenFile): void {
    this.whenReady(() => {
      const tab = this.files.get(path);
      if (tab) {
        if (tab.model.getValue() !== text) {
          tab.model.pushEditOperations([], [{ range: tab.model.getFullModelRange(), text }], () => null);
        }
        tab.base = blob;
        tab.readOnly = readOnly;
        tab.storedVersion = tab.model.getAlternativeVersionId();
        this.drafts.forget(path);
        this.settleDirty(tab, false);
        this.applyReadOnly();
      }
    });
  }

  close(path: string, forgetDraft: boolean): void {
    this.whenReady(() => {
      const tab = this.files.get(path);
      if (tab) {
        if (forgetDraft) {
          window.clearTimeout(tab.draftTimer);
          this.drafts.forget(path);
        } else {
          this.keepDraft(tab);
        }
        this.take(tab);
      }
    });
  }

  rename(from: string, to: string): void {
    this.whenReady((kit) => {
      const tab = this.files.get(from);
      if (tab) {
        this.files.delete(from);
        this.drafts.forget(from);
        tab.path = to;
        this.files.set(to, tab);
        this.tabs.remove(from);
        this.tabs.add(to, kit.languageOf(to) === 'dockerfile');
        kit.monaco.editor.setModelLanguage(tab.model, kit.languageOf(to));
        this.tabs.setDirty(to, tab.dirty);
        this.keepDraft(tab);
        if (tab === this.current) {
          this.tabs.select(to);
          this.tellShown();
        }
      }
    });
  }

  show(path: string, line: number): void {
    this.whenReady(() => {
      this.select(path);
      if (line > 0 && this.current?.path === path) {
        this.goTo(line);
      }
    });
  }

  saveAll(): void {
    this.whenReady(() => {
      for (const tab of this.files.values()) {
        this.save(tab);
      }
    });
  }

  saved(path: string, blob: string, version: number): void {
    this.whenReady(() => {
      const tab = this.files.get(path);
      if (tab) {
        tab.base = blob;
        tab.storedVersion = version;
        this.drafts.forget(path);
        this.settleDirty(tab, false);
        this.keepDraft(tab);
      }
    });
  }

  markFailed(path: string, first: number, last: number, message: string): void {
    this.failure = { path, first, last, message };
    this.whenReady((kit) => this.drawFailure(kit));
  }

  private drawFailure({ monaco }: Kit): void {
    const failure = this.failure;
    const tab = failure && this.files.get(failure.path);
    if (!failure || !tab || failure.first < 1 || failure.first > tab.model.getLineCount()) {
      return;
    }
    const { first, message } = failure;
    const end = Math.min(failure.last, tab.model.getLineCount());
    tab.marks = tab.model.deltaDecorations(tab.marks, [
      { range: lines(first, end), options: { isWholeLine: true, className: 'slip-fail-line', linesDecorationsClassName: 'slip-fail-bar', hoverMessage: { value: message } } },
    ]);
    monaco.editor.setModelMarkers(tab.model, 'build', [
      {
        severity: monaco.MarkerSeverity.Error,
        startLineNumber: end,
        startColumn: tab.model.getLineFirstNonWhitespaceColumn(end) || 1,
        endLineNumber: end,
        endColumn: tab.model.getLineMaxColumn(end),
        message,
        source: 'Build',
      },
    ]);
  }

  clearFailed(): void {
    this.failure = undefined;
    this.whenReady(({ monaco }) => {
      for (const tab of this.files.values()) {
        tab.marks = tab.model.deltaDecorations(tab.marks, []);
        monaco.editor.setModelMarkers(tab.model, 'build', []);
      }
    });
  }

  setProblems(path: string, problems: readonly Problem[]): void {
    this.whenReady(({ monaco }) => {
      const tab = this.files.get(path);
      if (tab) {
        const severities = { ERROR: monaco.MarkerSeverity.Error, WARNING: monaco.MarkerSeverity.Warning, INFO: monaco.MarkerSeverity.Info };
        monaco.editor.setModelMarkers(
          tab.model,
          'buildkit',
          problems.map((problem) => ({
            severity: severities[problem.severity],
            startLineNumber: problem.startLine,
            startColumn: problem.startColumn,
            endLineNumber: problem.endLine,
            endColumn: problem.endColumn > problem.startColumn || problem.endLine > problem.startLine ? problem.endColumn : tab.model.getLineMaxColumn(Math.min(problem.endLine, tab.model.getLineCount())),
            message: problem.message,
            source: 'BuildKit',
            code: problem.url ? { value: problem.rule, target: monaco.Uri.parse(problem.url) } : problem.rule,
          })),
        );
      }
    });
  }

  /** Shows the stored text and the draft side by side, over the code. */
  compare(path: string, storedText: string): void {
    this.whenReady(({ monaco, languageOf }) => {
      this.endCompare();
      const tab = this.files.get(path);
      if (!tab) {
        return;
      }
      const panel = document.createElement('div');
      panel.className = 'eddiff';
      panel.setAttribute('role', 'group');
      panel.setAttribute('aria-label', `Compare ${path}`);
      const head = document.createElement('div');
      head.className = 'eddiffhead';
      head.append(labelled('Stored version'), labelled('Your draft'));
      const close = document.createElement('button');
      close.type = 'button';
      close.className = 'toggle';
      close.setAttribute('aria-label', 'Close the comparison');
      close.append(icon('x'));
      close.addEventListener('click', () => this.endCompare());
      head.append(close);
      const body = document.createElement('div');
      panel.append(head, body);
      this.append(panel);
      this.diff = panel;
      const view = monaco.editor.createDiffEditor(body, { ...this.options(), readOnly: true, originalEditable: false, renderSideBySide: this.clientWidth > 720 });
      const original = monaco.editor.createModel(storedText, languageOf(path));
      view.setModel({ original, modified: tab.model });
      panel.addEventListener('keydown', (event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          this.endCompare();
        }
      });
      panel.addEventListener('compare-end', () => {
        view.dispose();
        original.dispose();
      });
      view.getModifiedEditor().focus();
    });
  }

  private endCompare(): void {
    this.diff?.dispatchEvent(new Event('compare-end'));
    this.diff?.remove();
    this.diff = undefined;
    this.editor?.focus();
  }

  private build(): void {
    this.classList.add('slipeditor');
    this.bar.className = 'edtabs';
    this.notesButton.type = 'button';
    this.notesButton.className = 'toggle';
    this.notesButton.append(icon('clock'), 'Notes');
    this.notesButton.setAttribute('aria-pressed', String(!this.classList.contains('nonotes')));
    this.notesButton.addEventListener('click', () => this.showNotes(this.classList.contains('nonotes')));
    const settings = document.createElement('button');
    settings.type = 'button';
    settings.className = 'toggle';
    settings.title = 'Build settings';
    settings.setAttribute('aria-label', 'Show or hide the build settings');
    settings.append(icon('split'));
    settings.addEventListener('click', () => this.dispatchEvent(new CustomEvent('settings-toggle')));
    const actions = document.createElement('div');
    actions.className = 'edactions';
    actions.append(this.notesButton, settings);
    this.bar.append(this.tabs.element, actions);
    this.host.className = 'monaco';
    this.status.className = 'edstatus';
    this.remark.className = 'edremark';
    this.noteSource.className = 'ednotesource';
    this.status.append(this.place, this.language, this.lineEnd, this.remark, this.noteSource);
    this.append(this.bar, this.host, this.status);
  }

  private async load(): Promise<void> {
    const [kit, dockerfile] = await Promise.all([import('./editor/monaco'), import('./editor/dockerfile')]);
    this.kit = { ...kit, ...dockerfile };
    if (this.isConnected) {
      this.start(this.kit);
    }
  }

  private start(kit: Kit): void {
    const { monaco } = kit;
    const editor = monaco.editor.create(this.host, { ...this.options(), model: null });
    this.editor = editor;
    editor.onDidChangeCursorPosition(({ position }) => this.onCursor(position.lineNumber, position.column));
    editor.onDidScrollChange(() => this.tellLayout());
    editor.onDidLayoutChange(() => this.tellLayout());
    editor.onDidContentSizeChange(() => this.tellLayout());
    monaco.editor.onDidChangeMarkers(() => this.tellProblemsSoon());
    const { CtrlCmd, Shift } = monaco.KeyMod;
    const { Enter, KeyS } = monaco.KeyCode;
    editor.addAction({ id: 'slip.save', label: 'Save', keybindings: [CtrlCmd | KeyS], contextMenuGroupId: '1_slipway', run: () => this.saveCurrent() });
    editor.addAction({ id: 'slip.build', label: 'Build', keybindings: [CtrlCmd | Enter], contextMenuGroupId: '1_slipway', run: () => this.askBuild(false) });
    editor.addAction({ id: 'slip.build-without-cache', label: 'Build without cache', keybindings: [CtrlCmd | Shift | Enter], run: () => this.askBuild(true) });
    this.applyReadOnly();
  }

  private options(): Editor.IStandaloneEditorConstructionOptions {
    return {
      ariaLabel: 'Code. Control M switches whether Tab moves the focus.',
      automaticLayout: true,
      bracketPairColorization: { enabled: false },
      fixedOverflowWidgets: true,
      folding: false,
      fontFamily: getComputedStyle(this).getPropertyValue('--slip-mono'),
      fontLigatures: false,
      fontSize: 13,
      glyphMargin: false,
      guides: { indentation: false },
      lineDecorationsWidth: 18,
      lineHeight: 20,
      lineNumbersMinChars: 3,
      minimap: { enabled: false },
      occurrencesHighlight: 'off',
      overviewRulerBorder: false,
      overviewRulerLanes: 2,
      padding: { top: 8, bottom: 8 },
      renderLineHighlight: 'all',
      scrollBeyondLastLine: false,
      scrollbar: { horizontalScrollbarSize: 10, verticalScrollbarSize: 10, useShadows: false, alwaysConsumeMouseWheel: false },
      stickyScroll: { enabled: false },
      wordBasedSuggestions: 'currentDocument',
    };
  }

  private dispose(): void {
    this.endCompare();
    for (const tab of this.files.values()) {
      window.clearTimeout(tab.draftTimer);
      window.clearTimeout(tab.restTimer);
      tab.model.dispose();
      this.tabs.remove(tab.path);
    }
    this.files.clear();
    this.current = undefined;
    this.editor?.dispose();
    this.editor = undefined;
    this.loading = undefined;
  }

  private whenReady(act: (kit: Kit) => void): void {
    if (this.editor && this.kit) {
      act(this.kit);
      return;
    }
    this.loading ??= this.load();
    void this.loading.then(() => {
      if (this.editor && this.kit) {
        act(this.kit);
      }
    });
  }

  private add(kit: Kit, { path, text, blob, readOnly }: OpenFile): void {
    const language = kit.languageOf(path);
    const model = kit.monaco.editor.createModel(text, language);
    model.updateOptions({ tabSize: language === 'python' || language === 'dockerfile' ? 4 : 2 });
    const tab: Tab = {
      path,
      model,
      base: blob,
      readOnly,
      storedVersion: model.getAlternativeVersionId(),
      dirty: false,
      view: null,
      marks: [],
      running: [],
      draftTimer: 0,
      restTimer: 0,
    };
    this.files.set(path, tab);
    this.tabs.add(path, language === 'dockerfile');
    const draft = readOnly ? undefined : this.drafts.find(path);
    model.onDidChangeContent(() => this.onChange(kit, tab));
    if (draft && draft.text !== model.getValue()) {
      /* A draft of an older version keeps that base: saving it is refused as a conflict, and both texts are shown. */
      tab.base = draft.base;
      model.pushEditOperations([], [{ range: model.getFullModelRange(), text: draft.text }], () => null);
      this.settleDirty(tab, true, draft.base !== blob);
    } else if (draft) {
      this.drafts.forget(path);
    }
    this.lint(kit, tab);
    if (this.failure?.path === path) {
      this.drawFailure(kit);
    }
  }

  private onChange(kit: Kit, tab: Tab): void {
    this.settleDirty(tab, false);
    window.clearTimeout(tab.draftTimer);
    tab.draftTimer = window.setTimeout(() => this.keepDraft(tab), DRAFT_MS);
    window.clearTimeout(tab.restTimer);
    tab.restTimer = window.setTimeout(() => {
      this.lint(kit, tab);
      if (tab.model.getLanguageId() === 'dockerfile') {
        this.send('rested', { path: tab.path, text: tab.model.getValue() });
      }
    }, REST_MS);
  }

  private lint(kit: Kit, tab: Tab): void {
    if (tab.model.getLanguageId() === 'dockerfile' && !tab.model.isDisposed()) {
      kit.monaco.editor.setModelMarkers(tab.model, 'dockerfile', kit.check(kit.monaco, tab.model.getValue()));
    }
  }

  private settleDirty(tab: Tab, restored: boolean, stale = false): void {
    const dirty = tab.model.getAlternativeVersionId() !== tab.storedVersion;
    if (dirty !== tab.dirty || restored) {
      tab.dirty = dirty;
      this.tabs.setDirty(tab.path, dirty);
      this.send('dirty', { path: tab.path, dirty, restored, stale });
    }
  }

  private keepDraft(tab: Tab): void {
    window.clearTimeout(tab.draftTimer);
    if (!tab.dirty) {
      this.drafts.forget(tab.path);
    } else if (!this.drafts.keep(tab.path, tab.base, tab.model.getValue())) {
      this.remark.textContent = 'The browser has no room for a draft: save soon.';
    }
  }

  private readonly keepDrafts = (): void => {
    for (const tab of this.files.values()) {
      this.keepDraft(tab);
    }
  };

  private select(path: string): void {
    const tab = this.files.get(path);
    if (!tab || !this.editor || tab === this.current) {
      return;
    }
    if (this.current) {
      this.current.view = this.editor.saveViewState();
    }
    this.endCompareOf(tab);
    this.current = tab;
    this.editor.setModel(tab.model);
    if (tab.view) {
      this.editor.restoreViewState(tab.view);
    }
    this.editor.updateOptions({ ariaLabel: `${path}. Control M switches whether Tab moves the focus.` });
    this.tabs.select(path);
    this.applyReadOnly();
    this.describe(tab);
    this.tellShown();
    this.tellLayout();
  }

  private endCompareOf(tab: Tab): void {
    if (this.diff && this.current !== tab) {
      this.endCompare();
    }
  }

  private take(tab: Tab): void {
    const paths = [...this.files.keys()];
    const at = paths.indexOf(tab.path);
    const next = paths[at + 1] ?? paths[at - 1];
    this.files.delete(tab.path);
    this.tabs.remove(tab.path);
    if (tab === this.current) {
      this.current = undefined;
      this.editor?.setModel(null);
      if (next === undefined) {
        this.place.textContent = '';
        this.language.textContent = '';
        this.lineEnd.textContent = '';
        this.tellShown();
        this.tellLayout();
      } else {
        this.select(next);
      }
    }
    window.clearTimeout(tab.restTimer);
    tab.model.dispose();
  }

  private closeByHand(path: string): void {
    const tab = this.files.get(path);
    if (tab) {
      this.keepDraft(tab);
      this.take(tab);
      this.send('closed', { path });
    }
  }

  private saveCurrent(): void {
    if (this.current) {
      this.save(this.current);
    }
  }

  private save(tab: Tab): void {
    if (tab.dirty && !tab.readOnly && !this.reason) {
      this.keepDraft(tab);
      this.send('save', { path: tab.path, text: tab.model.getValue(), base: tab.base, version: tab.model.getAlternativeVersionId() });
    }
  }

  private askBuild(withoutCache: boolean): void {
    this.send('build', { withoutCache });
  }

  private applyReadOnly(): void {
    const reason = this.reason || (this.current?.readOnly ?? '');
    this.editor?.updateOptions({ readOnly: reason !== '', readOnlyMessage: { value: reason } });
    this.remark.textContent = reason;
  }

  private describe({ model }: Tab): void {
    const names: Record<string, string> = { dockerfile: 'Dockerfile', plaintext: 'Text', yaml: 'YAML', json: 'JSON', html: 'HTML', css: 'CSS', xml: 'XML', sql: 'SQL', ini: 'INI', javascript: 'JavaScript', typescript: 'TypeScript' };
    const language = model.getLanguageId();
    this.language.textContent = names[language] ?? language.charAt(0).toUpperCase() + language.slice(1);
    this.lineEnd.textContent = `${model.getEOL() === '\n' ? 'LF' : 'CRLF'}`;
    const position = this.editor?.getPosition();
    this.onCursor(position?.lineNumber ?? 1, position?.column ?? 1);
  }

  private onCursor(line: number, column: number): void {
    this.place.textContent = `Ln ${line}, Col ${column}`;
    this.send('cursor', { line, column });
  }

  private tellShown(): void {
    this.send('shown', { path: this.shownPath });
  }

  private showNotes(visible: boolean): void {
    this.classList.toggle('nonotes', !visible);
    this.notesButton.setAttribute('aria-pressed', String(visible));
    this.tellLayout();
  }

  private tellLayout(): void {
    this.send('editor-layout', {});
  }

  private tellProblemsSoon(): void {
    window.clearTimeout(this.problemTimer);
    this.problemTimer = window.setTimeout(() => this.tellProblems(), PROBLEMS_MS);
  }

  private tellProblems(): void {
    const kit = this.kit;
    if (!kit) {
      return;
    }
    const { MarkerSeverity, editor } = kit.monaco;
    const problems = [...this.files.values()].flatMap((tab) =>
      editor.getModelMarkers({ resource: tab.model.uri }).map((marker) => ({
        path: tab.path,
        line: marker.startLineNumber,
        column: marker.startColumn,
        severity: marker.severity === MarkerSeverity.Error ? 'ERROR' : marker.severity === MarkerSeverity.Warning ? 'WARNING' : 'INFO',
        message: marker.message,
        rule: typeof marker.code === 'string' ? marker.code : (marker.code?.value ?? ''),
      })),
    );
    this.send('problems', { problems });
  }

  private send(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

function lines(first: number, last: number): IRange {
  return { startLineNumber: first, startColumn: 1, endLineNumber: last, endColumn: 1 };
}

function labelled(text: string): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

export type { SlipEditor };

customElements.define('slip-editor', SlipEditor);
