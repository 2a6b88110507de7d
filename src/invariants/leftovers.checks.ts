import type { Check } from './invariants.types.ts';

/** After a fault the portal is healthy again by itself, and nothing lies about. */
export const leftoverChecks: readonly Check[] = [
  {
    code: 'I14',
    name: 'audit_close_ended',
    says: 'a month close that was begun has ended',
    sql: `select to_char(period, 'YYYY-MM') as subject, format('%s since %s', state, started_at) as detail
      from month_closes where state = 'running' and (started_at at time zone 'Europe/Moscow')::date < $1::date`,
  },
  {
    code: 'I14',
    name: 'audit_task_ended',
    says: 'a task that was begun has ended',
    sql: `select task as subject, format('runs since %s', started_at) as detail
      from task_runs where finished_at is null and (started_at at time zone 'Europe/Moscow')::date < $1::date`,
  },
  {
    code: 'I15',
    name: 'audit_job_lease',
    says: 'no job runs longer than its lease: the job of a killed process was given back',
    sql: `select name as subject, format('%s runs since %s', id, started_on) as detail
      from pgboss.job where state = 'active' and started_on + expire_in + interval '10 minutes' < now()`,
  },
  {
    code: 'I15',
    name: 'audit_idle_transactions',
    says: 'no connection sleeps in a transaction or waits for a lock for more than a minute',
    sql: `select coalesce(nullif(application_name, ''), 'connection') as subject, format('%s since %s', state, state_change) as detail
      from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state_change < now() - interval '1 minute'
        and (state like 'idle in transaction%' or (state = 'active' and wait_event_type = 'Lock'))`,
  },
];
