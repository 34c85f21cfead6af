import { expect, test, vi } from 'vitest';
import type { GameCard, ServerSummary } from '../api/types.ts';

vi.stubGlobal('navigator', { languages: ['en'] });
const { entriesFor } = await import('./palette-entries.ts');

const server = (name: string): ServerSummary => ({ namespace: 'default', name }) as ServerSummary;
const games = [{ id: 'factorio', title: 'Factorio' }] as GameCard[];
const labels = (typed: string): string[] => entriesFor(typed, [server('my-world'), server('other')], games).map(({ label }) => label);

test('without a word everything is offered, servers by their overview', () => {
  expect(labels('')).toEqual(expect.arrayContaining(['Servers', 'my-world', 'other', 'Order Factorio', 'Sign out']));
});

test('every word has to be there, and what begins with it comes first', () => {
  expect(labels('my')[0]).toBe('my-world');
  expect(labels('world cons')).toEqual(['my-world: console']);
  expect(labels('order fac')).toEqual(['Order Factorio']);
  expect(labels('nothing like it')).toEqual([]);
});
