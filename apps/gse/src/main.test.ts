import { AGENT_ENV } from '@gse/agent-client';
import { gameById } from '@gse/catalog';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
const children = new Set<ChildProcess>();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gse-entry-'));
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  rmSync(folder, { recursive: true, force: true });
});

function gse(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...said }));
  return { child, said, ended };
}

/** The volumes of a pod, as the kubelet would mount them. */
function pod(): Record<string, string> {
  const at = (name: string): string => {
    mkdirSync(join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const server = {
    server: 'my-world',
    namespace: 'shop',
    game: 'minecraft',
    version: '1.21.4',
    spec: { game: 'minecraft' },
    settings: gameById('minecraft')?.settings.parse({}),
    memoryBytes: 1 << 30,
    dataPath: '/data',
    runAsUser: process.getuid?.() ?? 1000,
    runAsGroup: process.getgid?.() ?? 1000,
  };
  writeFileSync(join(at('config'), 'server.json'), JSON.stringify(server));
  writeFileSync(join(at('secrets'), 'agentToken'), 'token-of-the-agent');
  writeFileSync(join(at('secrets'), 'rconPassword'), 'password-of-the-game');
  return {
    [AGENT_ENV.data]: at('data'),
    [AGENT_ENV.shared]: at('shared'),
    [AGENT_ENV.config]: at('config'),
    [AGENT_ENV.secrets]: at('secrets'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

test('it says what it is and what there is', async () => {
  const [version, help] = await Promise.all([gse(['--version']).ended, gse(['--help']).ended]);
  expect(version).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
  expect(help.code).toBe(0);
  for (const command of ['operator', 'api', 'agent']) expect(help.out).toContain(`gse ${command}`);
});

test.each([
  [[], 'a command is missing'],
  [['serve'], 'there is no command "serve"'],
  [['toString'], 'there is no command "toString"'],
  [['agent'], 'a command is missing; there are prepare and serve'],
  [['agent', 'run'], 'there is no command "run"; there are prepare and serve'],
  [['operator'], '--agent-image (GSE_AGENT_IMAGE) is required'],
])('a wrong command line %j is refused with what would be right', async (args, words) => {
  const { code, out, err } = await gse(args).ended;
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(words);
});

test('the operator says what is wrong with the way to its cluster, in one line, and ends', async () => {
  const { code, out } = await gse(['operator', '--agent-image=x', '--status-port=0'], { KUBECONFIG: join(folder, 'missing') }).ended;
  expect(code).toBe(1);
  expect(JSON.parse(out.trim())).toMatchObject({ level: 'error', component: 'gse-operator', code: 'GSE_KUBE_CONFIG' });
});

test('the agent prepares and serves as containers would run it, with flags above variables', async () => {
  const env = pod();
  const prepared = await gse(['agent', 'prepare'], env).ended;
  expect(prepared, prepared.out).toMatchObject({ code: 0, err: '' });
  expect(existsSync(join(folder, 'data', 'server.properties'))).toBe(true);
  const lines = prepared.out.trim().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    level: 'info',
    component: 'gse-agent',
    server: 'shop/my-world',
    game: 'minecraft',
  });

  const port = await freePort();
  const agent = gse(['agent', 'serve', `--agent-port=${port}`], { ...env, [AGENT_ENV.port]: '1' });
  await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/v1/healthz`)).status).toBe(200), { timeout: 20_000 });
  // The game container goes first, as the kubelet has it; there is none here, so the drain has nothing to save.
  writeFileSync(join(folder, 'shared', 'drain'), '');
  agent.child.kill('SIGTERM');
  const { code, out } = await agent.ended;
  expect(code, out).toBe(0);
  expect(existsSync(join(folder, 'shared', 'drained'))).toBe(true);
  expect(out).not.toContain('token-of-the-agent');
});
