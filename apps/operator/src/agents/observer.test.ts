import type { AgentReport } from '@gse/agent-client';
import { silentLog, type Clock } from '@gse/kube';
import { expect, test } from 'vitest';
import { AgentObserver } from './observer.ts';

const report: AgentReport = {
  revision: 'r1',
  at: '2026-01-01T00:00:00.000Z',
  game: { process: 'up', health: 'Healthy', firstHealthyAt: '2026-01-01T00:00:00.000Z' },
  players: { known: true, online: 2, max: 20 },
  drain: { state: 'none' },
  settings: {},
  settingsHash: 'h',
  version: '1',
  simulated: true,
};

/** An agent with an observer, for whom time passes as fast as it waits. */
function observed({ isReachable = true } = {}) {
  let passed = 0;
  const news: string[] = [];
  const polls = new Set<() => void>();
  const clock: Clock = {
    now: () => passed,
    elapsed: () => passed,
    after: (ms, callback) => {
      const timer = setTimeout(() => {
        passed += ms;
        callback();
      });
      return () => clearTimeout(timer);
    },
  };
  const observer = new AgentObserver({
    clock,
    log: silentLog,
    timeOf: () => passed,
    onReport: (key) => news.push(key),
    async fetch(request) {
      if (!isReachable) throw new TypeError('fetch failed');
      // A poll for news stays open: there are none.
      if (new URL(request.url).searchParams.has('after'))
        await new Promise((_, reject) => polls.add(() => reject(new TypeError('fetch failed'))));
      return Response.json(report);
    },
  });
  observer.watch('a/world', { podUid: 'pod', url: 'http://agent.invalid', token: 't' });
  return {
    news,
    owed: () => observer.firstWordMs('a/world'),
    seen: () => observer.report('a/world', 'pod'),
    vanish() {
      isReachable = false;
      for (const breakOff of polls) breakOff();
    },
    comeBack: () => void (isReachable = true),
    pass: (ms: number) => void (passed += ms),
    [Symbol.dispose]: () => observer.close(),
  };
}

test('a report is as old as the time that has passed since it came', async () => {
  using agent = observed();
  await expect.poll(agent.seen).toMatchObject({ health: 'Healthy', receivedAt: 0 });
  agent.pass(5_000);
  expect(agent.seen()?.receivedAt).toBe(0);
});

test('an agent that does not answer for long is not believed any more, and believed again at its first answer', async () => {
  using agent = observed();
  await expect.poll(agent.seen).toMatchObject({ health: 'Healthy' });
  agent.vanish();
  await expect.poll(agent.seen).toMatchObject({ health: 'Unknown', players: { known: false }, reason: { code: 'AgentUnreachable' } });
  agent.comeBack();
  await expect.poll(agent.seen).toMatchObject({ health: 'Healthy', players: { known: true, online: 2 } });
});

test('the first answer is waited for, and not longer than until it is known that there is none', async () => {
  using agent = observed();
  expect(agent.owed()).toBeGreaterThan(0);
  await expect.poll(agent.seen).toBeDefined();
  expect(agent.owed()).toBeUndefined();

  using nobody = observed({ isReachable: false });
  await expect.poll(nobody.owed).toBeUndefined();
  expect(nobody.seen()).toBeUndefined();
  expect(nobody.news).toEqual(['a/world']);
});

test('an answer after a silence is news, also when it says what was said before', async () => {
  using agent = observed();
  await expect.poll(() => agent.news.length).toBe(1);
  agent.vanish();
  agent.comeBack();
  await expect.poll(() => agent.news.length).toBe(2);
});
