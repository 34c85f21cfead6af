import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyFilePatch, parseProperties, properties, type Diagnosis, type GameSimulator } from '@gse/sdk';
import { openRcon, runSimulator, type SimulatedWorld, type Stage } from '@gse/simulator';
import { z } from 'zod';
import { pond } from './game.ts';

/** Ways in which a simulator can be wrong. */
export interface Quirks {
  readonly startSeconds?: number;
  readonly diagnoses?: readonly Diagnosis[];
  /** What of a printed line reaches the output. */
  readonly print?: (line: string) => string;
  /** What was built is on disk even after a crash. */
  readonly losesNothing?: boolean;
  /** What was on disk is gone after a signal. */
  readonly losesWorldOnSignal?: boolean;
  readonly spillsSecret?: 'file' | 'log' | 'answer';
}

/** Acts as the pond does. */
export function pondSimulator(quirks: Quirks = {}): GameSimulator {
  return {
    game: 'pond',
    run: (context, ready) =>
      runSimulator(
        { ...context, write: (line) => context.write(quirks.print?.(line) ?? line) },
        {
          title: 'Pond',
          log: { file: 'logs/pond.log', rotate: () => undefined },
          diagnoses: quirks.diagnoses ?? pond.diagnoses,
          chatter: (count) => `~ ripple ${count}`,
          play: (stage) => play(stage, quirks),
        },
        ready,
      ),
  };
}

async function play(stage: Stage, quirks: Quirks): Promise<number> {
  const { dataDir } = stage;
  const settings = parseProperties(await readFile(join(dataDir, 'pond.properties'), 'utf8'));
  const password = await readFile(join(dataDir, 'password'), 'utf8');
  if (settings.get('rules') !== 'accepted') {
    stage.print('! Nobody accepted the rules');
    return 3;
  }
  const { max } = z.looseObject({ max: z.int() }).parse(JSON.parse(await readFile(join(dataDir, 'rules.json'), 'utf8')));
  if (quirks.spillsSecret === 'file') await writeFile(join(dataDir, 'debug.txt'), password);
  if (quirks.spillsSecret === 'log') stage.print(`* The password is ${password}`);
  const world = await stage.openWorld('world/pond.json');
  const state = new Pond(stage, world, { max, password, isPrivate: settings.get('whitelist') === 'true', quirks });
  let isConsoleOpen = false;
  const open = async (): Promise<void> => {
    if (isConsoleOpen) return;
    isConsoleOpen = true;
    await openRcon(stage, { port: 4000, dialect: 'source', password, onCommand: (line) => state.run(line) });
  };
  // A stuck pond listens and says nothing; a slow one says that it is not ready.
  if (stage.faults.hangStart) {
    stage.faults.apply({ kind: 'hang' });
    await open();
  }
  if (!(await stage.startUp(quirks.startSeconds ?? 0.2, (fraction) => stage.print(`* Filling ${Math.round(fraction * 100)}%`)))) return 0;
  await open();
  if (stage.faults.slowStartSeconds > 0) await stage.wait(100);
  state.isOpen = true;
  stage.print('* The pond is open');
  stage.open({
    refuse: (name) => state.refusal(name),
    joined: (name) => stage.print(`* ${name} came`),
    left: (name) => stage.print(`* ${name} went`),
    said: (name, text) => stage.print(`${name}: ${text}`),
  });
  if (quirks.losesNothing) {
    stage.onEnd(async () => {
      await mkdir(join(dataDir, 'world'), { recursive: true });
      await writeFile(
        join(dataDir, 'world/pond.json'),
        JSON.stringify({ simulated: true, revision: world.revision, builds: world.builds }),
      );
    });
  }
  await stage.untilStopRequested();
  if (state.leaves === 'aborting') return 0;
  if (quirks.losesWorldOnSignal && state.leaves === undefined) {
    await rm(join(dataDir, 'world/pond.json'));
    return 0;
  }
  return (await world.save()) ? 0 : 1;
}

interface PondOptions {
  readonly max: number;
  readonly password: string;
  isPrivate: boolean;
  readonly quirks: Quirks;
}

