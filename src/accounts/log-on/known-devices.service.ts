import { command } from '#src/platform/command.ts';
import type { Scope, Tx } from '#src/platform/scope.ts';

/** Remembers that the person has been let in with this browser. */
export async function rememberDevice(scope: Scope, userId: number, device: string): Promise<void> {
  await command(scope, { action: 'device.remember' }, async (tx) => {
    await tx.sql(
      'device_remember',
      `insert into known_devices (user_id, device_hash, last_log_on_at) values ($1::int, $2, $3::timestamptz)
       on conflict (user_id, device_hash) do update set last_log_on_at = excluded.last_log_on_at`,
      [userId, device, tx.now],
    );
  });
}

/** A lost computer is a stranger again. */
export async function forgetDevices(tx: Tx, userId: number): Promise<void> {
  await tx.sql('devices_forget', 'delete from known_devices where user_id = $1::int', [userId]);
}

/** Browsers nobody has used for a year; their cookie is over too. */
export async function sweepDevices(tx: Tx): Promise<void> {
  await tx.sql('devices_sweep', `delete from known_devices where last_log_on_at < $1::timestamptz - interval '1 year'`, [tx.now]);
}
