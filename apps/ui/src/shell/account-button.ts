/** Looks of the button of the account menu, open or not. */
export const accountButton = 'inline-flex size-9 items-center justify-center rounded-full text-ink-2 hover:bg-hover';
