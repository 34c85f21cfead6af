import type { Fix, GameServerSpec } from '@gse/resources';
import type { Diagnosis } from '../game/diagnosis.ts';

/** A diagnosis that fits what was seen, with its fix worked out. */
export interface Finding {
  readonly diagnosis: Diagnosis;
  readonly fix: Fix | undefined;
  /** The line it was read from; absent when the exit told. */
  readonly line?: string;
}

/**
 * The first of the game's diagnoses that fits. The golden rule: the adapter's list is the order of trust, whatever the order of
 * the lines. Within one diagnosis the last line that matches counts; log lines are asked before the exit code, because a line
 * names the cause and a code only the effect.
 */
export function diagnose(
  diagnoses: readonly Diagnosis[],
  seen: { readonly lines: readonly string[]; readonly exit?: { readonly exitCode: number; readonly oomKilled: boolean } },
  spec: GameServerSpec,
): Finding | undefined {
  for (const diagnosis of diagnoses) {
    if (diagnosis.pattern === undefined) continue;
    for (let i = seen.lines.length - 1; i >= 0; i--) {
      const line = seen.lines[i] ?? '';
      const match = diagnosis.pattern.exec(line);
      if (match) return { diagnosis, fix: fixOf(diagnosis, spec, match), line };
    }
  }
  const exit = seen.exit;
  if (exit === undefined) return undefined;
  for (const diagnosis of diagnoses) {
    const rule = diagnosis.exit;
    if (rule === undefined) continue;
    if ((rule.oomKilled === true && exit.oomKilled) || (rule.codes?.includes(exit.exitCode) ?? false)) {
      return { diagnosis, fix: fixOf(diagnosis, spec, undefined) };
    }
  }
  return undefined;
}

/** The finding for a diagnosis that the agent named. */
export function findingById(
  diagnoses: readonly Diagnosis[],
  id: string,
  lines: readonly string[],
  spec: GameServerSpec,
): Finding | undefined {
  const diagnosis = diagnoses.find((candidate) => candidate.id === id);
  if (diagnosis === undefined) return undefined;
  const match = lines.map((line) => diagnosis.pattern?.exec(line)).findLast((found) => Boolean(found)) ?? undefined;
  const line = match?.input;
  return { diagnosis, fix: fixOf(diagnosis, spec, match), ...(line !== undefined && { line }) };
}

function fixOf(diagnosis: Diagnosis, spec: GameServerSpec, match: RegExpMatchArray | undefined): Fix | undefined {
  return typeof diagnosis.fix === 'function' ? diagnosis.fix({ spec, match }) : diagnosis.fix;
}
