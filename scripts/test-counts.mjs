/**
 * What Vitest's JSON report says, in three numbers. A test file that could not be run at all counts as
 * one failure: Vitest itself counts no test in it.
 */
export function countTests(report) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numTotalTests - report.numPassedTests - report.numFailedTests,
  };
}

/** The closing line of `npm test`. */
export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
