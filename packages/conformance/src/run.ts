import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check, CheckContext } from './check.ts';
import { checks, partOf } from './checks/index.ts';
import { CheckTimeoutError, messageOf } from './errors.ts';
import { ServerUnderTest } from './server/server.ts';
import type { Subject } from './subject.ts';

/** What came of one check. */
export type CheckResult = Pick<Check, 'id' | 'title' | 'why' | 'look'> & { readonly part: string } & (
    | { readonly outcome: 'pass'; readonly milliseconds: number }
    | { readonly outcome: 'fail'; readonly milliseconds: number; readonly finding: string }
    | { readonly outcome: 'not-applicable'; readonly reason: string }
  );

/** What came of all checks of one adapter. */
export interface ConformanceReport {
  readonly game: string;
  /** Folder of the adapter's sources, where it is known. */
  readonly sources?: string;
  readonly results: readonly CheckResult[];
}

/** How to run. */
export interface ConformanceOptions {
  /** Checks that run side by side. Most of their time is waiting. Default 4. */
  readonly concurrency?: number;
  /** Called as each check ends. */
  readonly onResult?: (result: CheckResult) => void;
}

const DEFAULT_CONCURRENCY = 4;
const CHECK_MS = 90_000;

/** Proves an adapter against its simulator: every check, each with servers and folders of its own. Never rejects. */
export async function runConformance(
  subject: Subject,
  { concurrency = DEFAULT_CONCURRENCY, onResult }: ConformanceOptions = {},
): Promise<ConformanceReport> {
  const results = new Map<string, CheckResult>();
  const waiting = [...checks];
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const result = await runCheck(check, subject);
      results.set(check.id, result);
      onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return {
    game: subject.game.id,
    ...(subject.sources !== undefined && { sources: subject.sources }),
    results: checks.flatMap(({ id }) => results.get(id) ?? []),
  };
}

/** Runs one check and says what came of it. Never rejects. */
export async function runCheck(check: Check, subject: Subject): Promise<CheckResult> {
  const { id, title, why, look } = check;
  const about = { id, part: partOf(check), title, why, look };
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  try {
    const reason = check.absent?.(subject);
    if (reason !== undefined) return { ...about, outcome: 'not-applicable', reason };
    await perform(check, subject);
    return { ...about, outcome: 'pass', milliseconds: elapsed() };
  } catch (error) {
    return { ...about, outcome: 'fail', milliseconds: elapsed(), finding: messageOf(error) };
  }
}

/** Runs a check with a context of its own, and ends whatever it started. */
async function perform(check: Check, subject: Subject): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), `gse-conformance-${subject.game.id}-`));
  stack.defer(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  let folders = 0;
  const context: CheckContext = {
    ...subject,
    async folder() {
      const path = join(root, String(++folders));
      await mkdir(path);
      return path;
    },
    async launch(options) {
      return stack.use(await ServerUnderTest.launch(subject, options?.folder ?? (await context.folder()), options));
    },
    async start(options) {
      const server = await context.launch(options);
      await server.healthy();
      return server;
    },
  };
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new CheckTimeoutError(CHECK_MS)), CHECK_MS);
  try {
    await Promise.race([check.run(context), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
