import type { HistoryRange, HistorySeries } from '@gse/agent-client';
import { Series, type Look } from './series.ts';

/** Seconds between two looks: the grid of the fine series. */
export const LOOK_SECONDS = 15;
const coarseSeconds = 300;

/** What was seen of the game: every 15 seconds of the last hour, every 5 minutes of the last day. */
export class History {
  readonly #series: Readonly<Record<HistoryRange, Series>> = {
    hour: new Series(LOOK_SECONDS, 3600 / LOOK_SECONDS + 1),
    day: new Series(coarseSeconds, 86_400 / coarseSeconds + 1),
  };

  note(nowMs: number, look: Look): void {
    for (const series of Object.values(this.#series)) series.note(nowMs, look);
  }

  read(range: HistoryRange, nowMs: number): HistorySeries {
    return this.#series[range].read(nowMs);
  }

  restore(range: HistoryRange, series: HistorySeries, nowMs: number): void {
    this.#series[range].restore(series, nowMs);
  }
}
