import type { Edits } from '../../form/edits.ts';
import { isRecord } from '../../form/schema.ts';

/** An order that is being written. What was typed as a password, and what has to be accepted, is no part of it. */
interface OrderDraft {
  /** Undefined until somebody types one: then the suggestion counts. */
  readonly name?: string;
  readonly namespace?: string;
  readonly edits: Edits;
}

/** Where drafts are kept: they survive a reload and end with the tab. */
export type DraftStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (game: string): string => `gse.order.${game}`;

/** The draft of an order of this game; an empty one where there is none that can be read. */
export function loadDraft(store: DraftStore, game: string): OrderDraft {
  try {
    const kept: unknown = JSON.parse(store.getItem(keyOf(game)) ?? 'null');
    if (!isRecord(kept) || !isRecord(kept['edits']) || !Object.values(kept['edits']).every(isRecord)) return { edits: {} };
    const { name, namespace, edits } = kept;
    return { ...(typeof name === 'string' && { name }), ...(typeof namespace === 'string' && { namespace }), edits: edits as Edits };
  } catch {
    return { edits: {} };
  }
}

/** Keeps a draft. A licence is accepted anew, by a click. */
export function saveDraft(store: DraftStore, game: string, draft: OrderDraft): void {
  const { licences: _, ...edits } = draft.edits;
  try {
    store.setItem(keyOf(game), JSON.stringify({ ...draft, edits }));
  } catch {
    // Storage is full or forbidden: the order itself does not need it.
  }
}

/** Forgets a draft, once it was ordered. */
export function forgetDraft(store: DraftStore, game: string): void {
  try {
    store.removeItem(keyOf(game));
  } catch {
    // Nothing was kept then.
  }
}
