import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { games } from '@gse/catalog';
import { settingMetas } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { buildConfigMap } from './config-map.ts';
import { buildStatefulSet } from './stateful-set.ts';
import { ordered } from './order.testkit.ts';

const ids = games.map(({ id }) => id);
const options = { replicas: 1, agentImage: 'example.invalid/gse:1' } as const;

function podOf(spec: Parameters<typeof ordered>[0], more: Partial<Parameters<typeof buildStatefulSet>[3]> = {}) {
  const { server, game, plan } = ordered(spec);
  const set = buildStatefulSet(server, game, plan, { ...options, ...more });
  const applied = JSON.parse(set.spec.template.metadata?.annotations?.['gse.cozystack.io/applied'] ?? '{}') as Record<string, string>;
  return { set, spec: set.spec.template.spec, applied, game };
}

describe.each(ids)('the pod of %s', (id) => {
  const { spec, game } = podOf({ game: id });
  const containers = [...(spec.initContainers ?? []), ...spec.containers];

  test('is what the pod security level restricted asks for', () => {
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(spec.securityContext?.runAsUser).toBeGreaterThan(0);
    for (const { securityContext } of containers)
      expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec).not.toHaveProperty('hostNetwork');
  });

  test('has requests and limits everywhere, so that no quota refuses it, and an agent that writes to volumes only', () => {
    for (const { name, resources } of containers) {
      for (const part of [resources?.requests, resources?.limits])
        expect(Object.keys(part ?? {}), name).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    }
    for (const { name, securityContext } of containers) expect(securityContext?.readOnlyRootFilesystem ?? false).toBe(name !== 'game');
  });

  test('tells its agent of further games, where there are any', () => {
    const told = (from: typeof spec): unknown[] =>
      (from.initContainers ?? []).map(({ env }) => env?.find(({ name }) => name === 'GSE_GAMES')?.value);
    expect(told(spec)).toEqual([undefined, undefined]);
    expect(told(podOf({ game: id }, { games: '@example/game' }).spec)).toEqual(['@example/game', '@example/game']);
  });

  test('has time for notice, save and stop', () => {
    const { saveSeconds, stopSeconds } = game.budgets;
    expect(spec.terminationGracePeriodSeconds).toBe(60 + saveSeconds + stopSeconds + 15);
    expect(podOf({ game: id, disruption: { announceSeconds: [] } }).spec.terminationGracePeriodSeconds).toBe(
      saveSeconds + stopSeconds + 15,
    );
  });

  test('lets the game have its signal while there is time, where the agent is dead', () => {
    const command = spec.containers[0]?.lifecycle?.preStop?.exec?.command?.at(-1) ?? '';
    const { saveSeconds } = game.budgets;
    expect(Number(/-lt (\d+) /.exec(command)?.[1])).toBe(5 * (60 + saveSeconds + 15));
  });

  test('asks for the part of its processors that the platform sets aside', () => {
    const asked = (ratio?: number) => {
      const { containers: all } = podOf({ game: id, resources: { cpu: '3' } }, { cpuAllocationRatio: ratio }).spec;
      return all[0]?.resources?.requests?.['cpu'];
    };
    expect([asked(), asked(10), asked(2.5)]).toEqual(['1500m', '300m', '1200m']);
  });

  test('has secrets by reference only: no variable, argument or file of a ConfigMap holds one', () => {
    for (const { env = [] } of containers) {
      for (const { name, value } of env)
        if (/password|token|secret|key/i.test(name) && value !== undefined && value !== '') expect(value, name).toMatch(/^\/gse-secrets/);
    }
    // What a person writes into settings goes into objects that many may read: nothing there may be a credential.
    for (const [name, meta] of settingMetas(game.settings)) expect(meta.title, name).not.toMatch(/password|token/i);
    const { server, plan } = ordered({ game: id, secretName: 'mine' });
    expect(Object.keys(buildConfigMap(server, plan).data ?? {})).toEqual(['server.json']);
    const volumes = buildStatefulSet(server, game, plan, options).spec.template.spec.volumes ?? [];
    expect(new Set(volumes.flatMap(({ secret }) => secret?.secretName ?? []))).toEqual(new Set(['mine']));
  });
});

describe('a pod', () => {
  test('goes where it is told to, in words of Kubernetes', () => {
    const placement = {
      nodeSelector: { pool: 'games' },
      tolerations: [{ key: 'games', operator: 'Exists' as const }],
      affinity: { nodeAffinity: {} },
      topologySpreadConstraints: [{ maxSkew: 1 }],
      priorityClassName: 'paying',
      schedulerName: 'own',
      runtimeClassName: 'kata',
    };
    expect(podOf({ placement }).spec).toMatchObject(placement);
    expect(podOf({}).spec).not.toHaveProperty('schedulerName');
  });

  test('has host ports where asked, for what is exposed only', () => {
    const { spec } = podOf({ game: 'counter-strike', network: { type: 'HostPort', ports: { game: 27100 } } });
    expect(spec.containers[0]?.ports?.map(({ name, hostPort }) => [name, hostPort])).toEqual([
      ['game', 27100],
      ['rcon', undefined],
      ['tv', 27020],
    ]);
  });

  test('says which of its parts a newer one would have otherwise, and only of what changed', () => {
    const before = podOf({}).applied;
    const changed = (after: Record<string, unknown>) =>
      Object.keys(after).filter((key) => after[key] !== before[key] && key !== 'settings');
    expect(changed(podOf({}).applied)).toEqual([]);
    expect(changed(podOf({}, { agentImage: 'example.invalid/gse:2' }).applied)).toEqual(['agentImage']);
    expect(changed(podOf({ placement: { schedulerName: 'own' } }).applied)).toEqual(['placement']);
    expect(changed(podOf({ network: { type: 'HostPort' } }).applied)).toEqual(['hostPorts']);
    expect(changed(podOf({ disruption: { announceSeconds: [] } }).applied)).toEqual(['notice']);
    expect(changed(podOf({ secretName: 'mine' }).applied)).toEqual(['platform']);
    expect(changed(podOf({ resources: { cpu: '3' } }).applied)).toEqual(['cpu']);
  });

  test('is warned about for as long as its machine allows', () => {
    const notice = podOf({}, { mostEvictionNoticeSeconds: 10 }).spec;
    expect(notice.initContainers?.[1]?.env).toContainEqual({ name: 'GSE_EVICTION_NOTICE_SECONDS', value: '10' });
    expect(notice.terminationGracePeriodSeconds).toBe((podOf({}).spec.terminationGracePeriodSeconds ?? 0) - 50);
  });
});

