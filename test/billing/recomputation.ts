// An accountant's second opinion: what each month should cost, worked out day by day from the journal alone.
// It shares no code with the period rules; days are counted with plain dates in UTC.

export interface JournalEntry {
  readonly at: Date;
  readonly action: string;
  readonly after: { seats?: number; unitPrice?: string; period?: string; cause?: string; stopOn?: string | null };
}

interface DayBill {
  seats: number;
  price: bigint;
}

const DAY = 86_400_000;
const moscowDate = (at: Date) => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10);
const dayAfter = (on: string, days = 1) => new Date(Date.parse(on) + days * DAY).toISOString().slice(0, 10);
const lengthOf = (month: string) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate();

/**
 * The sum of a subscription per month («2026-11» → kopecks) from its first day through `lastDay`.
 * A day costs the most seats in force in it; equal days in a row are one line, rounded half up once.
 */
export function recompute(journal: readonly JournalEntry[], lastDay: string): Map<string, bigint> {
  const bills = dailyBills(journal, lastDay);
  const sums = new Map<string, bigint>();
  let run: { month: string; days: number; bill: DayBill; next: string } | null = null;
  const flush = () => {
    if (!run) return;
    const length = BigInt(lengthOf(run.month));
    const twice = 2n * run.bill.price * BigInt(run.bill.seats) * BigInt(run.days);
    sums.set(run.month, (sums.get(run.month) ?? 0n) + (twice + length) / (2n * length));
  };
  for (const [on, bill] of [...bills].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const month = on.slice(0, 7);
    if (run && run.next === on && run.month === month && run.bill.seats === bill.seats && run.bill.price === bill.price) {
      run.days++;
      run.next = dayAfter(on);
    } else {
      flush();
      run = { month, days: 1, bill, next: dayAfter(on) };
    }
  }
  flush();
  return sums;
}

function dailyBills(journal: readonly JournalEntry[], lastDay: string): Map<string, DayBill> {
  const bills = new Map<string, DayBill>();
  let isOn = false;
  let seats = 0;
  let price = 0n;
  let stopOn: string | null = null;
  const first = journal[0] ? moscowDate(journal[0].at) : lastDay;
  const repriced = new Map<string, bigint>();
  for (let on = first; on <= lastDay; on = dayAfter(on)) {
    const newPrice = repriced.get(on);
    if (newPrice !== undefined && isOn) price = newPrice;
    let peak = isOn ? seats : 0;
    let dayPrice = price;
    for (const { action, after } of journal.filter(({ at }) => moscowDate(at) === on)) {
      if (after.stopOn !== undefined) stopOn = after.stopOn;
      if (action === 'activated' || action === 'started' || action === 'resumed') {
        isOn = true;
        seats = after.seats ?? seats;
        if (after.unitPrice) price = BigInt(after.unitPrice);
        if (peak === 0) dayPrice = price;
        peak = Math.max(peak, seats);
      } else if (action === 'seats' || action === 'seats_down') {
        seats = after.seats ?? seats;
        peak = Math.max(peak, seats);
      } else if (action === 'ordered') {
        price = BigInt(after.unitPrice ?? 0);
        dayPrice = price;
      } else if (action === 'renewed') {
        repriced.set(after.period ?? '', BigInt(after.unitPrice ?? 0));
      } else if (action === 'stopped' && after.cause === 'stop_date') {
        for (let late = dayAfter(stopOn ?? on); late <= on; late = dayAfter(late)) bills.delete(late);
        isOn = false;
        if (stopOn && stopOn < on) peak = 0;
      } else if (action === 'stopped' || action === 'suspended') {
        isOn = false;
      }
    }
    if (peak > 0) bills.set(on, { seats: peak, price: dayPrice });
  }
  return bills;
}
