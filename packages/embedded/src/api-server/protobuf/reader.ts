/** Bytes that are not protobuf, or end in the middle of it. */
export class ProtobufError extends Error {
  override name = 'ProtobufError';
}

/** One field as it is on the wire: a number, or bytes. */
export interface WireField {
  number: number;
  value: bigint | Uint8Array;
}

/** Reads the fields of a message, in order. Throws {@link ProtobufError}. */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[offset];
      if (byte === undefined) throw new ProtobufError('a number is cut off');
      offset += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new ProtobufError('a number has too many digits');
  };
  const need = (length: number) => {
    if (length > bytes.length - offset) throw new ProtobufError('a field is cut off');
  };
  while (offset < bytes.length) {
    const key = varint();
    const number = Number(key >> 3n);
    switch (Number(key & 7n)) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        need(8);
        yield { number, value: view.getBigUint64(offset, true) };
        offset += 8;
        break;
      case 2: {
        const length = Number(varint());
        need(length);
        yield { number, value: bytes.subarray(offset, offset + length) };
        offset += length;
        break;
      }
      case 5:
        need(4);
        yield { number, value: BigInt(view.getUint32(offset, true)) };
        offset += 4;
        break;
      default:
        throw new ProtobufError('a field has a type that is not used');
    }
  }
}
