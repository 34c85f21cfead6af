// @ts-check
/** A gzipped tar archive that is the same, byte for byte, wherever and whenever it is made from the same files. */
import { gzipSync } from 'fflate';

const block = 512;

/**
 * Regular files and the folders they are in. Everybody may read them, nobody owns them, and they have no age.
 *
 * @param {readonly { path: string, content: Uint8Array }[]} files
 * @returns {Buffer}
 */
export function tar(files) {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const folders = new Set(sorted.flatMap(({ path }) => parentsOf(path)));
  const entries = [...[...folders].map((path) => ({ path, content: undefined })), ...sorted].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const parts = entries.flatMap(({ path, content }) => [
    header(path, content?.length ?? 0, content === undefined),
    content ?? Buffer.alloc(0),
    Buffer.alloc(-(content?.length ?? 0) & (block - 1)),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * block)]);
}

/**
 * Compressed without a time, a name or a word about this machine. Not by zlib: what that makes depends on its version
 * and on the processor.
 *
 * @param {Uint8Array} data
 * @returns {Buffer}
 */
export function gzip(data) {
  const bytes = gzipSync(data, { level: 9, mtime: 0 });
  // The field for the operating system: unknown.
  bytes[9] = 255;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @param {string} path */
function parentsOf(path) {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
}

/**
 * A header of POSIX's ustar format.
 *
 * @param {string} path
 * @param {number} size
 * @param {boolean} isFolder
 */
function header(path, size, isFolder) {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`The path ${path} does not fit into a tar header`);
  const bytes = Buffer.alloc(block);
  bytes.write(path, 0);
  bytes.write(isFolder ? '0000755\0' : '0000644\0', 100);
  bytes.write('0000000\0', 108);
  bytes.write('0000000\0', 116);
  bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  bytes.write('00000000000\0', 136);
  bytes.write(' '.repeat(8), 148);
  bytes.write(isFolder ? '5' : '0', 156);
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}
