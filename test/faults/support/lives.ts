import { differences } from './differences.ts';
import { CHAPTERS, live, type Chapter, type Ending, type LifeOptions, type LifeWorld, type StartOperators } from './life.ts';

/**
 * Life n has its operator killed after the nth change of every chapter. To be killed after a change is to be killed before the
 * next one: a dead process knows no difference. No chapter but the restart and the recovery has as many changes as there are
 * whole lives.
 */
const WHOLE_LIVES = 30;
const LIVES_UNTIL_RECOVERY = 16;
/** Deletions that keep the world differ from those that do not in their last changes, so both are killed in those. */
const DELETION_CHANGES = 21;

/** What a killed operator left that one which lived on does not leave, by chapter, and how many were killed. */
export interface Outcome {
  readonly kills: number;
  /** How many changes the one that lived on made. */
  readonly changes: number;
  /** After how many changes the last one was to be killed. */
  readonly most: number;
  readonly wrong: readonly string[];
}

/** Lives every life there is, `atOnce` side by side, and before them two that nobody disturbs. */
export function liveAll(
  world: LifeWorld,
  operators: StartOperators,
  plans: readonly LifeOptions[],
  atOnce = Number.POSITIVE_INFINITY,
): (chapter: Chapter) => Promise<Outcome> {
  const begun: Promise<Map<Chapter, Ending>>[] = [];
  const lifeOf = (options: LifeOptions) => {
    const place = begun[begun.length - atOnce]?.catch(() => undefined) ?? Promise.resolve();
    const life = place.then(() => live(world, operators, options));
    life.catch(() => undefined); // its chapters are what fails
    begun.push(life);
    return life;
  };
  const undisturbed = {
    Retain: plans.some(({ whenDeleted }) => whenDeleted === 'Retain')
      ? lifeOf({ namespace: 'life-whole-kept', whenDeleted: 'Retain' })
      : undefined,
    Delete: lifeOf({ namespace: 'life-whole', whenDeleted: 'Delete' }),
  };
  const disturbed = plans.map((options) => ({ ...options, life: lifeOf(options) }));

  return async (chapter) => {
    const wrong: string[] = [];
    let kills = 0;
    const expected = { Retain: (await undisturbed.Retain)?.get(chapter), Delete: (await undisturbed.Delete).get(chapter) };
    for (const { namespace, whenDeleted, until, life } of disturbed) {
      if (until !== undefined && CHAPTERS.indexOf(chapter) > CHAPTERS.indexOf(until)) continue;
      const ending = await life.then(
        (endings) => endings.get(chapter),
        (error: unknown) => String(error),
      );
      if (typeof ending === 'string' || ending === undefined) {
        wrong.push(`${namespace}: ${ending ?? 'came to no end'}`);
        continue;
      }
      if (ending.killed) kills++;
      const found = differences(ending.state, expected[whenDeleted]?.state);
      if (found.length > 0) wrong.push(`${namespace}, killed after ${ending.mutations.join(', ')}:\n  ${found.join('\n  ')}`);
    }
    const most = Math.max(...plans.map(({ killAfter }) => killAfter?.(chapter) ?? 0));
    return { kills, changes: expected.Delete?.mutations.length ?? 0, most, wrong };
  };
}

/** One life for each number of changes. */
export function everyLife(): LifeOptions[] {
  const whole = Array.from({ length: WHOLE_LIVES }, (_, n): LifeOptions => {
    const isSecondTime = n >= DELETION_CHANGES;
    const inDeletion = isSecondTime ? 2 * DELETION_CHANGES - 1 - n : n;
    const isKept = (inDeletion % 2 === 0) !== isSecondTime;
    return {
      namespace: `life-${n}`,
      whenDeleted: isKept ? 'Retain' : 'Delete',
      killAfter: (chapter) => (chapter === 'delete' ? inDeletion : n),
    };
  });
  const untilRecovery = Array.from({ length: LIVES_UNTIL_RECOVERY }, (_, index): LifeOptions => {
    const n = WHOLE_LIVES + index;
    return {
      namespace: `life-${n}`,
      whenDeleted: 'Delete',
      until: 'recover',
      killAfter: (chapter) => (chapter === 'restart' || chapter === 'recover' ? n : undefined),
    };
  });
  return [...whole, ...untilRecovery];
}
