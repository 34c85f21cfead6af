import { describe, expect, test } from 'vitest';
import { isConforming, reportHtml, reportText, type ConformanceReport } from '../src/index.ts';

const about = { part: 'Players', why: 'Nobody knows who is on.', look: 'players.ts' };
const good: ConformanceReport = {
  game: 'pond',
  results: [{ ...about, id: 'players-known', title: 'who joins is known', outcome: 'pass', milliseconds: 1234 }],
};
const bad: ConformanceReport = {
  game: 'swamp',
  sources: 'games/swamp/src',
  results: [
    { ...about, id: 'players-known', title: 'who joins is known', outcome: 'fail', milliseconds: 1, finding: '<b>one</b>\n& two' },
    { ...about, id: 'kick', title: 'a kick removes', outcome: 'not-applicable', reason: 'the game has no kick' },
  ],
};

describe('a report', () => {
  test('as text says what is wrong, why it matters and where to look', () => {
    expect(isConforming(good)).toBe(true);
    expect(isConforming(bad)).toBe(false);
    expect(reportText(good)).toBe('pond: 1 of 1 checks passed');
    expect(reportText(bad)).toBe(
      `swamp: 0 of 1 checks passed, 1 failed

  ✗ players-known: who joins is known
      <b>one</b>
      & two
      Why it matters: Nobody knows who is on.
      Look at: games/swamp/src/players.ts

  – kick: not applicable, the game has no kick`,
    );
  });

  test('as a page says the same, shows findings as they are, and needs nothing from elsewhere', () => {
    const page = reportHtml([good, bad]);
    expect(page).toContain('<title>Conformance: One check failed</title>');
    expect(page).toContain('&#60;b&#62;one&#60;/b&#62;\n&#38; two');
    expect(page).toContain('<code>games/swamp/src/players.ts</code>');
    expect(page).toContain('Who joins is known.');
    expect(page).toContain('the game has no kick');
    expect(page).not.toMatch(/<script|<link|<img|https?:|@import|url\(/);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(reportHtml([good])).toContain('<title>Conformance: Every check passed</title>');
  });
});
