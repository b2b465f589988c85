import { expect, test } from 'vitest';
import { encodeWindowAcknowledgementSize } from '../../../src/rtmp/message/window-acknowledgement-size.js';
import { openConnection } from '../../support/rtmp-ends.js';

const chunks = new Uint8Array(100);

test('chunks that the owner sends itself are counted', () => {
  const connection = openConnection();
  const before = connection.bytesSent;
  expect(connection.passChunks(chunks)).toBe(true);
  expect(connection.bytesSent - before).toBe(100);
  expect(connection.unacknowledgedBytes).toBe(100);
  expect(connection.takeOutput()).toEqual([]);
});

test('they are not passed by what waits', () => {
  const connection = openConnection();
  connection.write(encodeWindowAcknowledgementSize(1));
  const before = connection.bytesSent;
  expect(connection.passChunks(chunks)).toBe(false);
  expect(connection.bytesSent).toBe(before);
  connection.takeOutput();
  expect(connection.passChunks(chunks)).toBe(true);
});
