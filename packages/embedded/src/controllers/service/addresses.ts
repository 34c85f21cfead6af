const firstAddress = (10 << 24) | (96 << 16) | 1;
const addressCount = 2 ** 16 - 2;

function toText(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

/** The next free address of 10.96.0.0/16 after the one given out last; undefined when all are taken. */
export function allocateClusterIP(isTaken: (address: string) => boolean, after: string | undefined): string | undefined {
  const offset = after ? Number(after.split('.')[2]) * 256 + Number(after.split('.')[3]) : 0;
  for (let step = 0; step < addressCount; step++) {
    const address = toText(firstAddress + ((offset + step) % addressCount));
    if (!isTaken(address)) return address;
  }
  return undefined;
}
