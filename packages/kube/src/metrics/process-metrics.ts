import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricsRegistry } from './registry.ts';

/** Reports on this process: CPU, memory and open files under the usual names, and how late the event loop runs. */
export function registerProcessMetrics(registry: MetricsRegistry): void {
  const cpu = registry.counter('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds');
  const resident = registry.gauge('process_resident_memory_bytes', 'Resident memory size in bytes');
  const heap = registry.gauge('nodejs_heap_size_used_bytes', 'Heap used by JavaScript objects in bytes');
  const files = registry.gauge('process_open_fds', 'Number of open file descriptors');
  const lag = registry.gauge('nodejs_eventloop_lag_p99_seconds', 'The 99th percentile of event loop delays since the last scrape');
  registry
    .gauge('process_start_time_seconds', 'Start time of the process since unix epoch in seconds')
    .set(Math.round(Date.now() / 1000 - process.uptime()));

  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  let countedSeconds = 0;
  registry.onRender(() => {
    const { user, system } = process.cpuUsage();
    const seconds = (user + system) / 1e6;
    cpu.inc({}, seconds - countedSeconds);
    countedSeconds = seconds;
    const { rss, heapUsed } = process.memoryUsage();
    resident.set(rss);
    heap.set(heapUsed);
    const open = openFiles();
    if (open !== undefined) files.set(open);
    lag.set(delays.percentile(99) / 1e9);
    delays.reset();
  });
}

/** Linux only. */
function openFiles(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}
