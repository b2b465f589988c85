/** A transport packet, read by ISO/IEC 13818-1, 2.4.3 alone. */
export interface TsPacket {
  readonly pid: number;
  readonly isStart: boolean;
  readonly counter: number;
  readonly randomAccess: boolean;
  /** Ticks of 90 kHz. */
  readonly pcr: number | undefined;
  readonly payload: Uint8Array;
}

/** All packets of a transport stream; throws where one does not begin with its sync byte. */
export function tsPackets(bytes: Uint8Array): TsPacket[] {
  if (bytes.length % 188 !== 0) throw new Error(`${bytes.length} bytes are no whole number of packets`);
  const packets: TsPacket[] = [];
  for (let at = 0; at < bytes.length; at += 188) packets.push(tsPacket(bytes.subarray(at, at + 188)));
  return packets;
}

function tsPacket(packet: Uint8Array): TsPacket {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.length);
  if (packet[0] !== 0x47) throw new Error('a packet without sync byte');
  const fieldLength = (packet[3]! & 0x20) === 0 ? 0 : 1 + packet[4]!;
  const flags = fieldLength > 1 ? packet[5]! : 0;
  return {
    pid: view.getUint16(1) & 0x1fff,
    isStart: (packet[1]! & 0x40) !== 0,
    counter: packet[3]! & 15,
    randomAccess: (flags & 0x40) !== 0,
    pcr: (flags & 0x10) === 0 ? undefined : view.getUint32(6) * 2 + (packet[10]! >> 7),
    payload: packet.subarray(4 + fieldLength),
  };
}
