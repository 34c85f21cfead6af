/** A process as ours are, for tests that need a real one. What it does is told by its settings. */
import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { delay, systemClock } from '@gse/kube';
import { declareSettings, logSettings, oneOf, port, runProcess, text, wholeNumber } from '../src/index.ts';

const settings = declareSettings({
  ...logSettings,
  statusPort: { env: 'GSE_STATUS_PORT', schema: port(), description: 'Port.', default: '0' },
  stopSeconds: { env: 'GSE_STOP_SECONDS', schema: wholeNumber(1, 60), description: 'Deadline.', default: '20' },
  work: { env: 'GSE_WORK', schema: oneOf(['orderly', 'stubborn', 'throws', 'throws-later', 'rejects-later']), description: 'What to do.' },
  journal: { env: 'GSE_JOURNAL', schema: text().optional(), description: 'A file that gets a line at the end.' },
});

process.exit(
  await runProcess({
    name: 'gse-example',
    settings,
    argv: process.argv.slice(2),
    env: process.env,
    async run({ settings, log, signal, status }) {
      status.serve({
        health: () => ({ isOk: true, text: 'ok\n' }),
        ready: () => ({ isOk: true, text: 'ok\n' }),
        metrics: () => 'example_total 1\n',
      });
      log.child({ server: 'shop/world' }).info({ agentToken: 'never-seen', work: settings.work }, 'It works');
      if (settings.work === 'throws') throw new Error('broken with Bearer abcdef123456');
      if (settings.work === 'throws-later') {
        setTimeout(() => {
          throw new Error('broken later');
        }, 10);
      }
      if (settings.work === 'rejects-later') void wait(10).then(() => Promise.reject(new Error('rejected later')));
      await new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          if (settings.work !== 'stubborn') resolve(undefined);
        });
      });
      await delay(systemClock, 50);
      if (settings.journal) appendFileSync(settings.journal, 'ended in order\n');
      return 7;
    },
  }),
);
