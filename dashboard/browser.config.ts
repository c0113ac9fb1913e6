import { defineConfig } from 'vitest/config';

// Driven by DashboardBrowserIT of the module quickstart, which starts a whole Millrace.
export default defineConfig({
  test: {
    include: ['test/browser/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // One machine, one Millrace, one browser at a time.
    fileParallelism: false,
    env: { TZ: 'UTC' },
  },
});
