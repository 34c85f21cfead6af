import { existsSync, readFileSync } from 'node:fs';
import type { Ulimit } from './create-request.ts';

/**
 * Podman asks for more open files and processes than it may where the machine does not let it raise its own limits (nested
 * containers, sandboxes), and then starts nothing. These are enough for any game and low enough for any machine.
 */
export function modestLimits(): Ulimit[] {
  const wanted: [name: string, title: string, limit: number][] = [
    ['nofile', 'Max open files', 65_536],
    ['nproc', 'Max processes', 16_384],
  ];
  const table = existsSync('/proc/self/limits') ? readFileSync('/proc/self/limits', 'utf8') : '';
  return wanted.map(([Name, title, limit]) => {
    const hard = Number(table.match(new RegExp(`^${title}\\s+\\S+\\s+(\\d+)`, 'm'))?.[1] ?? limit);
    const value = Math.min(limit, hard);
    return { Name, Soft: value, Hard: value };
  });
}
