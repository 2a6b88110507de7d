// Reporter of the check: writes what the JSON report leaves out, errors that belong to no test, to .cache/test-errors.json:
// of hooks, of files that could not be loaded, and those nobody caught.
import { mkdirSync, writeFileSync } from 'node:fs';

export default class ErrorsOfNoTest {
  onTestRunEnd(modules, unhandled) {
    const told = unhandled.map((error) => line(`nobody caught, while ${error.VITEST_TEST_PATH ?? 'no file'} ran`, error));
    for (const module of modules) {
      for (const error of module.errors()) told.push(line(module.relativeModuleId, error));
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) told.push(line(`${module.relativeModuleId} > ${suite.fullName}`, error));
      }
    }
    mkdirSync('.cache', { recursive: true });
    writeFileSync('.cache/test-errors.json', JSON.stringify(told));
  }
}

const line = (where, { name, message, stack }) => ({ where, message: stack ?? `${name}: ${message}` });
