import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestMachine, until } from './support/machine.ts';
import { kubectl, kubectlOk, kubectlPath } from './support/kubectl.ts';

describe.skipIf(kubectlPath === undefined)('kubectl, as the README uses it (skipped without kubectl: run pnpm kubectl)', () => {
  let machine: TestMachine;
  beforeAll(async () => {
    machine = await new TestMachine().start();
  });
  afterAll(async () => {
    await machine[Symbol.asyncDispose]();
  });

  it('orders a server from the example and waits until players can join', async () => {
    expect(await kubectlOk(machine, ['apply', '-f', 'docs/examples/minecraft.yaml'])).toContain(
      'gameserver.gse.cozystack.io/my-world created',
    );
    await kubectlOk(machine, ['wait', '--for=condition=Ready', 'gameserver/my-world', '--timeout=60s']);
    const [header, row] = (await kubectlOk(machine, ['get', 'gameservers'])).trim().split('\n');
    expect(header?.split(/\s{2,}/)).toEqual(['NAME', 'GAME', 'PHASE', 'PLAYERS', 'VERSION', 'ADDRESS', 'AGE']);
    expect(row).toMatch(/^my-world +minecraft +Running +0 +\S+ +127[.\d]+:\d+ +\d+s/);
  });

  it('tells the life of a server as a story', async () => {
    const story = await until(
      async () => {
        const text = await kubectlOk(machine, ['describe', 'gameserver', 'my-world']);
        return /Running .*Players can join at/.test(text) ? text : undefined;
      },
      { what: 'the event Running', within: 20_000 },
    );
    expect(story).toMatch(/Provisioning[^]*Installing[^]*Starting[^]*Running/);
    expect(story).toContain('PlayersCanJoin');
    expect(story).toContain('Simulated');
  });

  it('knows the kinds by their short names and explains their fields', async () => {
    expect(await kubectlOk(machine, ['get', 'gs,gop'])).toContain('my-world');
    expect(await kubectlOk(machine, ['api-resources', '--api-group=gse.cozystack.io'])).toMatch(
      /gameservers +gs +gse\.cozystack\.io\/v1alpha1 +true +GameServer/,
    );
    expect(await kubectlOk(machine, ['explain', 'gameserver.spec.disruption.onlyWhenEmpty'])).toContain('Wait until nobody is online');
  });

  it('applying the same again changes nothing, on either side', async () => {
    expect(await kubectlOk(machine, ['apply', '-f', 'docs/examples/minecraft.yaml'])).toContain('unchanged');
    expect(await kubectlOk(machine, ['apply', '--server-side', '--force-conflicts', '-f', 'docs/examples/minecraft.yaml'])).toContain(
      'serverside-applied',
    );
  });

  it('refuses what the schema does not allow, naming the field', async () => {
    const refused = await kubectl(machine, ['patch', 'gameserver', 'my-world', '--type', 'merge', '-p', '{"spec":{"state":"Sleeping"}}']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/spec\.state: Unsupported value: "Sleeping": supported values: "Running", "Stopped"/);
  });

  it('keeps a running server as it is when its settings stop making sense, and says so', async () => {
    await kubectlOk(machine, ['patch', 'gameserver', 'my-world', '--type', 'merge', '-p', '{"spec":{"settings":{"maxPlayers":-3}}}']);
    await kubectlOk(machine, ['wait', '--for=condition=SettingsValid=false', 'gameserver/my-world', '--timeout=20s']);
    expect(
      await kubectlOk(machine, [
        'get',
        'gameserver',
        'my-world',
        '-o',
        'jsonpath={.status.phase} {.status.conditions[?(@.type=="SettingsValid")].message}',
      ]),
    ).toMatch(/^Running .*spec\.settings\.maxPlayers/);
    await kubectlOk(machine, ['patch', 'gameserver', 'my-world', '--type', 'merge', '-p', '{"spec":{"settings":{"maxPlayers":20}}}']);
    await kubectlOk(machine, ['wait', '--for=condition=SettingsValid', 'gameserver/my-world', '--timeout=20s']);
  });

  it('shows the log of game and agent', async () => {
    expect(await kubectlOk(machine, ['logs', 'my-world-0', '-c', 'game', '--tail=200'])).toMatch(/\[simulated\][^]*Done \(/);
    expect(await kubectlOk(machine, ['logs', 'my-world-0', '-c', 'prepare'])).toContain('server.properties');
  });

  it('restarts through the journal, which it can follow and skip', async () => {
    const created = await kubectlOk(machine, ['create', '-f', 'docs/examples/restart.yaml', '-o', 'name']);
    const name = created.trim().split('/')[1] ?? '';
    await until(async () => (await kubectlOk(machine, ['get', 'gop', name, '-o', 'jsonpath={.status.step}'])) === 'countdown', {
      what: 'the countdown',
    });
    await kubectlOk(machine, ['patch', 'gop', name, '--type', 'merge', '-p', '{"spec":{"skip":true}}']);
    await kubectlOk(machine, ['wait', '--for=jsonpath={.status.phase}=Skipped', `gop/${name}`, '--timeout=20s']);
  });

  it('stops, starts and deletes it, the world included', async () => {
    await kubectlOk(machine, ['patch', 'gs', 'my-world', '--type', 'merge', '-p', '{"spec":{"state":"Stopped"}}']);
    await kubectlOk(machine, ['wait', '--for=jsonpath={.status.phase}=Stopped', 'gs/my-world', '--timeout=60s']);
    expect(await kubectlOk(machine, ['get', 'pods'])).not.toContain('my-world');
    await kubectlOk(machine, ['patch', 'gs', 'my-world', '--type', 'merge', '-p', '{"spec":{"state":"Running"}}']);
    await kubectlOk(machine, ['wait', '--for=condition=Ready', 'gs/my-world', '--timeout=60s']);
    await kubectlOk(machine, ['delete', 'gs', 'my-world', '--timeout=60s']);
    await until(async () => !(await kubectlOk(machine, ['get', 'pvc,sts,svc,secret,configmap,gop', '-o', 'name'])).includes('my-world'), {
      what: 'everything of my-world gone',
    });
  });
});
