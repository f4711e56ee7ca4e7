import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { budget } from './budget.ts';

// Where the local server and the CDK app look for the build (local/paths.py, infra/console.py).
const { CASEBOOK_WEB_DIR = '../.build/web' } = process.env;

export default defineConfig({
  plugins: [react(), tailwindcss(), budget()],
  build: {
    outDir: CASEBOOK_WEB_DIR,
    emptyOutDir: true,
    manifest: true,
  },
  server: { fs: { allow: ['..'] } }, // docs/examples
  test: { include: ['tests/**/*.test.{ts,tsx}'], setupFiles: ['tests/setup.ts'] },
});
