import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatorContext, SimulatorControl, SimulatorFault } from '@gse/sdk';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runSimulator } from './run.ts';
import type { SimulatorScript } from './run.ts';
import type { Stage } from './stage.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gse-simulator-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

/** The smallest game there is: opens a world, waits until it is asked to leave, saves. */
const script: SimulatorScript = {
  title: 'Nothing in Particular',
  log: {
    file: 'logs/now.log',
    rotate: (path) => {
      if (existsSync(path)) renameSync(path, `${path}.old`);
    },
  },
  diagnoses: [
    { id: 'Fire', examples: ['It burns', 'It burned down'], exit: { codes: [9] } },
    { id: 'Memory', examples: [], exit: { oomKilled: true } },
  ],
  chatter: (count) => `chatter ${count}`,
  play: async (stage) => {
    const world = await stage.openWorld('world/simulated-world.json');
    if (!(await stage.startUp(0.01, (fraction) => stage.print(`loading ${Math.round(fraction * 100)}%`)))) return 0;
    stage.open({
      refuse: (name) => (name === 'Nobody' ? 'banned' : undefined),
      joined: (name) => stage.print(`+${name}`),
      left: (name, because) => stage.print(`-${name}${because === undefined ? '' : ` (${because})`}`),
      said: (name, text) => stage.print(`${name}: ${text}`),
    });
    stage.print('up');
    stages.at(-1)?.(stage);
    await stage.untilStopRequested();
    stage.print((await world.save()) ? 'saved' : 'not saved');
    stage.players.leaveAll('closing');
    return 0;
  },
};
const stages: ((stage: Stage) => void)[] = [];

interface Run {
  readonly lines: string[];
  readonly control: SimulatorControl;
  readonly up: Promise<Stage>;
  readonly exit: Promise<number>;
  terminate(): void;
  kill(): void;
}

function start(options: { faults?: SimulatorFault[]; env?: Record<string, string> } = {}): Run {
  const lines: string[] = [];
  const terminate = new AbortController();
  const killed = new AbortController();
  const up = Promise.withResolvers<Stage>();
  const control = Promise.withResolvers<SimulatorControl>();
  let taken: SimulatorControl | undefined;
  stages.push(up.resolve);
  const context: SimulatorContext = {
    dataDir,
    env: options.env ?? {},
    terminate: terminate.signal,
    killed: killed.signal,
    pace: 0.1,
    write: (line) => void lines.push(line),
    listen: (port) => ({ host: '127.0.0.1', port }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
  };
  const exit = runSimulator(context, script, (given) => {
    taken = given;
    control.resolve(given);
  });
  if (taken === undefined) throw new Error('no control');
  return { lines, control: taken, up: up.promise, exit, terminate: () => terminate.abort(), kill: () => killed.abort() };
}

async function revisionAfterRestart(): Promise<string> {
  const run = start();
  const stage = await run.up;
  const answer = stage.simulate('simulate world') ?? '';
  run.kill();
  await run.exit;
  return answer;
}

describe('the life of a simulated game', () => {
  test('says in its first line that it is a simulation and which process it is', async () => {
    const run = start();
    await run.up;
    run.terminate();
    expect(await run.exit).toBe(0);
    expect(run.lines[0]).toBe(
      `[simulated] This is a simulation of Nothing in Particular. No game runs. Process id ${process.pid}. Console command: simulate help`,
    );
    expect((await readFile(join(dataDir, 'logs/now.log'), 'utf8')).trim().split('\n')).toEqual(run.lines);
  });

  test('moves the log of the run before away, as the game does', async () => {
    for (let round = 0; round < 2; round++) {
      const run = start();
      await run.up;
      run.terminate();
      await run.exit;
    }
    expect(existsSync(join(dataDir, 'logs/now.log.old'))).toBe(true);
    expect((await readFile(join(dataDir, 'logs/now.log'), 'utf8')).match(/simulated/g)).toHaveLength(1);
  });

  test('keeps what was built when it is asked to leave', async () => {
    const run = start();
    (await run.up).simulate('simulate build a tower of glass');
    run.terminate();
    expect(await run.exit).toBe(0);
    expect(await revisionAfterRestart()).toContain('a tower of glass');
  });

  test.each<[string, (run: Run) => void, number]>([
    ['killed', (run) => run.kill(), 137],
    ['crashed', (run) => run.control.inject({ kind: 'crash' }), 1],
    ['out of memory', (run) => run.control.inject({ kind: 'crash', oom: true }), 137],
    ['in flames', (run) => run.control.inject({ kind: 'crash', diagnosis: 'Fire' }), 9],
    ['out of memory by diagnosis', (run) => run.control.inject({ kind: 'crash', diagnosis: 'Memory' }), 137],
  ])('loses what was built since the last save when it is %s', async (_, end, code) => {
    const run = start();
    const stage = await run.up;
    stage.simulate('simulate build a cellar');
    await stage.world?.save();
    stage.simulate('simulate build an attic');
    end(run);
    expect(await run.exit).toBe(code);
    const world = await revisionAfterRestart();
    expect(world).toContain('a cellar');
    expect(world).not.toContain('an attic');
  });

  test('prints the lines of the trouble it acts out', async () => {
    const run = start();
    const stage = await run.up;
    expect(stage.simulate('simulate diagnose Nonsense')).toContain('Known: Fire, Memory');
    stage.simulate('simulate diagnose Fire');
    expect(await run.exit).toBe(9);
    expect(run.lines.slice(-2)).toEqual(['It burns', 'It burned down']);
  });

  test('does not leave while it hangs, and leaves when it is healed', async () => {
    const run = start();
    const stage = await run.up;
    run.control.inject({ kind: 'hang' });
    run.terminate();
    let gone = false;
    void run.exit.then(() => {
      gone = true;
    });
    await stage.wait(0.5);
    expect(gone).toBe(false);
    run.control.inject({ kind: 'none' });
    expect(await run.exit).toBe(0);
  });

  test('is killed even while it hangs', async () => {
    const run = start();
    await run.up;
    run.control.inject({ kind: 'hang' });
    run.kill();
    expect(await run.exit).toBe(137);
  });

  test('hangs while starting for as long as nobody asks it to leave', async () => {
    const run = start({ faults: [{ kind: 'hangStart' }] });
    await vi.waitFor(() => expect(run.lines.length).toBeGreaterThan(3), { timeout: 20_000 });
    run.terminate();
    expect(await run.exit).toBe(0);
    expect(run.lines).not.toContain('up');
  });

  test('fails to save when told so, and the old save stays', async () => {
    const run = start();
    const stage = await run.up;
    stage.simulate('simulate save-fails');
    stage.simulate('simulate build a dream');
    run.terminate();
    expect(await run.exit).toBe(0);
    expect(run.lines).toContain('not saved');
    expect(await revisionAfterRestart()).not.toContain('a dream');
  });

  test('refuses to begin a new world over one it cannot read', async () => {
    const run = start();
    await run.up;
    run.terminate();
    await run.exit;
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(dataDir, 'world/simulated-world.json'), '{');
    await expect(start().exit).rejects.toThrow();
  });
});

