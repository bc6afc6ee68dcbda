import fs from 'node:fs';

/** @typedef {{passed: number, failed: number}} Counts */

/** A check that is one yes or no. @param {number} exitCode @returns {Counts} */
export function countWhole(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @param {number} exitCode @param {string} reportFile vitest's JSON report @returns {Counts} */
export function countUnitTests(exitCode, reportFile) {
  const report = readReport(reportFile);
  return atLeastOneFailure(exitCode, { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 });
}

/** @param {number} exitCode @param {string} reportFile Playwright's JSON report @returns {Counts} */
export function countBrowserTests(exitCode, reportFile) {
  const { expected = 0, unexpected = 0, flaky = 0 } = readReport(reportFile)?.stats ?? {};
  // What passes at its second try is told by name in the list above the count; there is a second try only with CI=true.
  return atLeastOneFailure(exitCode, { passed: expected + flaky, failed: unexpected });
}

/** A file that does not load or an error outside a test fails the run without failing a test that is counted. */
function atLeastOneFailure(exitCode, { passed, failed }) {
  return { passed, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

function readReport(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
