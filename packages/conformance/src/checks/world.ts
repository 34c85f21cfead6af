import { nothing, type Check } from '../check.ts';
import { messageOf, require } from '../errors.ts';
import { eventually, within } from '../server/clock.ts';
import { PACE, failureOf, type ServerUnderTest } from '../server/server.ts';
import { endsWith } from '../server/wire.ts';
import type { Subject } from '../subject.ts';

/** A save that takes so long really, whatever the pace. */
const SLOW = { kind: 'slowSave', seconds: 0.4 / PACE } as const;
/** One that nobody's patience outlasts, however busy the machine is. */
const SLOWER = { kind: 'slowSave', seconds: 3 / PACE } as const;
const HURRIED = 0.05;
const LEAVE_MS = 15_000;

/** The world: on disk when it is said to be, and there again after every end that promised it. */
export const worldChecks: readonly Check[] = [
  {
    id: 'save',
    title: 'a save resolves when the world is on disk, not before',
    why: 'A backup or an update is made of a world that was not written yet.',
    look: 'lifecycle.ts',
    async run({ start, folder }) {
      const shared = await folder();
      const server = await start({ folder: shared });
      await build(server, 'tower');
      server.control.inject(SLOW);
      await server.session.save();
      await server.cut();
      require(await (
        await standing(await start({ folder: shared }))
      )('tower'), 'save() resolved, the process was killed in the same moment, and what was saved is gone.');
    },
  },
  {
    id: 'save-fails',
    title: 'a save that fails rejects with a reason, and the next one works again',
    why: 'A full disk goes unnoticed until the world is lost.',
    look: 'lifecycle.ts',
    async run({ start }) {
      const server = await start();
      server.control.inject({ kind: 'saveFails' });
      const error = await failureOf('The game could not save, and save() resolved.', server.session.save());
      require(error.message.trim() !== '', 'save() rejects without a word.');
      server.control.inject({ kind: 'none' });
      await server.session.save();
    },
  },
  {
    id: 'save-hangs',
    title: 'a save that never ends is given up when the platform says so',
    why: 'A stop or a backup waits for ever.',
    look: 'lifecycle.ts',
    async run({ start }) {
      const server = await start();
      server.control.inject({ kind: 'hang' });
      await failureOf('The game hangs, and save() resolved.', server.session.save(AbortSignal.timeout(200)));
    },
  },
  {
    id: 'quiesce',
    title: 'holding the files still puts the world on disk first, and the game saves again after the release',
    why: 'A snapshot holds half a world, or a server that was backed up never saves again.',
    look: 'lifecycle.ts',
    absent: withoutQuiesce,
    async run({ start, folder }) {
      const shared = await folder();
      const server = await start({ folder: shared });
      await build(server, 'tower');
      const hold = await server.session.quiesce();
      await hold[Symbol.asyncDispose]();
      await build(server, 'wall');
      const trouble = await server.session.save().then(() => undefined, messageOf);
      require(trouble === undefined, `The files were let go, and the game cannot save any more: ${trouble}`);
      const again = await server.session.quiesce();
      await build(server, 'roof');
      await again[Symbol.asyncDispose]();
      const last = await server.session.quiesce();
      await server.cut();
      // Nobody is there to be told any more; what counts is what had been written before.
      Promise.resolve(last[Symbol.asyncDispose]()).catch(() => undefined);
      const stands = await standing(await start({ folder: shared }));
      for (const part of ['tower', 'wall', 'roof'])
        require(await stands(part), `quiesce() resolved, and what had been built before (${part}) is not on disk.`);
    },
  },
  {
    id: 'quiesce-released',
    title: 'the hold is released whatever fails: the save, or the patience of who asked',
    why: 'One failed backup leaves a server that never saves again, and everything since is lost at the next crash.',
    look: 'lifecycle.ts',
    absent: withoutQuiesce,
    async run({ start }) {
      const server = await start();
      const hold = await server.session.quiesce();
      const before = server.calls.length;
      await hold[Symbol.asyncDispose]();
      const release = server.calls.slice(before);
      server.control.inject({ kind: 'saveFails' });
      await failureOf('The game could not save, and quiesce() resolved.', server.session.quiesce());
      require(endsWith(server.calls, release), () =>
        `The save of quiesce() failed, and the hold was not released. A release is ${JSON.stringify(release)}; asked last was ${JSON.stringify(server.calls.at(-1))}.`);
      server.control.inject({ kind: 'none' });
      server.control.inject(SLOWER);
      await failureOf('quiesce() was given up, and resolved.', server.session.quiesce(AbortSignal.timeout(100)));
      await eventually('quiesce() was given up in the middle of its save, and the hold was not released', () =>
        endsWith(server.calls, release),
      );
    },
  },
  {
    id: 'stop',
    title: 'a stop saves what was built and ends with code 0',
    why: 'Every stop costs players what they built since the last autosave.',
    look: 'lifecycle.ts',
    async run({ game, start, folder }) {
      const shared = await folder();
      const server = await start({ folder: shared });
      await build(server, 'bridge');
      await server.session.stop();
      const code = await server.ended(Math.min(game.budgets.saveSeconds + game.budgets.stopSeconds, 30) * 1000);
      require(code === 0, () => `The game was asked to stop and ended with code ${code}. It printed: ${server.lastWords()}`);
      require(await (
        await standing(await start({ folder: shared }))
      )(
        'bridge',
      ), 'The game was stopped in order, and what had been built is gone. Where its stop command does not save, stop() saves first.');
    },
  },
  {
    id: 'stop-by-signal',
    title: 'the simulator leaves when only a signal comes, and what had been saved is there',
    why: 'What is tried out on one machine hangs or loses more than the real game does when a node goes down.',
    look: 'simulator/',
    async run({ start, folder }) {
      const shared = await folder();
      const server = await start({ folder: shared });
      await build(server, 'bridge');
      await server.session.save();
      server.terminate();
      await within('It was asked to leave by signal and stays', server.ended(), LEAVE_MS);
      require(await (
        await standing(await start({ folder: shared }))
      )('bridge'), 'It left by signal, and what had been saved is gone.');
    },
  },
  {
    id: 'stop-reported',
    title: 'a stop that the game cannot take is an error',
    why: 'The platform waits in vain for an end that nobody asked the game for.',
    look: 'lifecycle.ts',
    async run({ start }) {
      const server = await start({ patience: HURRIED });
      server.control.inject({ kind: 'hang' });
      await failureOf('The game hangs, and stop() resolved as if it had been told.', server.session.stop(AbortSignal.timeout(300)));
      require(server.code === undefined, 'The game hangs, and ended.');
    },
  },
  {
    id: 'crash',
    title: 'a crash ends with another code than 0 and costs only what was not saved',
    why: 'A crash looks like a stop and is not recovered from, or takes a saved world with it.',
    look: 'simulator/',
    async run({ start, folder }) {
      const shared = await folder();
      const server = await start({ folder: shared });
      await build(server, 'cellar');
      await server.session.save();
      await build(server, 'attic');
      server.control.inject({ kind: 'crash' });
      const code = await server.ended();
      require(code !== 0, 'The game crashed and ended with code 0.');
      const stands = await standing(await start({ folder: shared }));
      require(await stands('cellar'), 'The game crashed, and what had been saved is gone.');
      require(!(await stands(
        'attic',
      )), 'The game crashed, and what had not been saved is there: the simulator does not lose what a game would.');
    },
  },
];

function withoutQuiesce({ game }: Subject): string | undefined {
  return nothing(game.quiesce === undefined ? [] : [game.quiesce], 'the game cannot hold its files still');
}

/** Changes the world of a running server. */
export async function build(server: ServerUnderTest, what: string): Promise<void> {
  await server.simulate(`build gse-${what}`);
}

/** Tells what stands in the world of a running server. */
export async function standing(server: ServerUnderTest): Promise<(what: string) => Promise<boolean>> {
  const answer = await server.simulate('world').catch((error: unknown) => messageOf(error));
  return async (what) => answer.includes(`gse-${what}`);
}
