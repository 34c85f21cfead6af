import { expect, it } from 'vitest';
import { forgetDraft, loadDraft, saveDraft, type DraftStore } from './draft.ts';

function memory(): DraftStore & { readonly items: Map<string, string> } {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

it('a draft survives, game by game, until it is ordered', () => {
  const store = memory();
  const draft = { name: 'my-world', edits: { 'settings.motd': { value: 'hello' }, size: { value: 'large', was: 'tiny' } } };
  saveDraft(store, 'minecraft', draft);
  expect(loadDraft(store, 'minecraft')).toEqual(draft);
  expect(loadDraft(store, 'factorio')).toEqual({ edits: {} });
  forgetDraft(store, 'minecraft');
  expect(loadDraft(store, 'minecraft')).toEqual({ edits: {} });
});

it('a consent is not kept', () => {
  const store = memory();
  saveDraft(store, 'minecraft', { edits: { licences: { value: [{ id: 'eula', accepted: true }] } } });
  expect([...store.items.values()].join()).not.toContain('eula');
});

it.each(['{', '5', '{"edits":5}', '{"edits":{"size":1}}', '[]'])('what cannot be read (%s) is no draft', (text) => {
  const store = memory();
  store.items.set('gse.order.x', text);
  expect(loadDraft(store, 'x')).toEqual({ edits: {} });
});

it('a browser that keeps nothing is no hindrance', () => {
  const closed: DraftStore = {
    getItem() {
      throw new Error('denied');
    },
    setItem() {
      throw new Error('denied');
    },
    removeItem() {
      throw new Error('denied');
    },
  };
  saveDraft(closed, 'x', { edits: {} });
  forgetDraft(closed, 'x');
  expect(loadDraft(closed, 'x')).toEqual({ edits: {} });
});
