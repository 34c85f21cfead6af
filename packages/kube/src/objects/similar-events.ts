import type { Clock } from '../clock.ts';
import { dropOldest } from './token-buckets.ts';

/** Different messages of one reason about one object before they become one event, within {@link windowMs}; as client-go. */
const maxDifferent = 10;
const windowMs = 600_000;
const maxKeys = 4096;

/**
 * Tells events that differ in their message only, and come in numbers, from those that stand for themselves: the
 * returned function takes what they have in common and the message, and says whether it is one of many.
 */
export function createSimilarity(clock: Clock): (similar: string, message: string) => boolean {
  const groups = new Map<string, { messages: Set<string>; lastAt: number }>();
  return (similar, message) => {
    const now = clock.elapsed();
    const known = groups.get(similar);
    const group = known && now - known.lastAt < windowMs ? known : { messages: new Set<string>(), lastAt: now };
    group.lastAt = now;
    // Moving it to the end keeps the least recently used first.
    groups.delete(similar);
    groups.set(similar, group);
    dropOldest(groups, maxKeys);
    if (group.messages.has(message)) return false;
    if (group.messages.size >= maxDifferent) return true;
    group.messages.add(message);
    return false;
  };
}
