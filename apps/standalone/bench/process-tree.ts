import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What a process and all its descendants use. */
export interface TreeUsage {
  readonly processes: number;
  /** Proportional set size where the kernel tells it, resident size elsewhere. */
  readonly memoryBytes: number;
  readonly memoryIs: 'PSS' | 'RSS';
  /** User and system time since each process began. */
  readonly cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** Measures the process tree below `pid`: from /proc on Linux, through ps elsewhere. */
export function measureTree(pid: number): TreeUsage {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

function fromProc(root: number): TreeUsage {
  const parents = new Map<number, number>();
  const cpu = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    if (stat === undefined) continue;
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(Number(entry), Number(fields[1]));
    cpu.set(Number(entry), (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND);
  }
  const pids = descendants(root, parents);
  let memoryBytes = 0;
  let cpuSeconds = 0;
  for (const pid of pids) {
    const pss = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
    memoryBytes += Number(pss ?? 0) * 1024;
    cpuSeconds += cpu.get(pid) ?? 0;
  }
  return { processes: pids.length, memoryBytes, memoryIs: 'PSS', cpuSeconds };
}

function fromPs(root: number): TreeUsage {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid=,rss=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const parents = new Map(rows.map(([pid, parent]) => [Number(pid), Number(parent)]));
  const pids = new Set(descendants(root, parents));
  let memoryBytes = 0;
  let cpuSeconds = 0;
  for (const [pid, , rss, time = ''] of rows) {
    if (!pids.has(Number(pid))) continue;
    memoryBytes += Number(rss) * 1024;
    cpuSeconds += time.split(':').reduce((total, part) => total * 60 + Number(part), 0);
  }
  return { processes: pids.size, memoryBytes, memoryIs: 'RSS', cpuSeconds };
}

function descendants(root: number, parents: ReadonlyMap<number, number>): number[] {
  const found = [root];
  for (let i = 0; i < found.length; i++) {
    for (const [pid, parent] of parents) if (parent === found[i]) found.push(pid);
  }
  return found;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // ended in between
  }
}
