import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameProblem, plainText, textComponent } from './text.ts';

function read(component: string): { text: string; color: string } {
  return JSON.parse(component) as { text: string; color: string };
}

describe('names', () => {
  test.each(['Steve', 'a', 'x_X_x', '.BedrockPlayer', 'A234567890123456'])('%s is one', (name) =>
    expect(nameProblem(name)).toBeUndefined(),
  );

  test.each([
    '',
    ' ',
    '@a',
    '@e[type=creeper]',
    'Steve Alex',
    'Steve;stop',
    'Steve\nstop',
    '..Steve',
    'A2345678901234567',
    '*',
    '"Steve"',
    'Stève',
  ])('%j is none', (name) => expect(nameProblem(name)).toContain('not a player name'));
});

describe('free text', () => {
  test('stands at the end of a command as one line without selectors, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const safe = plainText(text);
        expect(safe).not.toMatch(/[@§\p{Cc}]/u);
        expect(Buffer.byteLength(`ban A234567890123456 ${safe}`)).toBeLessThanOrEqual(1446);
      }),
      { numRuns: 5000 },
    );
  });

  test('in a component can be read back and never breaks out of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const component = textComponent(text, { color: 'gold' });
        expect(component).not.toMatch(/[\p{Cc}§]/u);
        expect(read(component).color).toBe('gold');
        expect(read(component).text.length).toBeLessThanOrEqual(text.length + 1);
        expect(Buffer.byteLength(`minecraft:tellraw A234567890123456 ${component}`)).toBeLessThanOrEqual(1446);
      }),
      { numRuns: 5000 },
    );
  });

  test('says what it said', () => {
    expect(plainText('  be nice,\n please @all ')).toBe('be nice, please ＠all');
    expect(read(textComponent('restart in 5 min "now" @a \\o/', { color: 'gold' })).text).toBe('restart in 5 min "now" @a \\o/');
    expect(plainText('x'.repeat(5000))).toMatch(/^x+…$/);
  });
});