describe('faults of later starts', () => {
  test('hold for as many starts as was said and are gone after', async () => {
    const first = start();
    expect((await first.up).simulate('simulate next-start 2 crash 3')).toContain('next 2 starts');
    first.terminate();
    await first.exit;
    expect(await start().exit).toBe(3);
    expect(await start().exit).toBe(3);
    const last = start();
    await last.up;
    last.terminate();
    expect(await last.exit).toBe(0);
    expect(existsSync(join(dataDir, '.simulator.json'))).toBe(false);
  });

  test('are what slow-start and hang-start always are, and heal forgets them', async () => {
    const run = start();
    const stage = await run.up;
    stage.simulate('simulate hang-start');
    stage.simulate('simulate slow-start 30');
    expect(await readFile(join(dataDir, '.simulator.json'), 'utf8')).toContain('slowStart');
    stage.simulate('simulate heal');
    expect(existsSync(join(dataDir, '.simulator.json'))).toBe(false);
    run.kill();
    await run.exit;
  });
});

describe('people', () => {
  test('who are told to come before the game is up come when it is', async () => {
    const run = start({ env: { GSE_SIMULATE: 'join Anna; chat Anna hello there' } });
    run.control.join('Bert');
    const stage = await run.up;
    expect(stage.players.online).toEqual(['Bert', 'Anna']);
    expect(run.lines).toContain('Anna: hello there');
    run.terminate();
    await run.exit;
    expect(run.lines.slice(-2)).toEqual(['-Bert (closing)', '-Anna (closing)']);
  });

  test('are refused for a reason', async () => {
    const run = start();
    const stage = await run.up;
    expect(stage.simulate('simulate join Nobody')).toBe('[simulated] Nobody may not join: banned');
    expect(stage.simulate('simulate join')).toContain('Usage: simulate join NAME');
    expect(stage.simulate('simulate leave Anna')).toContain('not online');
    run.kill();
    await run.exit;
  });
});

describe('the console', () => {
  test('leaves lines alone that are not for the simulation', async () => {
    const run = start();
    const stage = await run.up;
    expect(stage.simulate('say simulate')).toBeUndefined();
    expect(stage.simulate('/simulate')).toContain('simulate join NAME');
    expect(stage.simulate('simulate fly')).toContain('Unknown: simulate fly');
    expect(stage.simulate('simulate slow-save never')).toContain('Usage: simulate slow-save SECONDS');
    expect(stage.simulate('simulate constructor')).toContain('Unknown');
    run.kill();
    await run.exit;
  });

  test('survives a flood of lines, all of which are in the file', async () => {
    const run = start();
    (await run.up).simulate('simulate log-flood 5000');
    await vi.waitFor(() => expect(run.lines.at(-1)).toMatch(/^\[simulated\] Flood over: 5000 lines in \d+ ms/), { timeout: 20_000 });
    run.kill();
    await run.exit;
    expect((await readFile(join(dataDir, 'logs/now.log'), 'utf8')).match(/chatter/g)).toHaveLength(5000);
  });
});
