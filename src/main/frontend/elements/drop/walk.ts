import type { TarEntry } from './tar';

/** What a person dropped or picked. */
export interface Pick {
  /** Name of the folder or archive. */
  readonly name: string;
  readonly archive: boolean;
  readonly files: readonly TarEntry[];
  readonly bytes: number;
}

const ARCHIVE = /\.(zip|tar|tgz|tbz2?|txz|tzst|tar\.(gz|bz2|xz|zst))$/i;

/** Files that were picked by the browser's folder dialog. */
export function ofFolderInput(files: FileList): Pick | undefined {
  const entries = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, content: file, modified: file.lastModified }));
  const first = entries[0];
  return first && pickOf(first.path.split('/')[0]!, entries);
}

/** A file that was picked by the browser's file dialog. */
export function ofFile(file: File): Pick {
  return { name: file.name, archive: ARCHIVE.test(file.name), files: [{ path: file.name, content: file, modified: file.lastModified }], bytes: file.size };
}

/**
 * All files of what was dropped. The entries must be taken from the event before anything is awaited, and a folder's reader answers at most 100 of them at a
 * time, until it answers none.
 */
export async function ofDrop(items: DataTransferItemList): Promise<Pick | undefined> {
  const roots = [...items].filter((item) => item.kind === 'file').map((item) => item.webkitGetAsEntry());
  const present = roots.filter((root) => root !== null);
  const only = present[0];
  if (!only) {
    return undefined;
  }
  if (present.length === 1 && only.isFile) {
    return ofFile(await fileOf(only as FileSystemFileEntry));
  }
  const files: TarEntry[] = [];
  for (const root of present) {
    await collect(root, root.name, files);
  }
  return pickOf(present.length === 1 ? only.name : '', files);
}

async function collect(entry: FileSystemEntry, path: string, into: TarEntry[]): Promise<void> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    into.push({ path, content: file, modified: file.lastModified });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let some = await read(reader); some.length > 0; some = await read(reader)) {
    for (const child of some) {
      await collect(child, `${path}/${child.name}`, into);
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

function pickOf(name: string, files: readonly TarEntry[]): Pick {
  return { name, archive: false, files, bytes: files.reduce((sum, { content }) => sum + content.size, 0) };
}

/** A name as a project name; empty when nothing of it can be used. */
export function projectName(name: string): string {
  return name
    .replace(ARCHIVE, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 64)
    .replace(/[^a-z0-9]+$/, '');
}
