import type { Clock } from '../clock.ts';

/** Beyond it the least recently used are forgotten, which gives them a full bucket again. */
const maxKeys = 4096;

/** One token bucket per key: the returned function spends a token and says whether there was one. */
export function createTokenBuckets(burst: number, refillMs: number, clock: Clock): (key: string) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key) => {
    const now = clock.elapsed();
    const bucket = buckets.get(key) ?? { tokens: burst, at: now };
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / refillMs);
    bucket.at = now;
    buckets.delete(key);
    buckets.set(key, bucket);
    dropOldest(buckets, maxKeys);
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  };
}

/** Keeps a map that is filled at its end from growing beyond a size. */
export function dropOldest(map: Map<string, unknown>, maxSize: number): void {
  for (const key of map.keys()) {
    if (map.size <= maxSize) return;
    map.delete(key);
  }
}
