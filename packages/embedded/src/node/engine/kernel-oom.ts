import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** The kernel's ring buffer is some 100 KiB to a few MiB; more than this is not read. */
const maxRecords = 50_000;

/**
 * Whether the kernel log says that this container was killed for its memory.
 * Some engines do not notice (conmon on hybrid cgroups); the kernel names the memory cgroup, and with it the container's id.
 * False where the log may not be read.
 */
export async function killedByKernel(containerId: string): Promise<boolean> {
  const log = await open('/dev/kmsg', constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  if (!log) return false;
  try {
    const record = Buffer.alloc(8192);
    for (let i = 0; i < maxRecords; i++) {
      const { bytesRead } = await log.read(record, 0, record.length, null);
      if (bytesRead === 0) return false;
      if (isOomRecord(record.toString('utf8', 0, bytesRead), containerId)) return true;
    }
    return false;
  } catch {
    // EAGAIN: the end of the log, for now.
    return false;
  } finally {
    await log.close();
  }
}

/** One line of the kernel log: `oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=/…/libpod-<id>,…`. */
export function isOomRecord(record: string, containerId: string): boolean {
  return record.includes('oom-kill:') && new RegExp(`oom_memcg=[^,]*${containerId}`).test(record);
}
