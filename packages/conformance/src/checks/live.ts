import { settingMetas } from '@gse/sdk';
import type { Check } from '../check.ts';
import { messageOf, require, requireNone } from '../errors.ts';
import { planOrder } from '../server/order.ts';
import { failureOf } from '../server/server.ts';
import type { Subject } from '../subject.ts';
import { changes, type Change } from '../values.ts';

const HURRIED = 0.03;

/** Settings that take effect while the game runs. */
export const liveChecks: readonly Check[] = [
  {
    id: 'live-settings',
    title: 'every setting that is said to apply live is told to the running game',
    why: 'Somebody is told that a change is in force, and it is not.',
    look: 'lifecycle.ts',
    absent: withoutLive,
    async run(context) {
      const { game } = context;
      const { applyLive } = game;
      const live = liveChanges(game);
      require(applyLive !== undefined, `${live.map(({ field }) => field).join(', ')} apply live, and there is no applyLive().`);
      const server = await context.start();
      const findings: string[] = [];
      for (const { field, settings } of live) {
        const before = server.calls.length;
        const value = settings[field];
        const words = `${field} = ${JSON.stringify(value)}`;
        const trouble = await server.session.applyLive({ [field]: value }).then(() => undefined, messageOf);
        if (trouble !== undefined) findings.push(`${words} was refused by the running game: ${trouble}`);
        else if (server.calls.length === before) findings.push(`${words} is said to be applied, and the game was told nothing`);
        const back = await server.session.applyLive({ [field]: server.plan.settings[field] }).then(() => undefined, messageOf);
        if (back !== undefined) findings.push(`${field} cannot be set back to ${JSON.stringify(server.plan.settings[field])}: ${back}`);
      }
      requireNone(findings);
      require((await server.session.probe()).state === 'healthy', 'After changing live settings the game is not healthy.');
    },
  },
  {
    id: 'live-settings-fail',
    title: 'a live change that does not reach the game is an error',
    why: 'Status says that the game has a setting that it never heard of.',
    look: 'lifecycle.ts',
    absent: (subject) => withoutLive(subject) ?? (subject.game.applyLive === undefined ? 'there is no applyLive()' : undefined),
    async run(context) {
      const server = await context.start({ patience: HURRIED });
      server.control.inject({ kind: 'hang' });
      const [change] = liveChanges(context.game);
      if (change === undefined) return;
      await failureOf(
        'The game hangs, and a live change is said to be applied.',
        server.session.applyLive({ [change.field]: change.settings[change.field] }, AbortSignal.timeout(300)),
      );
    },
  },
  {
    id: 'live-settings-container',
    title: 'a setting that applies live does not change the container',
    why: 'A change that is said to apply live restarts the server after all.',
    look: 'workload.ts',
    absent: withoutLive,
    run({ game }) {
      const workload = (settings: Readonly<Record<string, unknown>>): string => JSON.stringify(planOrder(game, { settings }).plan.workload);
      requireNone(
        liveChanges(game).flatMap(({ field, settings }) => {
          const { [field]: _, ...companions } = settings;
          return workload(settings) === workload(companions) ? [] : [`${field} applies live and changes the container`];
        }),
      );
    },
  },
];

function liveChanges(game: Subject['game']): readonly Change[] {
  const metas = settingMetas(game.settings);
  return changes(game).filter(({ field, settings }) => metas.get(field)?.applies === 'live' && Object.keys(settings).length === 1);
}

function withoutLive({ game }: Subject): string | undefined {
  return liveChanges(game).length === 0 ? 'no setting applies live' : undefined;
}
