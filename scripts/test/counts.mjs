/** Tests passed and failed in vitest's JSON report. A file that broke before its first test counts as one failed. */
export function vitestCounts(report) {
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}

/** Tests passed, at the second try too, and failed in Playwright's JSON report; errors outside tests count as one failed each. */
export function playwrightCounts(report) {
  const { expected, unexpected, flaky } = report.stats;
  return { passed: expected + flaky, failed: unexpected + report.errors.length };
}

/** The names of the tests that passed at the second try only. */
export function playwrightFlaky(report) {
  const within = ({ suites = [], specs = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === "flaky"))
      .map(({ file, title }) => `${file}: ${title}`),
    ...suites.flatMap(within),
  ];
  return report.suites.flatMap(within);
}
