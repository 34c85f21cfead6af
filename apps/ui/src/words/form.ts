import { form as en } from './en/form.ts';
import { inLanguage } from './language.ts';

/** Words of forms: of settings and of everything else a server is ordered with. */
export const formWords = inLanguage({ en });
