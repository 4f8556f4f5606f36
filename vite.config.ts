import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UserConfigFn } from 'vite';
import { overrideVaadinConfig } from './vite.generated';

const here = path.dirname(fileURLToPath(import.meta.url));

const customConfig: UserConfigFn = () => ({
  resolve: {
    // Maven unpacks the editor from its webjar, so that the dependency is declared (and audited) in one place.
    alias: { 'monaco-editor': path.resolve(here, 'target/monaco-editor') },
  },
  worker: { format: 'es' },
});

export default overrideVaadinConfig(customConfig);
