/* dockerfile-ast asks Node's Buffer for one thing: the bytes of a character, to see a byte order mark. Import this before it. */
const scope = globalThis as { Buffer?: { from(text: string): Uint8Array } };
scope.Buffer ??= { from: (text) => new TextEncoder().encode(text) };
