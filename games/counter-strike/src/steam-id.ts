/** SteamID64 of the account with the number zero. */
const FIRST_ACCOUNT = 76_561_197_960_265_728n;
const LAST_ACCOUNT = 0xffff_ffffn;

/**
 * A SteamID as 17 digits, from any of the forms in use: `76561198012345678`, `[U:1:52079950]`, `STEAM_1:0:26039975`. Undefined
 * where the text is none of a person.
 */
export function steamId64(text: string): string | undefined {
  const account = accountOf(text.trim());
  return account === undefined || account <= 0n || account > LAST_ACCOUNT ? undefined : String(FIRST_ACCOUNT + account);
}

/** The form that the console of Counter-Strike 2 takes: `[U:1:52079950]`. */
export function steamId3(id64: string): string {
  return `[U:1:${BigInt(id64) - FIRST_ACCOUNT}]`;
}

/** The form of older games: `STEAM_1:0:26039975`. */
export function steamId2(id64: string): string {
  const account = BigInt(id64) - FIRST_ACCOUNT;
  return `STEAM_1:${account % 2n}:${account / 2n}`;
}

function accountOf(text: string): bigint | undefined {
  // Accounts of these days have begun to fill the digits behind 7656119; only the range is sure.
  if (/^7656\d{13}$/.test(text)) return BigInt(text) - FIRST_ACCOUNT;
  const short = /^\[?U:1:(\d{1,10})\]?$/i.exec(text)?.[1];
  if (short !== undefined) return BigInt(short);
  const [, low, high] = /^STEAM_[0-5]:([01]):(\d{1,10})$/i.exec(text) ?? [];
  return low === undefined || high === undefined ? undefined : BigInt(high) * 2n + BigInt(low);
}
