/**
 * Writes a POSIX tar (pax interchange format, IEEE Std 1003.1) as a list of parts: headers made here, contents as slices of the files themselves. Nothing is
 * read into memory; the browser reads each file when it is sent.
 */

/** A file to pack. */
export interface TarEntry {
  /** Path within the archive, with `/`. */
  readonly path: string;
  readonly content: Blob;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

const BLOCK = 512;
const encoder = new TextEncoder();

/** The archive as one Blob. The executable bit cannot be known in a browser: every file is 0644. */
export function tar(entries: readonly TarEntry[]): Blob {
  const parts: BlobPart[] = [];
  for (const entry of entries) {
    parts.push(...headersOf(entry), entry.content, padding(entry.content.size));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts, { type: 'application/x-tar' });
}

/** The headers before a file's content: one, or two more for what the old header cannot hold. */
export function headersOf({ path, content, modified }: TarEntry): Uint8Array<ArrayBuffer>[] {
  const records: string[] = [];
  const name = encoder.encode(path);
  const plain = name.length <= 100 && name.every((byte) => byte < 0x80);
  if (!plain) {
    records.push(record('path', path));
  }
  if (content.size > 0o77777777777) {
    records.push(record('size', String(content.size)));
  }
  const own = header(plain ? name : encoder.encode(ascii(path)).slice(0, 100), content.size, modified, '0');
  if (records.length === 0) {
    return [own];
  }
  const body = encoder.encode(records.join(''));
  const padded = new Uint8Array(body.length + padding(body.length).length);
  padded.set(body);
  return [header(encoder.encode('PaxHeaders/file'), body.length, modified, 'x'), padded, own];
}

/* `%d key=value\n`, where the number counts the whole record, itself too. */
function record(key: string, value: string): string {
  const rest = encoder.encode(` ${key}=${value}\n`).length;
  let length = rest + String(rest).length;
  if (String(length).length !== String(rest).length) {
    length = rest + String(length).length;
  }
  return `${length} ${key}=${value}\n`;
}

function header(name: Uint8Array, size: number, modified: number, type: string): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number): void => block.set(encoder.encode(text), at);
  const octal = (value: number, digits: number): string => Math.max(0, value).toString(8).padStart(digits, '0').slice(-digits);
  block.set(name, 0);
  put(`${octal(0o644, 7)}\0`, 100);
  put(`${octal(0, 7)}\0`, 108);
  put(`${octal(0, 7)}\0`, 116);
  put(`${octal(size > 0o77777777777 ? 0 : size, 11)}\0`, 124);
  put(`${octal(Math.floor(modified / 1000), 11)}\0`, 136);
  put('        ', 148);
  put(type, 156);
  put('ustar\u000000', 257);
  let sum = 0;
  for (const byte of block) {
    sum += byte;
  }
  put(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function padding(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

function ascii(path: string): string {
  return path.replace(/[^\x20-\x7e]/g, '_');
}
