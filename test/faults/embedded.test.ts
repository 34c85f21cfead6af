import { httpFetch, systemClock, type Clock } from '@gse/kube';
import { startFaultProxy, type FaultProxy } from '@gse/kube/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgentWire, type WireFault } from './support/agent-wire.ts';
import { startEmbeddedWorld, type EmbeddedWorld } from './support/embedded-world.ts';
import { CHAPTERS, type Chapter } from './support/life.ts';
import { everyLife, liveAll, type Outcome } from './support/lives.ts';
import { Operators } from './support/operators.ts';
import { Occupied, pause } from './support/occupied.ts';

const HOUR_MS = 3_600_000;
/** Warnings of a countdown that something goes wrong in, from shortly after the first until past the second. */
const WARNINGS = [26, 14, 5];
const FAULT_MS = 14_000;
/** The same where agents cannot be reached, which is believed only after a while. */
const AGENT_WARNINGS = [45, 30, 8];
const AGENT_FAULT_MS = 24_000;

type Story = (world: EmbeddedWorld, namespace: string) => Promise<void>;

/** A fault between the operator and the API server; watches that are open meet it as well. */
function apiFault(begin: (proxy: FaultProxy) => () => void): Story {
  return async (world, namespace) => {
    await using proxy = await startFaultProxy({ upstream: world.url });
    const fetch = httpFetch();
    await using _ = new Operators(world, namespace, { api: { fetch, url: proxy.url } });
    await using story = await Occupied.in(world, namespace, WARNINGS);
    await story.beginStop();
    const end = begin(proxy);
    await pause(FAULT_MS);
    end();
    await story.endsWell();
    await fetch.close();
  };
}

function refused(proxy: FaultProxy, status: number, more: { reason?: string; retryAfterSeconds?: number } = {}): () => void {
  const end = proxy.fail({ kind: 'status', status, ...more });
  proxy.breakAll();
  return end;
}

/** A fault between the operator and an agent: the status says what is unknown, and players get every notice once. */
function agentFault(fault: WireFault): Story {
  return async (world, namespace) => {
    const wire = new AgentWire();
    await using _ = new Operators(world, namespace, { agentFetch: wire.fetch });
    await using story = await Occupied.in(world, namespace, AGENT_WARNINGS);
    const { server } = story;
    await story.beginStop();
    wire.fail(fault);
    const since = Date.now();
    await server.when('says what is unknown', (now) => {
      const { health, players, reason } = now?.status ?? {};
      return health === 'Unknown' && players?.known === false && reason?.code === 'AgentUnreachable';
    });
    await pause(Math.max(0, since + AGENT_FAULT_MS - Date.now()));
    wire.heal();
    await server.when('is known again', (now) => now?.status?.health === 'Healthy' && now.status.players?.known === true);
    await story.endsWell();
  };
}

/** Somebody sets the operator's clock in the middle of a countdown. */
function clockJump(jumpMs: number): Story {
  return async (world, namespace) => {
    let jumped = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + jumped };
    await using _ = new Operators(world, namespace, { clock });
    await using story = await Occupied.in(world, namespace, WARNINGS);
    await story.beginStop();
    jumped = jumpMs;
    await story.endsWell();
  };
}

/** Somebody takes the pod away, as the drain of a node does. */
function eviction(isOperatorDown: boolean): Story {
  return async (world, namespace) => {
    await using operators = new Operators(world, namespace);
    await using story = await Occupied.in(world, namespace, [8]);
    if (isOperatorDown) await operators[Symbol.asyncDispose]();
    const { server } = story;
    const name = server.pod?.metadata.name ?? '';
    const answer = await world.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { namespace, name },
    });
    expect([answer.status, await answer.json()]).toEqual([201, expect.objectContaining({ kind: 'Status', status: 'Success' })]);
    await story.isReplaced();
    expect(server.told()).toEqual([expect.stringMatching(/^Server stops in [1-8] seconds? \(the platform takes it down\)$/)]);
    expect(server.saved()).toContain('tower');
    expect(server.log().at(-2)).toContain('Goodbye'); // it left by itself: a killed game says nothing
    expect(server.now?.status?.crash).toBeUndefined();
    if (!isOperatorDown) await server.runs();
  };
}

