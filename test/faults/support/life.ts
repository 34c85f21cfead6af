import { endState, announcedAs } from './end-state.ts';
import type { Mutation } from './lifeline.ts';
import { TestServer, type ServerWorld } from './server.ts';

/** Warnings before every disruption of a life. Far enough apart for a successor to begin in between, on a slow machine too. */
const WARNINGS: readonly number[] = [24, 8];

/** The disruptive acts of a server's life, in order. */
export const CHAPTERS = ['start', 'restart', 'recover', 'stop', 'start again', 'delete'] as const;
export type Chapter = (typeof CHAPTERS)[number];

/** How the world stood at the end of a chapter. */
export interface Ending {
  /** What the operator changed meanwhile, in order, until it was killed. */
  readonly mutations: readonly Mutation[];
  readonly killed: boolean;
  readonly state: {
    readonly objects: Record<string, unknown>;
    readonly told: readonly string[];
    readonly saved: readonly string[] | undefined;
    /** Pods so far, and how often a container of theirs was started again. */
    readonly pods: readonly number[];
  };
}

/** Where lives are lived. */
export type LifeWorld = ServerWorld;

/** The operators of one life, one after the other. */
export interface LifeOperators extends AsyncDisposable {
  /** How many were killed. */
  readonly kills: number;
  /** From now on: the present operator is killed when `count` changes are done; never where absent. Another one takes over. */
  killAfter(count?: number): { readonly mutations: readonly Mutation[] };
}

/** Starts the operator of a namespace. */
export type StartOperators = (namespace: string) => LifeOperators | Promise<LifeOperators>;

export interface LifeOptions {
  readonly namespace: string;
  /** After which change of each chapter the operator is killed; never where absent. */
  readonly killAfter?: (chapter: Chapter) => number | undefined;
  /** What becomes of the world when the server is deleted. */
  readonly whenDeleted: 'Delete' | 'Retain';
  /** The last chapter that is lived; the whole life where absent. */
  readonly until?: Chapter;
}

/** Lives a server's whole life, from its order to its deletion, and tells how each chapter ended. */
export async function live(
  world: LifeWorld,
  startOperators: StartOperators,
  { namespace, killAfter, whenDeleted, until }: LifeOptions,
): Promise<Map<Chapter, Ending>> {
  await using server = await TestServer.in(world, namespace);
  await using operators = await startOperators(namespace);
  const endings = new Map<Chapter, Ending>();

  const chapter = async (name: Chapter, act: () => Promise<void>, ended: () => Promise<void>): Promise<boolean> => {
    const kills = operators.kills;
    const line = operators.killAfter(killAfter?.(name));
    await act();
    await ended();
    endings.set(name, {
      mutations: [...line.mutations],
      killed: operators.kills > kills,
      state: {
        objects: await endState(world.client, namespace, WARNINGS),
        told: server.told().map(asAnnounced),
        saved: server.saved(),
        pods: server.restarts,
      },
    });
    return name === until;
  };
  const runsEmpty = async (): Promise<void> => {
    await server.when('runs empty', (now) => {
      const { phase, players } = now?.status ?? {};
      return phase === 'Running' && players?.known === true && players.online === 0;
    });
    await server.runs();
  };

  await chapter(
    'start',
    () =>
      server.order({
        game: 'factorio',
        state: 'Running',
        intent: 'None',
        storage: { whenDeleted },
        disruption: { announceSeconds: [...WARNINGS] },
      }),
    runsEmpty,
  );

  await server.join('Ann');
  await server.command('simulate build lighthouse');
  await server.patch({ settings: { description: 'staged' } });
  await server.when('the setting is staged', (now) => now?.status?.staged?.length === 1);
  await server.rests();
  if (await chapter('restart', () => server.operate('restart'), runsEmpty)) return endings;

  await server.join('Ben');
  await server.command('simulate build harbour');
  await server.command('/server-save');
  await server.hasSaved('harbour');
  await server.command('simulate build nothing that lasts');
  await server.rests();
  await chapter(
    'recover',
    async () => void (await server.command('simulate crash 3').catch(() => undefined)),
    async () => {
      await server.when('the crash is seen', (now) => now?.status?.crash !== undefined);
      await runsEmpty();
    },
  );

  await server.join('Cleo');
  await server.command('simulate build tower');
  await chapter(
    'stop',
    () => server.patch({ state: 'Stopped' }),
    async () => {
      await server.when('is stopped', (now) => now?.status?.phase === 'Stopped');
      await server.rests();
    },
  );
  await chapter('start again', () => server.patch({ state: 'Running' }), runsEmpty);

  await server.join('Dora');
  await server.command('simulate build bridge');
  await chapter(
    'delete',
    () => server.delete(),
    async () => {
      await server.when('is gone', (now) => now === undefined);
      await server.isClearedAway(whenDeleted);
    },
  );
  return endings;
}

/** `Server stops in 5 seconds` is what became of the warning 6 seconds before. */
function asAnnounced(message: string): string {
  return message.replace(/(\d+) seconds?/, (_, seconds) => `${announcedAs(Number(seconds), WARNINGS)} seconds`);
}
