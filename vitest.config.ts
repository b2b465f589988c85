import { fileURLToPath } from 'node:url';
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

/** Applications in TypeScript, and their tests, import the server by its name. */
const alias = {
  'afterglow-media/application': fileURLToPath(new URL('src/script/ts/index.ts', import.meta.url)),
  'afterglow-media/testing': fileURLToPath(new URL('src/main/testing/index.ts', import.meta.url)),
};

/** One project per kind of test; `npx vitest --project unit` runs one of them. */
export default defineConfig({
  test: {
    projects: Object.entries(kinds).map(([name, testTimeout]) => ({
      resolve: { alias },
      test: {
        name,
        // The samples bring their own.
        include: [`test/${name}/**/*.test.ts`, ...(name === 'unit' ? ['apps/*/*.test.ts'] : [])],
        testTimeout,
        hookTimeout: testTimeout,
        // Two at a time, as two cores do that. Real clients have the machine for themselves.
        maxWorkers: 2,
        // The conversations of a process share the modules that they import, which takes longer than the tests.
        // What a test puts into the place of something is taken back after it; `vi.mock` would come too late.
        isolate: name !== 'conversation',
        restoreMocks: true,
        unstubGlobals: true,
        ...(name === 'e2e' ? { sequence: { groupOrder: 1 }, globalSetup: 'test/support/e2e-setup.ts' } : {}),
      },
    })),
  },
});
