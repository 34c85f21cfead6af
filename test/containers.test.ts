import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GameDig } from 'gamedig';
import { gameById } from '@gse/catalog';
import { podmanProblem, startPodman, type PodmanService } from '@gse/embedded/testing';
import { planServer } from '@gse/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownAddress } from './support/address.ts';
import { MachineClient } from './support/client.ts';
import { EngineApi, type ContainerDetails } from './support/engine.ts';
import { imagesProblem, offerGameImages } from './support/images/images.ts';
import { LocalRegistry } from './support/images/registry.ts';
import { kubectlOk, kubectlPath } from './support/kubectl.ts';
import { TestMachine, until } from './support/machine.ts';
import { Statuses, type Status } from './support/statuses.ts';

const problem = podmanProblem() ?? imagesProblem() ?? (kubectlPath === undefined ? 'needs kubectl: pnpm kubectl' : undefined);
const MIB = 1024 ** 2;
const HOST = ownAddress();
const LIMITS = { cpu: '500m', memory: '512Mi' };

/** One server of each game: how it is ordered, and what its container is expected to be. */
const servers = [
  { name: 'my-world', game: 'minecraft', uid: 1000, memory: 5632 * MIB, nanoCpus: 2e9, worldFile: 'world/simulated-world.json' },
  { name: 'my-factory', game: 'factorio', uid: 845, memory: 512 * MIB, nanoCpus: 5e8, worldFile: 'saves/world.simulated.json' },
] as const;

