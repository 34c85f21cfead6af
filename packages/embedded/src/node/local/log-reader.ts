import { open, stat, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RuntimeLogOptions } from '../runtime/container-runtime.ts';

const chunkBytes = 65_536;
const pollMs = 150;
const stampLength = '2026-01-01T00:00:00.000Z'.length;

/**
 * Reads a log written by `openLogWriter`, the rotated part first.
 * With `follow` it goes on until `isOver` says that nobody will write any more, or the signal fires.
 */
export function readLog(path: string, options: RuntimeLogOptions, isOver: () => boolean, signal: AbortSignal): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks(path, options, isOver, signal));
}

async function* chunks(path: string, options: RuntimeLogOptions, isOver: () => boolean, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const current = await openIfThere(path);
  try {
    const written = history(path, current, options);
    if (options.tailLines === undefined) {
      for await (const lines of written) yield encode(lines, options);
    } else {
      yield encode(await lastLines(written, options.tailLines), options);
    }
    if (options.follow) yield* following(path, current, options, isOver, signal);
  } finally {
    await current.file?.close();
  }
}

/** A file being read, and the unfinished line at its end. */
interface Reading {
  file: FileHandle | undefined;
  position: number;
  rest: string;
  decoder: StringDecoder;
}

async function openIfThere(path: string): Promise<Reading> {
  const file = await open(path, 'r').catch(() => undefined);
  return { file, position: 0, rest: '', decoder: new StringDecoder('utf8') };
}

async function* history(path: string, current: Reading, options: RuntimeLogOptions): AsyncGenerator<string[]> {
  const rotated = await openIfThere(`${path}.1`);
  try {
    yield* newLines(rotated, options);
  } finally {
    await rotated.file?.close();
  }
  yield* newLines(current, options);
}

async function* newLines(reading: Reading, options: RuntimeLogOptions): AsyncGenerator<string[]> {
  if (!reading.file) return;
  const buffer = new Uint8Array(chunkBytes);
  for (;;) {
    const { bytesRead } = await reading.file.read(buffer, 0, chunkBytes, reading.position);
    if (bytesRead === 0) return;
    reading.position += bytesRead;
    const lines = (reading.rest + reading.decoder.write(Buffer.from(buffer.subarray(0, bytesRead)))).split('\n');
    reading.rest = lines.pop() ?? '';
    const wanted = options.sinceMs === undefined ? lines : lines.filter((line) => isSince(line, options.sinceMs ?? 0));
    if (wanted.length > 0) yield wanted;
  }
}

function isSince(line: string, sinceMs: number): boolean {
  const written = Date.parse(line.slice(0, stampLength));
  return Number.isNaN(written) || written >= sinceMs;
}

async function lastLines(written: AsyncGenerator<string[]>, count: number): Promise<string[]> {
  let kept: string[] = [];
  for await (const lines of written) {
    kept = kept.concat(lines);
    if (kept.length > count) kept = kept.slice(kept.length - count);
  }
  return kept;
}

async function* following(
  path: string,
  current: Reading,
  options: RuntimeLogOptions,
  isOver: () => boolean,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  while (!signal.aborted) {
    const over = isOver();
    for await (const lines of newLines(current, options)) yield encode(lines, options);
    if (await wasRotated(path, current)) {
      await current.file?.close();
      Object.assign(current, await openIfThere(path));
      continue;
    }
    if (over) return;
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function wasRotated(path: string, current: Reading): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  if (!there) return false;
  if (!current.file) return true;
  const opened = await current.file.stat();
  return opened.ino !== there.ino || opened.dev !== there.dev;
}

function encode(lines: string[], options: RuntimeLogOptions): Uint8Array {
  const shown = options.timestamps ? lines : lines.map((line) => line.slice(stampLength + 1));
  return Buffer.from(shown.map((line) => `${line}\n`).join(''));
}
