import { order as en } from './en/order.ts';
import { inLanguage } from './language.ts';

/** Words of the order form. */
export const orderWords = inLanguage({ en });
