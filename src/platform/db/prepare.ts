import { installJobs } from '#src/platform/db/install-jobs.ts';
import { migrate } from '#src/platform/db/migrate.ts';

/**
 * Brings a database to the shape the program needs: migrations and the job queue. Cheap when there is nothing
 * to do; any number of instances may call it at once. Throws MigrationError with a sentence.
 */
export async function prepareDatabase(url: string): Promise<void> {
  await migrate(url);
  await installJobs(url);
}