/** The shared volume of a pod whose hook is run here, and the programs of its image that fail. */
class HookedPod implements Disposable {
  readonly shared = mkdtempSync(join(tmpdir(), 'gse-hook-'));
  readonly #programs = join(this.shared, '.programs');

  constructor(...files: string[]) {
    mkdirSync(this.#programs);
    for (const file of files) writeFileSync(join(this.shared, file), '');
  }

  /** As on a disk that is full or must not be written. */
  fails(...programs: string[]): this {
    for (const program of programs) writeFileSync(join(this.#programs, program), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    return this;
  }

  get files(): string[] {
    return readdirSync(this.shared).filter((name) => !name.startsWith('.'));
  }

  /** Runs the hook to its end, and answers what it ends with. `asked` is called once, when the request is there. */
  async run(asked: () => void = () => undefined): Promise<number> {
    const [shell = '', ...args] = podOf({}).spec.containers[0]?.lifecycle?.preStop?.exec?.command ?? [];
    const command = args.map((arg) => arg.replaceAll('/gse/', `${this.shared}/`));
    const env = { PATH: `${this.#programs}:${process.env['PATH']}` };
    const exit = new Promise<number>((resolve) => {
      const hook = execFile(shell, command, { env, timeout: 10_000 }, () => resolve(hook.exitCode ?? -1));
    });
    const watching = setInterval(() => {
      if (!existsSync(join(this.shared, 'drain')) || existsSync(join(this.shared, 'drained'))) return;
      clearInterval(watching);
      asked();
    }, 10);
    return exit.finally(() => clearInterval(watching));
  }

  /** What the agent does in the end. */
  answer(): void {
    writeFileSync(join(this.shared, 'drained'), '');
  }

  [Symbol.dispose](): void {
    rmSync(this.shared, { recursive: true });
  }
}

describe('the hook of a game that is asked to go', () => {
  test('asks by a file that is there already, where none can be made', async () => {
    using pod = new HookedPod('drain.blank').fails('touch');
    expect(await pod.run(() => pod.answer())).toBe(0);
    expect(pod.files).toEqual(['drain', 'drained']);
  });

  test('makes the file where none is prepared', async () => {
    using pod = new HookedPod();
    expect(await pod.run(() => pod.answer())).toBe(0);
    expect(pod.files).toEqual(['drain', 'drained']);
  });

  test('leaves the game its whole time where the agent cannot be asked', async () => {
    using pod = new HookedPod('drain.blank').fails('mv', 'touch');
    expect(await pod.run()).toBe(1);
    expect(pod.files).toEqual(['drain.blank']);
  });

  test('takes the answer to an earlier request for none to its own', async () => {
    using pod = new HookedPod('drain.blank', 'drained');
    let isAsked = false;
    await pod.run(() => {
      isAsked = true;
      pod.answer();
    });
    expect(isAsked).toBe(true);
  });

  test('is nothing that a running pod can be behind in', () => {
    const { server, game, plan } = ordered({});
    const { saveSeconds, stopSeconds } = game.budgets;
    // As long together, so that nothing but the hook differs.
    const other = { ...game, budgets: { ...game.budgets, saveSeconds: saveSeconds + 1, stopSeconds: stopSeconds - 1 } };
    const [before, after] = [game, other].map((each) => buildStatefulSet(server, each, plan, options).spec.template);
    expect(after?.spec.containers[0]?.lifecycle).not.toEqual(before?.spec.containers[0]?.lifecycle);
    expect(after?.metadata).toEqual(before?.metadata);
  });
});

test('the claim carries the labels of the release it was ordered with, and everything else those of the server', () => {
  const { server, game, plan } = ordered(
    { game: 'minecraft', storage: { className: 'replicated', size: '20Gi' } },
    { labels: { 'helm.toolkit.fluxcd.io/name': 'minecraft-server-my-world', team: 'a' } },
  );
  const { spec, metadata } = buildStatefulSet(server, game, plan, options);
  const ours = {
    'app.kubernetes.io/name': 'minecraft',
    'app.kubernetes.io/instance': 'my-world',
    'app.kubernetes.io/managed-by': 'gse',
    'gse.cozystack.io/server': 'my-world',
    'gse.cozystack.io/game': 'minecraft',
  };
  expect(metadata.labels).toEqual(ours);
  expect(spec.template.metadata?.labels).toEqual(ours);
  expect(spec.volumeClaimTemplates?.[0]).toMatchObject({
    metadata: { labels: { ...ours, 'helm.toolkit.fluxcd.io/name': 'minecraft-server-my-world' } },
    spec: { storageClassName: 'replicated', resources: { requests: { storage: '20Gi' } } },
  });
});
