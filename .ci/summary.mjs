// Closing line of .ci/run: node summary.mjs REPORT TEST_STATUS CHECK_STATUS
// Fails when anything failed, also when no test ran, one was skipped or the report is missing.
import { existsSync, readFileSync } from 'node:fs';

const [report, testStatus, checkStatus] = process.argv.slice(2);
const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
const passed = result.numPassedTests ?? 0;
const skipped = (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0);
const brokenFiles = (result.testResults ?? []).filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
let failed = (result.numFailedTests ?? 0) + brokenFiles.length;

for (const file of result.testResults ?? []) {
  for (const test of file.assertionResults) {
    if (test.status !== 'passed') console.log(`${test.status}: ${file.name.replace(`${process.cwd()}/`, '')} > ${test.fullName}`);
  }
}
if (checkStatus !== '0') console.log('npm run check failed.');
if (skipped > 0) console.log(`${skipped} skipped: here everything must run.`);
if (testStatus !== '0' && failed === 0) failed = 1;
const isGood = testStatus === '0' && checkStatus === '0' && failed === 0 && skipped === 0 && passed > 0;
console.log(`${passed} passed, ${failed} failed`);
process.exit(isGood ? 0 : 1);
