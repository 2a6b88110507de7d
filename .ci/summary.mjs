// Closing lines of .ci/run: node summary.mjs REPORT ERRORS TEST_STATUS CHECK_STATUS
// Fails when anything failed, also when no test ran, one was skipped or the report is missing. Tells of each failure how it failed.
import { existsSync, readFileSync } from 'node:fs';

const [report, errorsOfNoTest, testStatus, checkStatus] = process.argv.slice(2);
const read = (file, otherwise) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : otherwise);
const result = read(report, {});
const errors = read(errorsOfNoTest, []);
const passed = result.numPassedTests ?? 0;
const skipped = (result.numPendingTests ?? 0) + (result.numTodoTests ?? 0);
let failed = (result.numFailedTests ?? 0) + errors.length;

/** A line, and below it the first lines of the message, without what stands in the stack of every test. */
function tell(what, message = '') {
  console.log(what.replaceAll(`${process.cwd()}/`, ''));
  const lines = message.replaceAll(`${process.cwd()}/`, '').split('\n');
  const telling = lines.filter((one) => one.trim() !== '' && !/^\s+at .*(node_modules|node:|<anonymous>)/.test(one)).slice(0, 6);
  for (const one of telling.join('\n').slice(0, 600).split('\n')) if (one) console.log(`    ${one}`);
}

for (const file of result.testResults ?? []) {
  for (const { status, fullName, duration = 0, failureMessages = [] } of file.assertionResults) {
    if (status === 'passed') continue;
    tell(`${status} after ${Math.round(duration)} ms: ${file.name} > ${fullName}`, failureMessages.join('\n'));
  }
}
for (const { where, message } of errors) tell(`error: ${where}`, message);
if (checkStatus !== '0') console.log('npm run check failed.');
if (skipped > 0) console.log(`${skipped} skipped: here everything must run.`);
if (testStatus !== '0' && failed === 0) failed = 1;
const isGood = testStatus === '0' && checkStatus === '0' && failed === 0 && skipped === 0 && passed > 0;
console.log(`${passed} passed, ${failed} failed`);
process.exit(isGood ? 0 : 1);
