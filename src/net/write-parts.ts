import type { Socket } from 'node:net';
import { asBuffer } from './as-buffer.js';

/** Writes parts in their order, as one write to the system. */
export function writeParts(socket: Socket, parts: readonly Uint8Array[]): void {
  if (parts.length === 1) {
    socket.write(asBuffer(parts[0]!));
    return;
  }
  socket.cork();
  for (const part of parts) socket.write(asBuffer(part));
  socket.uncork();
}
