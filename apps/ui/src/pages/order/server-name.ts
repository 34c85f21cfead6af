import { orderWords } from '../../words/order.ts';

const text = orderWords.name;
/** Room for what Kubernetes appends. */
const LONGEST = 52;

/** Why a server cannot have this name; undefined when it can. */
export function nameProblem(name: string, taken: ReadonlySet<string>): string | undefined {
  if (name === '') return text.needed;
  if (name.length > LONGEST) return text.tooLong(LONGEST, name.length);
  if (!/^[a-z]/.test(name)) return text.begin;
  if (!/^[-a-z0-9]+$/.test(name)) return text.characters;
  if (name.endsWith('-')) return text.end;
  return taken.has(name) ? text.taken(name) : undefined;
}

/** The nearest allowed name to what was typed; undefined when nothing of it can stay. */
export function nearestName(typed: string): string | undefined {
  const name = typed
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, LONGEST)
    .replace(/-+$/, '');
  return name === '' ? undefined : name;
}

/** A free name to begin with. */
export function suggestedName(game: string, taken: ReadonlySet<string>): string {
  const base = nearestName(game) ?? 'server';
  if (!taken.has(base)) return base;
  let number = 2;
  while (taken.has(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
