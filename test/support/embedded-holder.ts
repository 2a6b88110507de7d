// A portal's process reduced to its database, for tests that kill it: starts or joins, prints the pid of PostgreSQL, waits.
import { newClient } from '#src/platform/db/client.ts';
import { startEmbedded } from '#src/platform/db/embedded.ts';

const database = await startEmbedded({ dataDir: process.argv[2] ?? '' });
const client = newClient({ connectionString: database.url });
await client.connect();
await client.query('create table if not exists kept (note text)');
await client.query("insert into kept values ('acknowledged')");
await client.end();
console.log('ready');
process.once('SIGTERM', () => void database.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
