const MIB = 1024 ** 2;

/** What a JVM needs besides its heap, before it grows with the heap: code, threads, network buffers. */
const BASE_BYTES = 512 * MIB;
/** Metaspace, garbage collector and direct buffers grow with the heap: a process uses about 1.3 times its heap and the base. */
const PER_HEAP = 1.3;
const LEAST_HEAP_MIB = 256;

/**
 * Heap that fits into a container's memory limit with room for what the JVM keeps outside it. A heap near the limit is
 * what gets servers killed by the kernel although "the heap fits".
 *
 * @returns mebibytes, as `-Xmx…M` takes them
 */
export function heapMebibytes(limitBytes: number): number {
  return Math.max(LEAST_HEAP_MIB, Math.floor((limitBytes - BASE_BYTES) / PER_HEAP / MIB));
}
