/**
 * The process that runs the components of one control plane, and outlives the one that asked for them by a moment:
 * when its channel closes, because the other was stopped, crashed or killed, it kills them and removes their folder.
 * Its one argument is the folder.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SupervisorReport, SupervisorRequest } from './supervisor.ts';

const folder = process.argv[2] ?? '';
const children = new Map<string, ChildProcess>();
let isEnding = false;

function report(message: SupervisorReport): void {
  if (process.connected) process.send?.(message);
}

function start({ name, file, args }: Extract<SupervisorRequest, { type: 'start' }>): void {
  const log = openSync(join(folder, `${name}.log`), 'a');
  // Relative paths, among them the socket of etcd, are inside the folder.
  const child = spawn(file, args, { cwd: folder, stdio: ['ignore', log, log] });
  closeSync(log);
  children.set(name, child);
  child.once('error', (error) => ended(name, child, error.message));
  child.once('exit', (code, signal) => ended(name, child, signal ?? `code ${code}`));
}

function ended(name: string, child: ChildProcess, how: string): void {
  if (children.get(name) !== child) return;
  children.delete(name);
  report({ type: 'ended', name, how });
}

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  // Nothing of theirs is kept, so there is nothing for them to finish.
  const gone = [...children.values()].map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of children.values()) child.kill('SIGKILL');
  await Promise.all(gone);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(0);
}

process.on('message', (request: SupervisorRequest) => {
  if (request.type === 'start') start(request);
  else if (request.type === 'signal') children.get(request.name)?.kill(request.signal);
  else void end();
});
process.on('disconnect', () => void end());
// It has a session of its own, so these are meant for it.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
