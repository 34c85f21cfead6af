/**
 * Pattern of a SteamID64 of a person, to be put into others. Accounts of these days have begun to fill the digits behind
 * `7656119`, with which all of the first two thousand million began.
 */
export const STEAM_ID = String.raw`7656\d{13}`;
const WHOLE = new RegExp(`^${STEAM_ID}$`);

/** True for the SteamID of a person, the only identity that Rust knows: names change and are not unique. */
export function isSteamId(text: string): boolean {
  return WHOLE.test(text);
}
