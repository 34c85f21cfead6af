/** A plain player, whose name every game takes. */
export const PLAYER = 'Ada';
export const OTHER_PLAYER = 'Grace';
/** Comes only when something that must not run was run. */
export const INTRUDER = 'Mallory';

const PLANT = `simulate join ${INTRUDER}`;

/** Texts that try to end the command they stand in and begin another, which would let the intruder in. */
export const HOSTILE_TEXTS: readonly string[] = [
  `hello\n${PLANT}`,
  `hello\r\n/${PLANT}`,
  `hello\r${PLANT}`,
  `hello\u2028${PLANT}`,
  `hello\u0085${PLANT}`,
  `hello\u0000${PLANT}`,
  `hello"; ${PLANT}; "`,
  `hello' ; ${PLANT} ; '`,
  `hello; ${PLANT}`,
  `hello && ${PLANT}`,
  `hello | ${PLANT}`,
  `"}\n${PLANT}`,
  `\\"\n${PLANT}\n\\`,
  `/${PLANT}`,
  `\n/${PLANT}`,
  `§c§lhello §k${PLANT}`,
  `$(${PLANT})`,
  `\`${PLANT}\``,
  'hello \ud800',
  '%s%n%x',
  '@a @e @p',
  `${'x'.repeat(5000)}\n${PLANT}`,
];

/** The same, where a player's name is expected. */
export const HOSTILE_NAMES: readonly string[] = [
  `${PLAYER}\n${PLANT}`,
  `${PLAYER}; ${PLANT}`,
  `${PLAYER}"; ${PLANT}; "`,
  `${PLAYER} ${PLANT}`,
  `/${PLANT}`,
  `\n${PLANT}`,
  `"\n${PLANT}`,
  '',
  ' ',
  '@a',
  '@e[type=player]',
  '*',
  `${PLAYER}\u0000`,
  `${PLAYER}\u202e`,
  'x'.repeat(5000),
  '../../etc/passwd',
  '__proto__ x',
];
