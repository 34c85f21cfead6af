import { isDeepStrictEqual } from 'node:util';
import type { OrderMapping, OrderValues } from '@gse/package-source';
import { isRecord } from '../servers/merge-patch.ts';

/**
 * The merge patch that turns the values of an order into others. What only restates a default is left alone on both sides:
 * the platform fills in defaults when an order is read.
 */
export function valueChanges({ parameters }: OrderMapping, from: OrderValues, to: OrderValues): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const { name, default: otherwise } of parameters) {
    const before = from[name] ?? otherwise;
    const after = to[name] ?? otherwise;
    if (!isDeepStrictEqual(before, after)) patch[name] = to[name] === undefined ? null : mergePatch(from[name], to[name]);
  }
  return patch;
}

/** In a merge patch, what is not named stays; so what goes is named. */
function mergePatch(from: unknown, to: unknown): unknown {
  if (!isRecord(from) || !isRecord(to)) return to;
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  return Object.fromEntries([
    ...gone.map((key) => [key, null]),
    ...Object.entries(to)
      .filter(([key, value]) => !isDeepStrictEqual(from[key], value))
      .map(([key, value]) => [key, mergePatch(from[key], value)]),
  ]);
}
