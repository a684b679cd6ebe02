/**
 * Bytes about a person are overwritten by whoever holds the last reference to them, as soon as they have been read: the memory
 * that a garbage collector takes back keeps what stood there until somebody needs the room.
 *
 * What the language does not let us overwrite: strings (a name, a number, whatever a keyboard or the page sent), big numbers,
 * and what Node, its libraries and the system copied for themselves. Those are only let go of. Bytes that a socket may still
 * have to send are never overwritten before it is closed or says that it has sent them.
 */
export function readAndOverwrite<Bytes extends Uint8Array, Value>(bytes: Bytes, read: (bytes: Bytes) => Value): Value {
  try {
    return read(bytes);
  } finally {
    bytes.fill(0);
  }
}