describe.skipIf(problem !== undefined)(`games in real containers${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  let registry: LocalRegistry;
  let podman: PodmanService;
  let engine: EngineApi;
  let machine: TestMachine;
  let client: MachineClient;

  beforeAll(async () => {
    registry = await LocalRegistry.start();
    await offerGameImages(registry, { minecraft: imageOf('minecraft'), factorio: imageOf('factorio') });
    podman = await startPodman({ dockerHub: registry.address });
    engine = new EngineApi(podman.dockerHost);
    machine = await new TestMachine({ GSE_HOST: HOST, GSE_RUNTIME: 'containers', DOCKER_HOST: podman.dockerHost }).start();
    client = new MachineClient(machine);
  }, 90_000);

  afterAll(async () => {
    await machine?.kill();
    await podman?.stop();
    await machine?.[Symbol.asyncDispose]();
    await registry?.[Symbol.asyncDispose]();
  }, 90_000);

  const status = async (name: string): Promise<Status> => (await client.server(name))?.status ?? {};
  const seen = (name: string, test: (status: Status) => boolean, what: string): Promise<Status> => {
    let last: Status = {};
    return until(
      async () => {
        last = await status(name);
        return test(last) ? last : undefined;
      },
      { what: () => `${name}: ${what}; its status is ${JSON.stringify(last)}; the machine said:\n${machine.output.slice(-3000)}` },
    );
  };
  const runs = (name: string): Promise<Status> =>
    seen(name, (now) => now['phase'] === 'Running' && now['health'] === 'Healthy' && isReady(now), 'Running and Ready');
  const online = (name: string, count: number): Promise<Status> =>
    seen(name, (now) => (now['players'] as { online?: number } | undefined)?.online === count, `${count} online`);
  const game = async (name: string): Promise<ContainerDetails> => {
    const found = await engine.gameOf(name);
    if (found === undefined) throw new Error(`${name} has no running container`);
    return found;
  };
  const volume = (name: string): string => join(machine.dataDir, 'node/volumes/default', `data-${name}-0`);

  it('names the engine on the terminal', () => {
    expect(machine.output).toMatch(new RegExp(`^containers: ${podman.engine.name}$`, 'm'));
    expect(podman.engine.name).toMatch(/^Podman \d/);
  });

  it('runs a server ordered by kubectl and one ordered by the API, and simulates neither', async () => {
    await kubectlOk(machine, ['apply', '-f', 'docs/examples/minecraft.yaml']);
    await client.api('POST', 'servers', {
      name: 'my-factory',
      spec: { game: 'factorio', resources: LIMITS, settings: { name: 'My factory' } },
    });
    for (const { name, game: id } of servers) {
      const now = await runs(name);
      expect(now['simulated'] ?? false).toBe(false);
      expect(now['address']).toMatch(new RegExp(`^${HOST}:\\d+$`));
      expect((await game(name)).Config.Image).toBe(`docker.io/${imageOf(id)}`);
    }
    await kubectlOk(machine, ['wait', '--for=condition=Ready', 'gameserver/my-world', '--timeout=20s']);
  });

  it('tells that the image was pulled', async () => {
    expect(await kubectlOk(machine, ['describe', 'pod', 'my-world-0'])).toMatch(/Pulled .*minecraft-server/);
  });

  it('is found by an independent client at the address in status, with name, version and players', async () => {
    await client.command('my-world', 'simulate join Ada');
    const now = await online('my-world', 1);
    const [host = '', port = ''] = String(now['address']).split(':');
    const answer = await GameDig.query({
      type: 'minecraft',
      host,
      port: Number(port),
      givenPortOnly: true,
      socketTimeout: 10_000,
      attemptTimeout: 30_000,
    });
    expect(answer).toMatchObject({ name: 'Hello from my world', numplayers: 1, maxplayers: 20 });
    expect(answer.version).toContain((now['version'] as { running: string }).running);
  });

  it('answers console commands and says who plays, through the agent next to the container', async () => {
    expect(await client.command('my-world', 'list')).toMatch(/There are 1 of a max of 20 players online: ?Ada/);
    expect(await client.command('my-factory', '/version')).toMatch(/^2\.\d+\.\d+/);
    expect(await client.api('GET', 'servers/default/my-world/players')).toMatchObject({ known: true, online: 1, names: [{ name: 'Ada' }] });
  });

  it('shows the output of the container as the log of the pod', async () => {
    expect(await kubectlOk(machine, ['logs', 'my-world-0', '-c', 'game'])).toContain('Done (');
    expect(await kubectlOk(machine, ['logs', 'my-factory-0', '-c', 'game'])).toContain('Hosting game at');
  });

  it.each(servers)(
    'gives the container of $game its limits, its user and nothing it does not need',
    async ({ name, uid, memory, nanoCpus }) => {
      const { Config, HostConfig, NetworkSettings } = await game(name);
      expect(HostConfig).toMatchObject({ Memory: memory, MemorySwap: memory, NanoCpus: nanoCpus });
      expect(Config.User).toBe(`${uid}:${uid}`);
      for (const bindings of Object.values(NetworkSettings.Ports)) for (const { HostIp } of bindings ?? []) expect(HostIp).toBe(HOST);
      const inside = join('/proc', String((await game(name)).State.Pid), 'root');
      expect(readdirSync(inside)).not.toContain('gse-config');
      expect(
        existsSync(join(inside, 'gse-secrets')) ? readdirSync(join(inside, 'gse-secrets')).filter((file) => !file.startsWith('.')) : [],
      ).toEqual(['rconPassword']);
    },
  );

  it.each(servers)('keeps every file of $game with the user of the game', ({ name, uid, worldFile }) => {
    const files = readdirSync(volume(name), { recursive: true, encoding: 'utf8' });
    expect(files).toContain(worldFile);
    const strangers = files.filter((file) => {
      const owner = lstatSync(join(volume(name), file));
      return owner.uid !== uid || owner.gid !== uid;
    });
    expect(strangers).toEqual([]);
  });

  it('sees a killed container as a crash, and recovers in a new one', async () => {
    const before = await game('my-world');
    await using statuses = await Statuses.of(machine);
    await engine.kill(before.Id, 'KILL');
    const crashed = await statuses.next(
      'my-world',
      'Crashed with its last lines',
      (now) => now['phase'] === 'Crashed' && Array.isArray((now['crash'] as { lines?: unknown } | undefined)?.lines),
    );
    expect(crashed['crash']).toMatchObject({ count: 1, exitCode: 137, oomKilled: false });
    expect(JSON.stringify(crashed['crash'])).toContain('Ada joined the game');
    await runs('my-world');
    expect((await game('my-world')).Id).not.toBe(before.Id);
  });

  it('sees that the kernel killed a game for its memory', async () => {
    await using statuses = await Statuses.of(machine);
    await engine.kill((await game('my-factory')).Id, 'USR2');
    const crashed = await statuses.next('my-factory', 'Crashed', (now) => now['phase'] === 'Crashed' && now['crash'] !== undefined);
    expect(crashed['crash']).toMatchObject({ exitCode: 137, oomKilled: true });
    expect(crashed['reason']).toMatchObject({ fix: { kind: 'patch' } });
    await runs('my-factory');
  });

  it('takes over running containers after a kill -9 without disturbing a player', async () => {
    await client.command('my-world', 'simulate join Grace');
    await client.command('my-world', 'simulate build a lighthouse');
    await online('my-world', 1);
    const before = await Promise.all(servers.map(({ name }) => game(name)));
    await machine.kill();
    expect((await Promise.all(servers.map(({ name }) => game(name)))).map(({ Id }) => Id)).toEqual(before.map(({ Id }) => Id));
    await machine.start();
    for (const { name } of servers) await runs(name);
    await online('my-world', 1);
    const after = await Promise.all(servers.map(({ name }) => game(name)));
    expect(after.map(({ Id, State }) => [Id, State.StartedAt])).toEqual(before.map(({ Id, State }) => [Id, State.StartedAt]));
    expect(await client.command('my-world', 'simulate world')).toContain('a lighthouse');
  });

  it('stops without a trace of a container, and starts with the world it had', async () => {
    await client.command('my-world', 'simulate leave Grace');
    await online('my-world', 0);
    for (const { name } of servers) {
      await client.command(name, 'simulate build a wall');
      await client.api('POST', `servers/default/${name}/stop`, {});
    }
    for (const { name } of servers) await seen(name, (now) => now['phase'] === 'Stopped', 'Stopped');
    await until(async () => (await engine.containers()).length === 0, { what: 'no container left' });
    for (const { name, uid, worldFile } of servers) {
      expect(lstatSync(join(volume(name), worldFile)).uid).toBe(uid);
      await client.api('POST', `servers/default/${name}/start`, {});
    }
    for (const { name } of servers) {
      await runs(name);
      expect(await client.command(name, 'simulate world')).toContain('a wall');
    }
  });

  it('says in words that an image cannot be had', async () => {
    await client.order('no-image', { game: 'minecraft', version: { pin: '1.20.1' }, licences: [{ id: 'minecraft-eula', accepted: true }] });
    const now = await seen(
      'no-image',
      (status) => ['ErrImagePull', 'ImagePullBackOff'].includes(String((status['reason'] as { code?: string } | undefined)?.code)),
      'the reason',
    );
    expect((now['reason'] as { message: string }).message).toMatch(
      /cannot pull \S*itzg\/minecraft-server:\S+: the registry has no such image or tag/,
    );
    await client.api('DELETE', 'servers/default/no-image');
    await until(async () => (await client.server('no-image')) === undefined, { what: 'the order withdrawn' });
  });

  it('saves and stops every game at Ctrl-C, and resumes them at the next start', async () => {
    for (const { name } of servers) await client.command(name, 'simulate build a bridge');
    expect(await machine.interrupt()).toBe(0);
    expect(machine.output).toMatch(/^stopped$/m);
    expect((await engine.containers()).filter(({ State }) => State === 'running')).toEqual([]);
    await machine.start();
    for (const { name } of servers) {
      await runs(name);
      expect(await client.command(name, 'simulate world')).toContain('a bridge');
    }
  });

  it('removes container and world of a deleted server', async () => {
    await kubectlOk(machine, ['delete', 'gameserver', 'my-world', '--timeout=60s']);
    await client.api('DELETE', 'servers/default/my-factory');
    for (const { name } of servers)
      await until(async () => (await client.server(name)) === undefined && !existsSync(volume(name)), { what: `${name} gone` });
    await until(async () => (await engine.containers()).length === 0, { what: 'every container gone' });
    expect(readdirSync(join(machine.dataDir, 'node/pods'))).toEqual([]);
  });
});

/** The image the adapter asks for when nothing is said about versions, without the registry. */
function imageOf(id: string): string {
  const adapter = gameById(id);
  const result = adapter && planServer(adapter, { game: id, state: 'Running', intent: 'None' });
  if (!result?.ok) throw new Error(`no plan for ${id}`);
  return result.plan.workload.image.replace(/^docker\.io\//, '');
}

function isReady(status: Record<string, unknown>): boolean {
  const conditions = (status['conditions'] ?? []) as readonly { type: string; status: string }[];
  return conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
