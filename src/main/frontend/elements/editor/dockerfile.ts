import './buffer';
import type * as Monaco from 'monaco-editor/esm/vs/editor/editor.api.js';
import { DockerfileLanguageServiceFactory } from 'dockerfile-language-service';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';

const LANGUAGE = 'dockerfile';

/* A name with a tag would ask Docker Hub for its tags; Slipway's pages speak to Slipway alone. */
const TAG_OF_IMAGE = /^\s*FROM\s+(?:--\S+\s+)*\S+:\S*$/i;

/* Findings that are about BuildKit's newer flags and references: BuildKit's own check knows them better. */
const NOT_OURS = /^(Unknown flag|invalid reference format)/i;

const service = DockerfileLanguageServiceFactory.createLanguageService();
service.setCapabilities({ completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } }, hover: { contentFormat: ['markdown'] } });

/** Completion, hover, formatting and rename for Dockerfiles, all in the browser. */
export function registerDockerfile(monaco: typeof Monaco): void {
  const range = ({ start, end }: Range): Monaco.IRange => ({
    startLineNumber: start.line + 1,
    startColumn: start.character + 1,
    endLineNumber: end.line + 1,
    endColumn: end.character + 1,
  });
  const position = ({ lineNumber, column }: Monaco.Position): Position => ({ line: lineNumber - 1, character: column - 1 });
  const edits = (changes: readonly TextEdit[]): Monaco.languages.TextEdit[] => changes.map((edit) => ({ range: range(edit.range), text: edit.newText }));

  monaco.languages.registerCompletionItemProvider(LANGUAGE, {
    triggerCharacters: ['=', ' ', '$', '-'],
    async provideCompletionItems(model, at) {
      if (TAG_OF_IMAGE.test(model.getLineContent(at.lineNumber).slice(0, at.column - 1))) {
        return { suggestions: [] };
      }
      const items = await service.computeCompletionItems(model.getValue(), position(at));
      const word = model.getWordUntilPosition(at);
      const here: Monaco.IRange = { startLineNumber: at.lineNumber, endLineNumber: at.lineNumber, startColumn: word.startColumn, endColumn: at.column };
      return {
        suggestions: items.map((item) => {
          const resolved = service.resolveCompletionItem(item);
          const edit = resolved.textEdit && 'range' in resolved.textEdit ? resolved.textEdit : undefined;
          const documentation = resolved.documentation;
          return {
            label: resolved.label,
            kind: completionKind(monaco, resolved.kind),
            insertText: edit?.newText ?? resolved.insertText ?? resolved.label,
            insertTextRules: resolved.insertTextFormat === 2 ? monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet : undefined,
            range: edit ? range(edit.range) : here,
            detail: resolved.detail,
            documentation: typeof documentation === 'string' ? documentation : documentation ? { value: documentation.value } : undefined,
            sortText: resolved.sortText,
          };
        }),
      };
    },
  });

  monaco.languages.registerHoverProvider(LANGUAGE, {
    provideHover(model, at) {
      const hover = service.computeHover(model.getValue(), position(at));
      const contents = hover?.contents;
      if (!contents) {
        return null;
      }
      const value = typeof contents === 'string' ? contents : 'value' in contents ? contents.value : '';
      return { contents: [{ value }], range: hover.range ? range(hover.range) : undefined };
    },
  });

  monaco.languages.registerDocumentFormattingEditProvider(LANGUAGE, {
    provideDocumentFormattingEdits: (model, { tabSize, insertSpaces }) => edits(service.format(model.getValue(), { tabSize, insertSpaces, ignoreMultilineInstructions: true })),
  });

  monaco.languages.registerRenameProvider(LANGUAGE, {
    resolveRenameLocation(model, at) {
      const found = service.prepareRename(model.getValue(), position(at));
      return found
        ? { range: range(found), text: model.getValueInRange(range(found)) }
        : { range: new monaco.Range(at.lineNumber, at.column, at.lineNumber, at.column), text: '', rejectReason: 'Stages and variables can be renamed here.' };
    },
    provideRenameEdits(model, at, newName) {
      const changes = service.computeRename({ uri: model.uri.toString() }, model.getValue(), position(at), newName);
      return { edits: edits(changes).map((textEdit) => ({ resource: model.uri, textEdit, versionId: model.getVersionId() })) };
    },
  });
}

function completionKind(monaco: typeof Monaco, kind = 14): Monaco.languages.CompletionItemKind {
  const kinds = monaco.languages.CompletionItemKind;
  switch (kind) {
    case 3:
      return kinds.Function;
    case 5:
    case 10:
      return kinds.Property;
    case 6:
      return kinds.Variable;
    case 7:
      return kinds.Class;
    case 15:
      return kinds.Snippet;
    default:
      return kinds.Keyword;
  }
}

/** What can be said of a Dockerfile without BuildKit; warnings at most, since BuildKit is the judge. */
export function check(monaco: typeof Monaco, text: string): Monaco.editor.IMarkerData[] {
  return service
    .validate(text)
    .filter(({ message }) => !NOT_OURS.test(message))
    .map(({ range: { start, end }, message }) => ({
      severity: monaco.MarkerSeverity.Warning,
      startLineNumber: start.line + 1,
      startColumn: start.character + 1,
      endLineNumber: end.line + 1,
      endColumn: end.character + 1,
      message,
      source: 'Dockerfile',
    }));
}
