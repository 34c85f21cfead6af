import type { Effect } from '@gse/sdk';
import type { EffectContext } from './execute.ts';

/** A game that refused is not asked the same again before this has passed. */
const RETRY_MS = 30_000;
const TIMEOUT_MS = 20_000;

/** Tells running games settings that need no restart, and remembers which refused what, so as not to insist. */
export class LiveSettings {
  readonly #refusedUntil = new Map<string, number>();

  /** What the game takes shows in the agent's next report; what it refuses stays staged. */
  async tell({ agents, context, key, server, signal, log }: EffectContext, effect: Extract<Effect, { kind: 'applyLive' }>): Promise<void> {
    const attempt = `${key} ${effect.key}`;
    const now = context.runtime.clock.elapsed();
    for (const [refused, until] of this.#refusedUntil) if (until <= now) this.#refusedUntil.delete(refused);
    if (this.#refusedUntil.has(attempt)) return;
    try {
      const answer = await agents.client(key)?.applyLive(effect.changes, { signal, timeoutMs: TIMEOUT_MS });
      if (answer === undefined) return;
      if (answer.applied.length > 0)
        context.events.record(server, 'Normal', 'SettingsApplied', `Told to the running game: ${answer.applied.join(', ')}`);
      if (answer.applied.length < Object.keys(effect.changes).length) this.#refusedUntil.set(attempt, now + RETRY_MS);
    } catch (err) {
      this.#refusedUntil.set(attempt, now + RETRY_MS);
      log.warn({ err, server: key }, 'The running game did not take changed settings');
    }
  }
}
