/** A SteamID64 of a person. */
const STEAM_ID = /^7656119\d{10}$/;

/** True for the SteamID of a person, the only identity that Rust knows: names change and are not unique. */
export function isSteamId(text: string): boolean {
  return STEAM_ID.test(text);
}
