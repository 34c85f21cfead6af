import type { Api } from '../api.ts';
import { removeObject } from '../verbs/remove.ts';

const sweepEveryMs = 60_000;

/** Removes objects of kinds that live for a limited time (events). Returns what stops it. */
export function sweepExpired(api: Api): () => void {
  let cancel = () => {};
  const sweep = () => {
    const now = api.clock.now();
    for (const definition of api.registry.stored()) {
      const seconds = definition.rules.timeToLiveSeconds;
      if (seconds === undefined) continue;
      for (const { object } of api.store.list(definition.storage)) {
        if (lastTouched(object) + seconds * 1000 < now) removeObject(api, definition, object);
      }
    }
    cancel = api.clock.after(sweepEveryMs, sweep);
  };
  cancel = api.clock.after(sweepEveryMs, sweep);
  return () => cancel();
}

/** An event that happens again lives on. */
function lastTouched(object: { metadata: { creationTimestamp?: string }; lastTimestamp?: unknown }): number {
  const last = typeof object.lastTimestamp === 'string' ? Date.parse(object.lastTimestamp) : Number.NaN;
  const created = Date.parse(object.metadata.creationTimestamp ?? '');
  return Math.max(Number.isNaN(last) ? 0 : last, Number.isNaN(created) ? 0 : created);
}
