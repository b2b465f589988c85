/**
 * The bytes of every TCP direction in a packet capture, by "source:port > destination:port". Reads pcap and
 * pcapng with Ethernet frames, IPv4, and what GTP-U tunnels; segments are put in order, gaps are an error.
 */
export function tcpStreams(capture: Uint8Array): Map<string, Uint8Array> {
  const segments = new Map<string, { start: number | undefined; parts: { sequence: number; data: Uint8Array }[] }>();
  for (const frame of frames(capture)) {
    const packet = tunnelled(networkLayer(frame));
    if (packet?.[9] !== 6) continue;
    const view = viewOf(packet);
    const tcp = (packet[0]! & 15) * 4;
    const data = packet.subarray(tcp + (packet[tcp + 12]! >> 4) * 4, view.getUint16(2));
    const address = (at: number, port: number) =>
      `${packet.subarray(at, at + 4).join('.')}:${view.getUint16(tcp + port)}`;
    const key = `${address(12, 0)} > ${address(16, 2)}`;
    const stream = segments.get(key) ?? { start: undefined, parts: [] };
    segments.set(key, stream);
    const sequence = view.getUint32(tcp + 4);
    if (packet[tcp + 13]! & 2) stream.start = sequence + 1;
    else stream.parts.push({ sequence, data });
  }
  return new Map([...segments].map(([key, { start, parts }]) => [key, inOrder(parts, start ?? 0)]));
}

function inOrder(parts: { sequence: number; data: Uint8Array }[], start: number): Uint8Array {
  const bytes: number[] = [];
  for (const { sequence, data } of parts.toSorted((a, b) => (a.sequence - b.sequence) | 0)) {
    const at = (sequence - start) >>> 0;
    if (data.length > 0 && at > bytes.length) throw new Error(`a segment is missing before byte ${at}`);
    bytes.push(...data.subarray(bytes.length - at));
  }
  return Uint8Array.from(bytes);
}

/** What an Ethernet frame carries, behind its VLAN tags. */
function networkLayer(frame: Uint8Array): Uint8Array {
  let at = 12;
  while (viewOf(frame).getUint16(at) === 0x8100) at += 4;
  return frame.subarray(at + 2);
}

/** The IPv4 packet itself, or the one inside a GTP-U tunnel (UDP port 2152). */
function tunnelled(packet: Uint8Array): Uint8Array | undefined {
  if (packet[0]! >> 4 !== 4) return undefined;
  const udp = (packet[0]! & 15) * 4;
  if (packet[9] !== 17 || viewOf(packet).getUint16(udp + 2) !== 2152) return packet;
  const gtp = packet.subarray(udp + 8);
  let at = gtp[0]! & 7 ? 12 : 8;
  if (gtp[0]! & 4) for (let next = gtp[11]!; next !== 0; next = gtp[at - 1]!) at += gtp[at]! * 4;
  return tunnelled(gtp.subarray(at));
}

function* frames(capture: Uint8Array): Generator<Uint8Array> {
  const view = viewOf(capture);
  const isPcapng = view.getUint32(0, true) === 0x0a0d0d0a;
  for (let at = isPcapng ? 0 : 24; at < capture.length;) {
    const size = isPcapng ? view.getUint32(at + 4, true) : 16 + view.getUint32(at + 8, true);
    if (!isPcapng) yield capture.subarray(at + 16, at + size);
    else if (view.getUint32(at, true) === 6) yield capture.subarray(at + 28, at + 28 + view.getUint32(at + 20, true));
    at += size;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
