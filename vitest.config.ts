import { defineConfig } from 'vitest/config';

const kinds = {
  unit: 30_000,
  property: 60_000,
  conversation: 30_000,
  house: 60_000,
  fuzz: 60_000,
  shared: 60_000,
  e2e: 90_000,
} as const;

/** One project per kind of test; `npx vitest --project unit` runs one of them. */
export default defineConfig({
  test: {
    projects: Object.entries(kinds).map(([name, testTimeout]) => ({
      test: {
        name,
        include: [`test/${name}/**/*.test.ts`],
        testTimeout,
        hookTimeout: testTimeout,
        ...(name === 'e2e' ? { fileParallelism: false, globalSetup: 'test/support/e2e-setup.ts' } : {}),
      },
    })),
  },
});
