let offsetMs = 0;

/** Learns from the `Date` of an answer how far the reader's clock is off. Seconds only, so small differences are ignored. */
export function noteServerDate(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) return;
  const seen = at - Date.now();
  offsetMs = Math.abs(seen) > 3_000 ? seen : 0;
}

/** Now, as the server has it: countdowns stay true on a computer whose clock is wrong. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
