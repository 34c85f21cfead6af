import type { Game } from '../api/types.ts';
import { formWords } from '../words/form.ts';

/** The sentence in which a value is refused everywhere: here, by the API, by charts and by admission policies. */
export function refusalOf(mustBe: string): string {
  return formWords.problem.mustBe(mustBe);
}

/** That sentence for a field that every game has; undefined where there is none. */
export function commonWords({ common }: Pick<Game, 'common'>, path: string): string | undefined {
  const words = common.find((field) => field.path === path)?.mustBe;
  return words === undefined || words === '' ? undefined : refusalOf(words);
}

/** What counts for a field that every game has where a wish says nothing. */
export function commonDefault({ common }: Pick<Game, 'common'>, path: string): unknown {
  return common.find((field) => field.path === path)?.default;
}

/** True for words that people understand: a bare pattern says nothing to them, and the form can say which character is wrong. */
export function isPlain(mustBe: string): boolean {
  return !mustBe.includes(' that matches ^');
}
