import type { Effect } from '@gse/sdk';
import type { EffectContext } from './execute.ts';

/** A game that refused is not asked the same again before this has passed. */
const RETRY_MS = 30_000;
const TIMEOUT_MS = 20_000;

const refused = new WeakMap<object, Map<string, number>>();

/** Tells the running game settings that need no restart. What it takes shows in the agent's next report. */
export async function applyLive({ agents, context, key, server, signal, log }: EffectContext, effect: Extract<Effect, { kind: 'applyLive' }>): Promise<void> {
  const memory = refused.get(agents) ?? new Map<string, number>();
  refused.set(agents, memory);
  const attempt = `${key} ${effect.key}`;
  const now = context.runtime.clock.now();
  for (const [old, until] of memory) if (until <= now) memory.delete(old);
  if (memory.has(attempt)) return;
  try {
    const answer = await agents.client(key)?.applyLive(effect.changes, { signal, timeoutMs: TIMEOUT_MS });
    if (answer === undefined) return;
    if (answer.applied.length > 0) context.events.record(server, 'Normal', 'SettingsApplied', `Told to the running game: ${answer.applied.join(', ')}`);
    if (answer.applied.length < Object.keys(effect.changes).length) memory.set(attempt, now + RETRY_MS);
  } catch (err) {
    memory.set(attempt, now + RETRY_MS);
    log.warn({ err, server: key }, 'The running game did not take changed settings');
  }
}