class Pond {
  isOpen = false;
  leaves: 'in order' | 'aborting' | undefined;
  readonly #stage: Stage;
  readonly #world: SimulatedWorld;
  readonly #options: PondOptions;
  readonly #banned = new Set<string>();
  readonly #invited = new Set<string>();
  readonly #wardens = new Set<string>();
  #isHeld = false;

  constructor(stage: Stage, world: SimulatedWorld, options: PondOptions) {
    this.#stage = stage;
    this.#world = world;
    this.#options = options;
  }

  refusal(name: string): string | undefined {
    if (this.#banned.has(name)) return 'banned';
    return this.#options.isPrivate && !this.#invited.has(name) ? 'not invited' : undefined;
  }

  /** Runs a line; a semicolon outside of quotes begins another command. */
  async run(line: string): Promise<string> {
    const answers: string[] = [];
    for (const part of line.match(/(?:"(?:\\.|[^"\\])*"|[^;"]|")+/g) ?? [])
      answers.push(this.#stage.simulate(part.trim()) ?? (await this.#one(part.trim())));
    return answers.join('\n');
  }

  async #one(line: string): Promise<string> {
    const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? [];
    const [, player = '', words = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
    const { players } = this.#stage;
    const change = (names: Set<string>, how: 'add' | 'delete'): string => {
      const before = names.has(player);
      names[how](player);
      return before === (how === 'add') ? 'ok already so' : 'ok done';
    };
    switch (name) {
      case 'status':
        return this.isOpen ? `open ${this.#stage.env['VERSION']}` : 'filling';
      case 'list':
        return JSON.stringify({ max: this.#options.max, names: players.online });
      case 'listed':
        return JSON.stringify([...(rest === 'banned' ? this.#banned : rest === 'invited' ? this.#invited : this.#wardens)]);
      case 'say':
        this.#stage.print(`# ${said(rest)}`);
        return '';
      case 'tell':
        if (!players.has(player)) return 'no such visitor';
        this.#stage.print(`# to ${player}: ${said(words)}`);
        return 'ok told';
      case 'kick':
        return players.leave(player).done ? 'ok gone' : 'no such visitor';
      case 'ban':
        players.leave(player);
        return change(this.#banned, 'add');
      case 'unban':
        return change(this.#banned, 'delete');
      case 'allow':
        return change(this.#invited, 'add');
      case 'disallow':
        return change(this.#invited, 'delete');
      case 'promote':
        return change(this.#wardens, 'add');
      case 'demote':
        return change(this.#wardens, 'delete');
      case 'save':
        return !this.#isHeld && (await this.#world.save()) ? 'saved' : 'failed';
      case 'save-soon': {
        if (this.#isHeld) return 'failed';
        const saving = this.#world.save();
        if (this.#stage.faults.slowSaveSeconds === 0) return (await saving) ? 'saved' : 'failed';
        saving.catch(() => undefined);
        return 'saved';
      }
      case 'hold':
        this.#isHeld = true;
        return 'held';
      case 'flush':
        return (await this.#world.save()) ? 'saved' : 'failed';
      case 'unhold':
        this.#isHeld = false;
        return 'let go';
      case 'set':
        return this.#set(player, said(words));
      case 'ripples':
        return '7';
      case 'help':
        return this.#options.quirks.spillsSecret === 'answer' ? `Log in with ${this.#options.password}` : 'status, list, say';
      case 'quit':
      case 'abort':
        this.leaves = name === 'quit' ? 'in order' : 'aborting';
        setImmediate(() => this.#stage.requestStop());
        return 'bye';
      default:
        return `Unknown: ${name}`;
    }
  }

  async #set(key: string, value: string): Promise<string> {
    if (key === 'whitelist') this.#options.isPrivate = value === 'true';
    const path = join(this.#stage.dataDir, 'pond.properties');
    const content = applyFilePatch(await readFile(path, 'utf8'), properties('pond.properties', { [key]: value }));
    if (content !== undefined) await writeFile(path, content);
    return 'ok';
  }
}

function said(words: string): string {
  try {
    return String(JSON.parse(words));
  } catch {
    return words;
  }
}
