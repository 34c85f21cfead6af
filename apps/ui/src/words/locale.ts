/** How the reader writes times and numbers. */
export const locale: string = navigator.languages[0] ?? 'en';
