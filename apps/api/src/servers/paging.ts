import { z } from 'zod';
import { ApiError } from '../errors.ts';

/** Query parameters of every list. */
export const pagingShape = {
  limit: z.coerce.number().int().min(1).max(1000).default(500).meta({ description: 'Most items of one page.' }),
  continue: z.string().max(400).optional().meta({ description: 'Where the page before ended, as it said in `continue`.' }),
};

/** One page of a list that is ordered by key. A page goes on after a key, so nothing is skipped when others come and go. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  query: { readonly limit: number; readonly continue?: string | undefined },
): { items: T[]; continue?: string } {
  const after = query.continue === undefined ? undefined : decode(query.continue, /\//);
  const sorted = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const start = after === undefined ? 0 : sorted.findIndex((item) => keyOf(item) > after);
  const found = start < 0 ? [] : sorted.slice(start, start + query.limit);
  const last = found.at(-1);
  const hasMore = last !== undefined && start + found.length < sorted.length;
  return { items: found, ...(hasMore && { continue: Buffer.from(keyOf(last)).toString('base64url') }) };
}

/** One page, newest first. It goes on before a moment, so nothing is told twice when more happens meanwhile. */
export function pageNewest<T extends { readonly at: string; readonly id: string }>(
  items: readonly T[],
  query: { readonly limit: number; readonly continue?: string | undefined },
): { items: T[]; continue?: string } {
  const sorted = items.map((item) => ({ item, key: momentKey(item) })).sort((a, b) => (a.key < b.key ? 1 : -1));
  const before = query.continue === undefined ? undefined : decode(query.continue, /^\d{15} /);
  const start = before === undefined ? 0 : sorted.findIndex(({ key }) => key < before);
  const found = start < 0 ? [] : sorted.slice(start, start + query.limit);
  const last = found.at(-1);
  const hasMore = last !== undefined && start + found.length < sorted.length;
  return { items: found.map(({ item }) => item), ...(hasMore && { continue: Buffer.from(last.key).toString('base64url') }) };
}

function momentKey({ at, id }: { readonly at: string; readonly id: string }): string {
  const ms = Date.parse(at);
  return `${String(Number.isNaN(ms) ? 0 : ms).padStart(15, '0')} ${id}`;
}

function decode(token: string, form: RegExp): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (!form.test(key)) throw new ApiError(400, 'BadRequest', 'continue: is not what a page said', { path: 'continue' });
  return key;
}
