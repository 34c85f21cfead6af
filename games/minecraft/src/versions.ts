/**
 * Version numbers of Minecraft. Up to 1.21.11 they are `1.minor.patch`; since 2026 they are `year.release.patch`, and
 * 26.1 came right after 1.21.11.
 */

/** Versions this release of the adapter stands for. */
export const CHANNELS = {
  /** The newest release that is known to work. */
  latest: '26.2',
  /** The last of the 1.21 line, which many plugins still need. */
  '1.21': '1.21.11',
} as const;

/** Pins that can be run: 1.16 to 1.21.x and every version of the new numbering. Never `LATEST`: a restart must not be an update. */
export const ACCEPTED_VERSION = /^(?:1\.(?:1[6-9]|2[01])(?:\.[0-9]{1,2})?|(?:2[6-9]|[3-9][0-9])\.[0-9]{1,2}(?:\.[0-9]{1,2})?)$/;

/** Java releases by the first version of Minecraft that runs on them, newest first. Paper 1.16.5 refuses Java 17. */
const JAVA: readonly (readonly [since: string, java: 25 | 21 | 17 | 11])[] = [
  ['26.1', 25],
  ['1.20.5', 21],
  ['1.17', 17],
  ['1.16', 11],
];

/** The Java release a version of Minecraft needs. */
export function javaFor(version: string): 25 | 21 | 17 | 11 {
  return JAVA.find(([since]) => isAtLeast(version, since))?.[1] ?? 11;
}

/** Release of the image; each carries one Java release per tag. */
const IMAGE_RELEASE = '2026.8.0';

/** The image that runs a version of Minecraft. */
export function imageFor(version: string): string {
  return `docker.io/itzg/minecraft-server:${IMAGE_RELEASE}-java${javaFor(version)}`;
}

/** True when `version` is `since` or newer. */
export function isAtLeast(version: string, since: string): boolean {
  const have = numbers(version);
  const want = numbers(since);
  for (let part = 0; part < Math.max(have.length, want.length); part++) {
    const difference = (have[part] ?? 0) - (want[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}
