import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// MILLRACE_API: where `npm run dev` finds a query API.
const api = process.env.MILLRACE_API ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: 'src',
  publicDir: false,
  plugins: [react()],
  server: {
    // Not /api: there the sources of src/api are.
    proxy: { '/api/v1': api, '/openapi.yaml': api },
  },
  build: {
    outDir: '../target/page',
    emptyOutDir: true,
    // The content security policy allows no inlined module or picture beside data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  test: { root: '.', include: ['src/**/*.test.ts'], environment: 'node' },
});
