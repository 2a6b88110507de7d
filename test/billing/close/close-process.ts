// A portal's process to be killed: closes the due month or works off the jobs, as the clock of a portal would at 21:00.
// node --import tsx test/billing/close/close-process.ts DATABASE_URL close|jobs N before|after SIGKILL|SIGSTOP [SMTP_URL]
// It dies or freezes at its N-th outgoing write; else it says `begun` when it begins, and at its end how often it wrote.
import { closesAt } from '#src/billing/close/close.rules.ts';
import { month } from '#src/lib/days.ts';
import { runTask } from '#src/schedule.ts';
import { openBarePortal } from '#test/support/bare-portal.ts';
import { type Death, dieAtWrite } from '#test/support/kill-at-write.ts';

const [url = '', work = '', at = '0', when = 'before', by = 'SIGKILL', smtpUrl = null] = process.argv.slice(2);
const { portal } = await openBarePortal(url, { at: closesAt(month('2026-11')), isRunning: true, smtpUrl });
process.stdout.write('begun\n');
const written = dieAtWrite({ at: Number(at), when, by } as Death);
const fault = work === 'close' ? await runTask(portal, 'month-close') : await portal.jobs.drain({ early: true }).then(() => null);
if (fault) throw new Error(fault);
process.stdout.write(`${written.count}\n`);
process.exit(0);
