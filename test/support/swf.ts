import type { Code } from './avm1.js';

/** Tags (SWF File Format Specification 19). */
const Tag = { end: 0, showFrame: 1, doAction: 12 } as const;
const VERSION = 8;
/** A length that says that another of 32 bits follows. */
const LONG = 0x3f;

/** A SWF of one frame of 100 by 100 pixels that runs `statements` when it is shown. */
export function swf(...statements: readonly Code[]): Uint8Array<ArrayBuffer> {
  const actions = Uint8Array.from([...statements.flat(), 0]);
  const frame = [
    // From 0 to 2000 twips each way (12 bits a number), 12 frames a second, one frame.
    ...[0x60, 0x00, 0x3e, 0x80, 0x00, 0x3e, 0x80],
    ...[0, 12],
    ...[1, 0],
  ];
  const body = [frame, tag(Tag.doAction, actions), tag(Tag.showFrame), tag(Tag.end)].flatMap((part) => [...part]);
  const file = new Uint8Array(8 + body.length);
  file.set([0x46, 0x57, 0x53, VERSION]);
  new DataView(file.buffer).setUint32(4, file.length, true);
  file.set(body, 8);
  return file;
}

function tag(code: number, content = new Uint8Array(0)): Uint8Array {
  const head = new DataView(new ArrayBuffer(6));
  head.setUint16(0, (code << 6) | LONG, true);
  head.setUint32(2, content.length, true);
  return Uint8Array.of(...new Uint8Array(head.buffer), ...content);
}
