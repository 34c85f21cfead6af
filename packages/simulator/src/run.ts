import type { Diagnosis, SimulatorContext, SimulatorControl, SimulatorFault } from '@gse/sdk';
import { simulateCommand } from './commands.ts';
import { FaultState, beginsAtStart } from './faults.ts';
import { printFlood } from './flood.ts';
import { SimulatorLog } from './log.ts';
import type { LogFile } from './log.ts';
import { forgetPlans, planForNextStart, takePlanned } from './next-start.ts';
import type { Outcome } from './players.ts';
import { Stage } from './stage.ts';
import { simulatedUsage } from './usage.ts';

/** Exit code of a process that was ended by SIGKILL, also by the kernel for memory. */
const KILLED = 137;

/** What a game's simulator adds to the harness. */
export interface SimulatorScript {
  readonly title: string;
  readonly log: LogFile;
  /** Troubles the simulator can act out; the game's own diagnoses. */
  readonly diagnoses: readonly Pick<Diagnosis, 'id' | 'examples' | 'exit'>[];
  /** A line as the game would print it, for the fault `logFlood`. */
  readonly chatter: (count: number) => string;
  /** Plays the game from its first log line to its exit code. Rejects only when `stage.signal` aborted. */
  readonly play: (stage: Stage) => Promise<number>;
}

/**
 * Runs a simulated game until its process is over and resolves with the exit code: the game's own after it left by
 * itself, 137 after it was killed. 137 without having been killed is the kernel ending it for memory.
 *
 * `terminate` asks the game to leave and is obeyed unless it hangs; `killed` drops everything at once. Nothing here has
 * a deadline: patience is the runtime's.
 */
export async function runSimulator(
  context: SimulatorContext,
  script: SimulatorScript,
  ready?: (control: SimulatorControl) => void,
): Promise<number> {
  if (context.killed.aborted) return KILLED;
  const over = new AbortController();
  const stop = new AbortController();
  const ended = Promise.withResolvers<number>();
  const faults = new FaultState();
  const log = new SimulatorLog(context.dataDir, script.log, (line) => context.write(line));

  const end = (code: number): void => {
    ended.resolve(code);
    over.abort(new Error('The simulated process is over.'));
  };
  const fail = (error: unknown): void => {
    if (!over.signal.aborted) ended.reject(error);
  };
  const kill = (): void => end(KILLED);
  const terminate = (): void => stop.abort();

  const crash = (fault: Extract<SimulatorFault, { kind: 'crash' }>): void => {
    const diagnosis = script.diagnoses.find(({ id }) => id === fault.diagnosis);
    for (const line of diagnosis?.examples ?? []) log.print(line);
    const outOfMemory = fault.oom === true || diagnosis?.exit?.oomKilled === true;
    // The answer to the command that asked for it still goes out.
    setImmediate(() => end(outOfMemory ? KILLED : (fault.exitCode ?? diagnosis?.exit?.codes?.[0] ?? 1)));
  };
  const begin = (fault: SimulatorFault): void => {
    if (fault.kind === 'crash') crash(fault);
    else if (fault.kind === 'logFlood') void printFlood(fault, script.chatter, (line) => log.print(line), over.signal).catch(fail);
    else faults.apply(fault);
  };

  const plan = (fault: SimulatorFault, starts: number): Outcome => {
    planForNextStart(context.dataDir, fault, starts);
    return {
      done: true,
      message: starts === 1 ? 'It holds from the next start, for that start.' : `It holds for the next ${starts} starts.`,
    };
  };
  const target = {
    inject: (fault: SimulatorFault): Outcome => {
      if (beginsAtStart(fault)) return plan(fault, 1);
      begin(fault);
      return { done: true, message: fault.kind === 'none' ? 'Healed.' : `Done: ${fault.kind}.` };
    },
    planForNextStart: plan,
    forgetPlans: (): Outcome => {
      forgetPlans(context.dataDir);
      return { done: true, message: 'Nothing is planned.' };
    },
    join: (player: string) => stage.players.join(player),
    leave: (player: string) => stage.players.leave(player),
    chat: (player: string, text: string) => stage.players.chat(player, text),
    build: (text: string): Outcome => {
      if (stage.world === undefined) return { done: false, message: 'The world is not open yet.' };
      stage.world.build(text);
      return { done: true, message: `Built. ${describeWorld()}` };
    },
    describeWorld: () => describeWorld(),
    diagnoses: script.diagnoses.map(({ id }) => id),
  };
  const describeWorld = (): string => {
    const world = stage.world;
    if (world === undefined) return 'The world is not open yet.';
    return `World revision ${world.revision}, saved ${world.savedRevision}${world.isSaved ? '' : ' (unsaved changes)'}. Built: ${world.builds.slice(-20).join(', ') || 'nothing'}.`;
  };
  context.tellUsage?.(() => simulatedUsage({ players: stage.players.count, isStarting: !stage.isOpen, atMs: Date.now() }));
  const stage = new Stage({ context, log, faults, over: over.signal, stop, fail, simulate: (line) => simulateCommand(line, target) });

  context.killed.addEventListener('abort', kill, { once: true });
  context.terminate.addEventListener('abort', terminate, { once: true });
  try {
    log.print(
      `[simulated] This is a simulation of ${script.title}. No game runs. Process id ${process.pid}. Console command: simulate help`,
    );
    if (context.terminate.aborted) terminate();
    for (const fault of [...(context.faults ?? []), ...takePlanned(context.dataDir)]) begin(fault);
    ready?.({ inject: target.inject, join: target.join, leave: target.leave, chat: target.chat });
    const played = script.play(stage).then((code) => ended.resolve(code), fail);
    const code = await ended.promise;
    over.abort(new Error('The simulated process is over.'));
    await stage.close();
    await played;
    return code;
  } finally {
    over.abort(new Error('The simulated process is over.'));
    await stage.close();
    context.killed.removeEventListener('abort', kill);
    context.terminate.removeEventListener('abort', terminate);
    log.close();
  }
}
