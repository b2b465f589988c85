import { describe, expect, it } from 'vitest';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}
const { countTests, describeCounts } = (await import(
  new URL('../../../scripts/test-counts.mjs', import.meta.url).href
)) as { countTests: (report: unknown) => Counts; describeCounts: (counts: Counts) => string };

const report = (total: number, passed: number, failed: number, testResults: readonly unknown[] = []): unknown => ({
  numTotalTests: total,
  numPassedTests: passed,
  numFailedTests: failed,
  testResults,
});

describe('the closing line of npm test', () => {
  const failedTest = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
  const brokenFile = { status: 'failed', assertionResults: [] };
  it.each([
    ['all passed', report(5, 5, 0, [{ status: 'passed', assertionResults: [] }]), '5 passed, 0 failed, 0 skipped'],
    ['one failed, one left out', report(5, 3, 1, [failedTest]), '3 passed, 1 failed, 1 skipped'],
    ['a file could not be loaded', report(5, 5, 0, [brokenFile]), '5 passed, 1 failed, 0 skipped'],
  ])('%s', (_name, vitestReport, line) => {
    expect(describeCounts(countTests(vitestReport))).toBe(line);
  });
});
