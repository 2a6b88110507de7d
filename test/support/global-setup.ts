import type { TestProject } from 'vitest/node';
import { openTestServer, removeAbandoned } from '#test/support/test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the superuser of the run's PostgreSQL. */
    adminUrl: string;
  }
}

/** Starts PostgreSQL for the run, or joins the one of a run that is under way; stops it when nobody needs it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openTestServer();
  await removeAbandoned(server.adminUrl);
  project.provide('adminUrl', server.adminUrl);
  return server.stop;
}
