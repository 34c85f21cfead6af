/**
 * The entry point of a program host: a child process that runs local programs and ends with its parent.
 * Arguments: the programs module's URL, the name of the module's export, the process title.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { execOnHost } from './host-exec.ts';
import type { MessageFromHost, MessageToHost } from './host-messages.ts';
import type { LocalProgram, ProgramUsage } from './local-program.ts';
import { openLogWriter, type LogWriter } from './log-writer.ts';

interface Running {
  id: string;
  terminate: AbortController;
  kill: AbortController;
  log: LogWriter;
  usage: (() => ProgramUsage) | undefined;
  end: (exitCode: number, message?: string) => void;
}

const [moduleUrl = '', title = 'gse programs'] = process.argv.slice(2);
process.title = title;

const running = new Map<string, Running>();
const execs = new Map<number, AbortController>();
/** Says which program an error that nobody caught belongs to. */
const owner = new AsyncLocalStorage<Running>();

function send(message: MessageFromHost): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function leave(exitCode: number): never {
  for (const cancel of execs.values()) cancel.abort();
  for (const program of running.values()) program.log.close();
  process.exit(exitCode);
}

async function loadPrograms(): Promise<Readonly<Record<string, LocalProgram>>> {
  const loaded = (await import(moduleUrl)) as { programs?: Readonly<Record<string, LocalProgram>> };
  if (!loaded.programs) throw new Error(`${moduleUrl} has no export named programs`);
  return loaded.programs;
}

function start(programs: Readonly<Record<string, LocalProgram>>, order: Extract<MessageToHost, { type: 'start' }>): void {
  const log = openLogWriter(order.logPath, order.logMaxBytes, Date.now);
  const program: Running = {
    id: order.id,
    terminate: new AbortController(),
    kill: new AbortController(),
    log,
    usage: undefined,
    end(exitCode, message) {
      if (!running.delete(order.id)) return;
      if (message !== undefined) log.write(message);
      log.close();
      send({ type: 'exited', id: order.id, exitCode, message });
    },
  };
  running.set(order.id, program);
  const run = Object.hasOwn(programs, order.program) ? programs[order.program] : undefined;
  if (!run) return program.end(127, `there is no program named ${order.program}`);
  void owner.run(program, async () => {
    try {
      const exitCode = await run({
        args: order.args,
        env: order.env,
        mounts: order.mounts,
        log: (line) => log.write(line),
        signal: program.terminate.signal,
        killed: program.kill.signal,
        fileOwner: order.fileOwner,
        tellUsage: (tell) => {
          program.usage = tell;
        },
      });
      program.end(program.kill.signal.aborted ? 137 : exitCode);
    } catch (error) {
      if (program.kill.signal.aborted) program.end(137);
      else program.end(1, describe(error));
    }
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** One program's forgotten promise must not take its neighbours down; an error that is nobody's does. */
function failOwner(error: unknown): void {
  const program = owner.getStore();
  if (!program) {
    process.stderr.write(`${describe(error)}\n`);
    leave(70);
  }
  program.end(1, describe(error));
  program.terminate.abort();
  program.kill.abort();
}

async function exec(order: Extract<MessageToHost, { type: 'exec' }>): Promise<void> {
  const cancel = new AbortController();
  execs.set(order.execId, cancel);
  try {
    const result = await execOnHost(order.command, order.env, order.mounts, cancel.signal);
    send({ type: 'execEnded', execId: order.execId, ...result });
  } catch (error) {
    send({ type: 'execEnded', execId: order.execId, exitCode: 126, output: describe(error) });
  } finally {
    execs.delete(order.execId);
  }
}

function handle(programs: Readonly<Record<string, LocalProgram>>, message: MessageToHost): void {
  switch (message.type) {
    case 'start':
      return start(programs, message);
    case 'terminate':
      return running.get(message.id)?.terminate.abort();
    case 'kill': {
      const program = running.get(message.id);
      program?.terminate.abort();
      return program?.kill.abort();
    }
    case 'exec':
      return void exec(message);
    case 'cancelExec':
      return execs.get(message.execId)?.abort();
    case 'usage': {
      const { user, system } = process.cpuUsage();
      const memoryBytes = process.memoryUsage.rss();
      const told = running.get(message.id)?.usage?.();
      return send({ type: 'usage', requestId: message.requestId, cpuSeconds: (user + system) / 1e6, memoryBytes, told });
    }
  }
}

process.on('disconnect', () => leave(0));
process.on('uncaughtException', failOwner);
process.on('unhandledRejection', failOwner);
// A Ctrl-C on the terminal reaches the whole process group; when and in which order programs end is the node's business.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

const programs = await loadPrograms();
process.on('message', (message: MessageToHost) => handle(programs, message));
send({ type: 'ready' });
