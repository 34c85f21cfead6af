import { NodeError } from '../errors.ts';

const headerBytes = 8;

/**
 * Takes the engine's multiplexed output apart: frames of `[stream, 0, 0, 0, length as uint32]` and payload.
 * Payload is passed on as it comes, so a frame's claimed length never costs memory. Standard output and error stay in their order.
 */
export function demultiplex(): TransformStream<Uint8Array, Uint8Array> {
  let frames: FrameReader;
  return new TransformStream({
    start(controller) {
      frames = readFrames((payload) => controller.enqueue(payload));
    },
    transform: (chunk) => frames.push(chunk),
    flush: () => frames.end(),
  });
}

/** Takes the stream in pieces of any size. */
export interface FrameReader {
  push(chunk: Uint8Array): void;
  /** The stream is over; throws when that is in the middle of a frame. */
  end(): void;
}

/** The parser behind {@link demultiplex}. Throws `GSE_ENGINE_API` at the first byte that cannot be right. */
export function readFrames(onPayload: (payload: Uint8Array) => void): FrameReader {
  const header = new Uint8Array(headerBytes);
  let headerSize = 0;
  let payloadLeft = 0;
  return {
    push(chunk) {
      let position = 0;
      while (position < chunk.length) {
        if (payloadLeft > 0) {
          const part = chunk.subarray(position, position + payloadLeft);
          onPayload(part);
          payloadLeft -= part.length;
          position += part.length;
          continue;
        }
        const part = chunk.subarray(position, position + headerBytes - headerSize);
        header.set(part, headerSize);
        headerSize += part.length;
        position += part.length;
        if (headerSize < headerBytes) continue;
        headerSize = 0;
        payloadLeft = payloadLength(header);
      }
    },
    end() {
      if (headerSize > 0 || payloadLeft > 0) throw new NodeError('GSE_ENGINE_API', 'the container engine cut its log stream off');
    },
  };
}

function payloadLength(header: Uint8Array): number {
  const [stream = 0, a, b, c] = header;
  if (stream > 3 || a !== 0 || b !== 0 || c !== 0) {
    throw new NodeError('GSE_ENGINE_API', "the container engine's log stream is not in the multiplexed format");
  }
  return new DataView(header.buffer).getUint32(4);
}
