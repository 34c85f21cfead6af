import { readFileSync } from 'node:fs';

/** What a process uses, from /proc: this benchmark runs on Linux, where the control plane's programs are. */
export interface Usage {
  readonly residentMiB: number;
  /** The most it has had resident so far. */
  readonly peakMiB: number;
  /** User and system time since it began. */
  readonly cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** Measures one process. */
export function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const mebibytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1024;
  return {
    residentMiB: mebibytes('VmRSS'),
    peakMiB: mebibytes('VmHWM'),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
  };
}
