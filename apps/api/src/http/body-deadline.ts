import type { Clock } from '@gse/kube';
import type { App } from './app.ts';

/** Ends connections that send their body drop by drop. */
export function installBodyDeadline(app: App, clock: Clock, deadlineMs: number): void {
  const pending = new WeakMap<object, () => void>();
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.headers['content-length'] === undefined && raw.headers['transfer-encoding'] === undefined) return;
    const cancel = clock.after(deadlineMs, () => raw.destroy());
    pending.set(raw, cancel);
    raw.once('close', cancel);
  });
  app.addHook('preValidation', async ({ raw }) => pending.get(raw)?.());
}
