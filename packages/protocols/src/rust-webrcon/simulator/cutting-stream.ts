import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { SegmentedWriter, type Segmentation } from '../../testing/segments.ts';

/** A socket whose outgoing bytes are cut as told, for a library that wants to write by itself. */
export function cuttingStream(socket: Socket, cut: () => Segmentation | undefined, random: () => number): Duplex {
  const writer = new SegmentedWriter(socket, random);
  const stream = new Duplex({
    read: () => {
      socket.resume();
    },
    write: (chunk: Uint8Array, _encoding, done) => {
      writer.send(chunk, cut());
      done();
    },
    final: (done) => {
      writer.end();
      done();
    },
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!stream.push(chunk)) socket.pause();
  });
  socket.on('end', () => stream.push(null));
  socket.on('close', () => stream.destroy());
  return stream;
}
