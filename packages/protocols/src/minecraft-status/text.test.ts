import { describe, expect, test } from 'vitest';
import { plainText, stripFormatting } from './text.ts';

test.each([
  ['§aGreen §lbold§r', 'Green bold'],
  ['§x§1§2§3§4§5§6hex', 'hex'],
  ['cut §', 'cut '],
  ['§😀after', 'after'],
  ['\u001b[31mred\u001b[0m', 'red'],
  ['tab\tbell\u0007line\nfeed\r', 'tabbellline\nfeed'],
])('formatting and control characters go (%j)', (text, expected) => {
  expect(stripFormatting(text)).toBe(expected);
});

describe('a component', () => {
  test.each<[string, unknown, string]>([
    ['string', 'plain', 'plain'],
    ['number', 5, '5'],
    ['object with formatting codes', { text: '§aGreen', color: 'red' }, 'Green'],
    ['code that goes on in the next piece', ['§', 'cold'], 'old'],
    ['list, nested', ['a', { text: 'b', extra: ['c', [{ text: 'd' }]] }], 'abcd'],
    ['translation with a pattern', { translate: '%s of %s', with: [1, { text: 'two' }] }, '1 of two'],
    ['translation with places', { translate: '%2$s %1$s %%', with: ['a', 'b'] }, 'b a %'],
    ['translation with places that are not there', { translate: '[%5$s]' }, '[]'],
    ['translation of a key', { translate: 'multiplayer.disconnect.banned', with: ['Steve'] }, 'multiplayer.disconnect.banned Steve'],
    ['translation with a fallback', { translate: 'my.key', fallback: 'Hello %s', with: ['you'] }, 'Hello you'],
    ['translation with more behind it', { translate: 'a', extra: ['b'] }, 'ab'],
    ['keybind', { keybind: 'key.jump' }, 'key.jump'],
    ['score', { score: { name: 'x', objective: 'y', value: '7' } }, '7'],
    ['selector', { selector: '@p' }, '@p'],
    ['sprite, which has no text', { sprite: 'item/apple' }, ''],
    ['null', null, ''],
  ])('%s becomes plain text', (_what, component, expected) => {
    expect(plainText(component)).toBe(expected);
  });

  test('whose translations multiply themselves stays short, and is done soon', () => {
    let component: unknown = 'x'.repeat(1000);
    for (let level = 0; level < 100; level++) component = { translate: '%1$s%1$s%1$s%1$s', with: [component] };
    expect(plainText(component).length).toBeLessThanOrEqual(4096);
  });

  test('with a hundred thousand pieces is cut', () => {
    expect(plainText(Array.from({ length: 100_000 }, () => ({ text: 'ab' })))).toHaveLength(4096);
    expect(plainText(Array.from({ length: 100_000 }, () => ({ text: '' })))).toBe('');
  });
});
