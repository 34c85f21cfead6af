import type { SimulatorFault } from '@gse/sdk';
import type { Outcome } from './players.ts';

/** What the `simulate …` commands act on. */
export interface CommandTarget {
  inject(fault: SimulatorFault): Outcome;
  planForNextStart(fault: SimulatorFault, starts: number): Outcome;
  forgetPlans(): Outcome;
  join(player: string): Outcome;
  leave(player: string): Outcome;
  chat(player: string, text: string): Outcome;
  build(text: string): Outcome;
  describeWorld(): string;
  /** Ids of the diagnoses the simulator can act out. */
  readonly diagnoses: readonly string[];
}

/** A fault in words, how it is written and what it does. Reading answers undefined when the words do not fit. */
interface FaultWords {
  readonly usage: string;
  readonly does: string;
  readonly read: (args: readonly string[], diagnoses: readonly string[]) => SimulatorFault | undefined;
}

const FAULTS: Readonly<Record<string, FaultWords>> = {
  crash: {
    usage: 'crash [code]',
    does: 'the process ends at once, nothing is saved (code 0 to 255, default 1)',
    read: ([code = '1']) => within(code, 0, 255, (exitCode) => ({ kind: 'crash', exitCode })),
  },
  oom: { usage: 'oom', does: 'the kernel ends the process for memory (exit code 137)', read: () => ({ kind: 'crash', oom: true }) },
  diagnose: {
    usage: 'diagnose ID',
    does: 'prints the log lines of that trouble and ends the process',
    read: ([id = ''], diagnoses) => (diagnoses.includes(id) ? { kind: 'crash', diagnosis: id } : undefined),
  },
  hang: { usage: 'hang', does: 'the game answers nothing any more, the process stays', read: () => ({ kind: 'hang' }) },
  'wrong-secret': { usage: 'wrong-secret', does: 'the right credential is rejected', read: () => ({ kind: 'wrongSecret' }) },
  'torn-packets': { usage: 'torn-packets', does: 'answers arrive in pieces', read: () => ({ kind: 'tornPackets' }) },
  'save-fails': { usage: 'save-fails', does: 'the world cannot be saved', read: () => ({ kind: 'saveFails' }) },
  'slow-save': {
    usage: 'slow-save SECONDS',
    does: 'every save takes that long',
    read: ([seconds = '']) => within(seconds, 0, 86_400, (value) => ({ kind: 'slowSave', seconds: value })),
  },
  'log-flood': {
    usage: 'log-flood LINES [PER_SECOND]',
    does: 'prints that many lines (up to 1000000), at once or so many a second, and then how long that took',
    read: ([lines = '', perSecond]) =>
      within(lines, 1, 1_000_000, (value) =>
        perSecond === undefined
          ? { kind: 'logFlood', lines: value }
          : within(perSecond, 1, 1_000_000, (rate) => ({ kind: 'logFlood', lines: value, perSecond: rate })),
      ),
  },
  'slow-start': {
    usage: 'slow-start SECONDS',
    does: 'from the next start: starting takes that much longer',
    read: ([seconds = '']) => within(seconds, 0, 86_400, (value) => ({ kind: 'slowStart', seconds: value })),
  },
  'hang-start': { usage: 'hang-start', does: 'from the next start: starting never ends', read: () => ({ kind: 'hangStart' }) },
};

interface Command {
  readonly usage: string;
  readonly does: string;
  readonly run: (args: readonly string[], target: CommandTarget) => Outcome | string | undefined;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  join: { usage: 'join NAME', does: 'a player comes', run: ([name], target) => (name === undefined ? undefined : target.join(name)) },
  leave: { usage: 'leave NAME', does: 'a player goes', run: ([name], target) => (name === undefined ? undefined : target.leave(name)) },
  chat: {
    usage: 'chat NAME TEXT',
    does: 'a player says something',
    run: ([name, ...words], target) => (name === undefined || words.length === 0 ? undefined : target.chat(name, words.join(' '))),
  },
  build: {
    usage: 'build TEXT',
    does: 'changes the world in memory; it is on disk after the next save',
    run: (words, target) => (words.length === 0 ? undefined : target.build(words.join(' '))),
  },
  world: { usage: 'world', does: 'what stands in the world, and what of it is saved', run: (_, target) => target.describeWorld() },
  heal: {
    usage: 'heal',
    does: 'ends hang, wrong-secret, torn-packets, save-fails and slow-save, and forgets what was planned',
    run: (_, target) => {
      target.forgetPlans();
      return target.inject({ kind: 'none' });
    },
  },
  'next-start': {
    usage: 'next-start [TIMES] FAULT',
    does: 'any of the faults, from the next start on, for so many starts (default 1)',
    run: (words, target) => {
      const counted = /^\d{1,3}$/.test(words[0] ?? '');
      const starts = counted ? Number(words[0]) : 1;
      const fault = readFault(counted ? words.slice(1) : words, target.diagnoses);
      return fault === undefined || starts === 0 ? undefined : target.planForNextStart(fault, starts);
    },
  },
};

/**
 * Answers a console line that begins with `simulate`; undefined when the line belongs to the game.
 * What a person writes is never an error: what cannot be understood is answered with how it is written.
 */
export function simulateCommand(line: string, target: CommandTarget): string | undefined {
  const [first, name = 'help', ...args] = line.trim().replace(/^\//, '').split(/\s+/);
  if (first !== 'simulate') return undefined;
  if (Object.hasOwn(COMMANDS, name)) {
    const command = COMMANDS[name] as Command;
    const result = command.run(args, target);
    if (result === undefined) return `[simulated] Usage: simulate ${command.usage} (${command.does})`;
    return `[simulated] ${typeof result === 'string' ? result : result.message}`;
  }
  if (Object.hasOwn(FAULTS, name)) {
    const words = FAULTS[name] as FaultWords;
    const fault = words.read(args, target.diagnoses);
    if (fault !== undefined) return `[simulated] ${target.inject(fault).message}`;
    return `[simulated] Usage: simulate ${words.usage} (${words.does})${name === 'diagnose' ? `. Known: ${target.diagnoses.join(', ')}` : ''}`;
  }
  return help(name === 'help' ? undefined : name);
}

function readFault([name = '', ...args]: readonly string[], diagnoses: readonly string[]): SimulatorFault | undefined {
  return Object.hasOwn(FAULTS, name) ? FAULTS[name]?.read(args, diagnoses) : undefined;
}

function within(text: string, min: number, max: number, make: (value: number) => SimulatorFault | undefined): SimulatorFault | undefined {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : NaN;
  return value >= min && value <= max ? make(value) : undefined;
}

function help(unknown: string | undefined): string {
  const lines = [...Object.values(COMMANDS), ...Object.values(FAULTS)].map(({ usage, does }) => `  simulate ${usage}: ${does}`);
  return [
    unknown === undefined
      ? '[simulated] No game runs here. What the simulation can be told:'
      : `[simulated] Unknown: simulate ${unknown}. Known:`,
    ...lines,
  ].join('\n');
}
