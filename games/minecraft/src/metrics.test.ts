import { stripFormatting } from '@gse/protocols';
import { expect, test } from 'vitest';
import { readMemory, readMspt, readTickQuery, readTps } from './metrics.ts';

function values(samples: readonly { name: string; value: number }[]): Record<string, number> {
  return Object.fromEntries(samples.map(({ name, value }) => [name, value]));
}

test('reads the speed of Paper, coloured and starred as it comes', () => {
  expect(values(readTps(stripFormatting('§6TPS from last 1m, 5m, 15m: §a19.8, §a20.0, §a20.0')))).toEqual({ ticks_per_second: 19.8 });
  expect(values(readTps('TPS from last 1m, 5m, 15m: *20.0, *20.0, *20.0'))).toEqual({ ticks_per_second: 20 });
});

test('reads the last minute of Purpur, not its last five seconds', () => {
  expect(values(readTps(stripFormatting('§6TPS from last 5s, 1m, 5m, 15m: §a12.5, §a19.8, §a20.0, §a20.0')))).toEqual({
    ticks_per_second: 19.8,
  });
  expect(values(readTps('TPS from last 5s, 1m, 5m, 15m: *20.0, *20.0, 20.0, 20.0'))).toEqual({ ticks_per_second: 20 });
});

test('reads the memory that Paper tells with its speed', () => {
  const answer = stripFormatting(
    '§6TPS from last 1m, 5m, 15m: §a20.0, §a20.0, §a19.9\n§6Current Memory Usage: §a812/2048 mb (Max: 4096 mb)',
  );
  expect(values([...readTps(answer), ...readMemory(answer)])).toEqual({ ticks_per_second: 20, game_memory_bytes: 812 * 1024 ** 2 });
});

test('reads tick times of Paper, lines joined or not', () => {
  const expected = { tick_duration_average_seconds: 0.0014, tick_duration_longest_seconds: 0.0099 };
  expect(values(readMspt('Server tick times (avg/min/max) from last 5s, 10s, 1m:\n◴ 1.2/0.8/3.4, 1.3/0.8/5.0, 1.4/0.7/9.9'))).toEqual(
    expected,
  );
  expect(values(readMspt('Server tick times (avg/min/max) from last 5s, 10s, 1m:◴ 1.2/0.8/3.4, 1.3/0.8/5.0, 1.4/0.7/9.9'))).toEqual(
    expected,
  );
});

test('reads the tick query of vanilla', () => {
  const answer =
    "The game is running, but can't keep up with the target tick rateTarget tick rate: 20.0 per second.\nAverage time per tick: 80.0ms (Target: 50.0ms)Percentiles: P50: 70.0ms P95: 90.1ms P99: 98.8ms. Sample: 100";
  expect(values(readTickQuery(answer))).toEqual({
    ticks_per_second: 12.5,
    tick_duration_average_seconds: 0.08,
    tick_duration_p99_seconds: 0.0988,
  });
});

test('has no figures where the game answered something else', () => {
  const answers = ['', 'Unknown or incomplete command. See below for errortps<--[HERE]', 'TPS: fine'];
  for (const answer of answers)
    expect([...readTps(answer), ...readMspt(answer), ...readMemory(answer), ...readTickQuery(answer)]).toEqual([]);
});
