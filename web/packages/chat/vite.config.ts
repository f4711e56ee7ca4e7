/** Builds `@casebook/chat`: everything in it but React, as the page has that. */

import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { scope } from './scope.ts';

// Whoever builds it, as a test does: React's development runtime is not for others.
Object.assign(process.env, { NODE_ENV: 'production' });

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwindcss(), scope()],
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    cssCodeSplit: false,
    license: { fileName: 'licenses.md' },
    lib: { entry: here('entry.ts'), formats: ['es'], fileName: 'index', cssFileName: 'styles' },
    rollupOptions: { external: /^react(-dom)?($|\/)/ },
  },
});