const stories: Readonly<Record<string, Story>> = {
  'a countdown goes on while the API server breaks every connection': apiFault((proxy) => {
    const end = proxy.fail({ kind: 'reset' });
    proxy.breakAll();
    return end;
  }),
  'a countdown goes on while the API server answers with 500': apiFault((proxy) => refused(proxy, 500)),
  'a countdown goes on while the API server asks to be left alone': apiFault((proxy) =>
    refused(proxy, 429, { reason: 'TooManyRequests', retryAfterSeconds: 1 }),
  ),
  'a countdown goes on while the API server has forgotten what was watched': apiFault((proxy) => {
    const end = proxy.fail({ kind: 'status', status: 410, reason: 'Expired' }, { matches: ({ query }) => query.has('watch') });
    proxy.breakAll();
    return end;
  }),
  'a countdown goes on while the API server is slow': apiFault((proxy) => proxy.fail({ kind: 'latency', ms: 1_500 })),
  'a countdown goes on while the API server says nothing on connections that stay open': apiFault((proxy) => {
    proxy.freezeAll();
    return proxy.fail({ kind: 'silence' });
  }),
  'a countdown goes on while the API server breaks off in the middle of its answers': apiFault((proxy) => {
    const end = proxy.fail({ kind: 'cut', afterBytes: 200 });
    proxy.breakAll();
    return end;
  }),
  'a countdown goes on while the API server stops in the middle of its answers': apiFault((proxy) => {
    const end = proxy.fail({ kind: 'freeze', afterBytes: 200 });
    proxy.breakAll();
    return end;
  }),
  'a countdown goes on while something holds the answers of the API server back': apiFault((proxy) => {
    const end = proxy.fail({ kind: 'buffer' });
    proxy.breakAll();
    return end;
  }),

  'an agent whose connections break is said to be unreachable': agentFault('reset'),
  'an agent whose answers are lost gives no notice twice': agentFault('lost answers'),
  'an agent behind a broken gateway is said to be unreachable': agentFault('server error'),
  'an agent whose answers break off is said to be unreachable': agentFault('cut'),
  'an agent that is slow is waited for': async (world, namespace) => {
    const wire = new AgentWire();
    await using _ = new Operators(world, namespace, { agentFetch: wire.fetch });
    await using story = await Occupied.in(world, namespace, WARNINGS);
    wire.fail('latency');
    await story.beginStop();
    await story.endsWell();
  },
  'an agent at the end of a dead connection is found out, and nothing happens to its game': async (world, namespace) => {
    const wire = new AgentWire();
    await using _ = new Operators(world, namespace, { agentFetch: wire.fetch });
    await using story = await Occupied.in(world, namespace, WARNINGS);
    const { server } = story;
    wire.fail('silence');
    await server.when('says what is unknown', (now) => now?.status?.health === 'Unknown' && now.status.players?.known === false, 180_000);
    expect(server.now?.status?.phase).toBe('Running');
    wire.heal();
    await server.when('is known again', (now) => now?.status?.health === 'Healthy' && now.status.players?.known === true);
    story.isUntouched();
    expect(server.told()).toEqual([]);
  },

  'a clock that jumps an hour forward changes nothing about a countdown': clockJump(HOUR_MS),
  'a clock that jumps an hour back changes nothing about a countdown': clockJump(-HOUR_MS),
  'a clock that jumps forward by what is left changes nothing about a countdown': clockJump(20_000),

  'players whose pod is evicted are warned, and their world is saved': eviction(false),
  'players whose pod is evicted are warned, and their world is saved, with no operator at all': eviction(true),
};

// Each has a server and an operator of its own, and most of what they do is wait: so they are told side by side.
describe('on one machine', () => {
  let world: EmbeddedWorld;
  let outcomeOf: (chapter: Chapter) => Promise<Outcome>;
  const told = new Map<string, Promise<void>>();
  beforeAll(async () => {
    world = await startEmbeddedWorld();
    outcomeOf = liveAll(world, (namespace) => new Operators(world, namespace), everyLife());
    for (const [index, [name, story]] of Object.entries(stories).entries()) {
      const telling = story(world, `story-${index}`);
      telling.catch(() => undefined); // its test is the one that fails
      told.set(name, telling);
    }
  });
  afterAll(async () => {
    await Promise.allSettled(told.values());
    await world[Symbol.asyncDispose]();
  });

  it.each(CHAPTERS)(
    'an operator that is killed between any two changes of a %s leaves the same end as one that is not',
    async (chapter) => {
      const { changes, most, wrong } = await outcomeOf(chapter);
      expect(wrong.join('\n\n')).toBe('');
      expect(most, 'changes after which operators were killed').toBeGreaterThanOrEqual(changes - 1);
    },
  );

  it.each(Object.keys(stories))('%s', async (name) => {
    await told.get(name);
  });
});
