import fs from 'node:fs';
import path from 'node:path';

/**
 * A vitest reporter that writes what failed to `ROWMILL_FAILURES_FILE`, errors outside of tests included, so that
 * `npm test` can tell it again at its very end, where a long log is read first.
 */
export default class FailureReporter {
  onTestRunEnd(testModules, unhandledErrors) {
    const file = process.env.ROWMILL_FAILURES_FILE;
    if (!file) return;
    const failures = testModules.flatMap((testModule) => [
      ...testModule.errors().map((error) => tellFailure(testModule.moduleId, error)),
      ...[...testModule.children.allTests('failed')].map((test) =>
        tellFailure(
          `${path.relative(process.cwd(), testModule.moduleId)}: ${test.fullName}`,
          test.result().errors?.[0],
        ),
      ),
    ]);
    const flaky = testModules.flatMap((testModule) =>
      [...testModule.children.allTests('passed')]
        .filter((test) => test.diagnostic()?.flaky)
        .map((test) => tellFailure(`passed at the second try only: ${test.fullName}`, test.result().errors?.[0])),
    );
    const outside = unhandledErrors.map((error) => tellFailure('outside of any test', error));
    fs.writeFileSync(file, [...failures, ...outside, ...flaky].join('\n'));
  }
}

/** @param {string} where @param {{message?: string, stack?: string} | undefined} error */
export function tellFailure(where, error) {
  return `  ${where}\n    ${(error?.stack ?? error?.message ?? 'no words').split('\n').slice(0, 12).join('\n    ')}`;
}
