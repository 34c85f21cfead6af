import { factorio } from '@gse/factorio';
import { defineGame } from '@gse/sdk';

/** A game from outside of the edition that is called hung after seconds and stopped after seconds: its like take minutes. */
export const impatient = defineGame({
  ...factorio,
  id: 'impatient',
  title: 'Impatient',
  budgets: { startSeconds: 60, saveSeconds: 2, stopSeconds: 2 },
  health: { intervalSeconds: 1, failures: 2 },
});
