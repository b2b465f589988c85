import { AmfObject } from '../../src/amf/value.js';
import type { AmfValue } from '../../src/amf/value.js';
import { RtmpConnection } from '../../src/rtmp/connection.js';
import type { CommandMessage } from '../../src/rtmp/message/command.js';
import { decodeCommand, encodeCommand } from '../../src/rtmp/message/command.js';
import { messageStreamId, MessageType } from '../../src/rtmp/message.js';
import type { MemoryEnd } from './memory-pair.js';
import { nodeHandshakeCrypto } from './node-handshake-crypto.js';

/** Another server, which shakes hands and otherwise says what a test lets it say. */
export class FakeServer {
  readonly commands: CommandMessage[] = [];
  /** Called with each command that comes. */
  hears: (command: CommandMessage) => void = () => undefined;
  readonly #rtmp = new RtmpConnection({ role: 'server', crypto: nodeHandshakeCrypto });

  constructor(private readonly end: MemoryEnd) {
    this.#rtmp.connected = true;
    end.start({
      received: (bytes) => this.#received(bytes),
      drained: () => undefined,
      closed: () => undefined,
    });
  }

  /** Answers connect as servers do that let everybody in, and nothing else. */
  static welcoming(end: MemoryEnd): FakeServer {
    const server = new FakeServer(end);
    server.hears = ({ name, transactionId }) => {
      const info = AmfObject.of({ code: 'NetConnection.Connect.Success' });
      if (name === 'connect') server.command('_result', transactionId, [info]);
    };
    return server;
  }

  command(name: string, transactionId: number, args: readonly AmfValue[] = [], stream = 0): void {
    const command = { name, transactionId, commandObject: null, args, encoding: 'amf0' } as const;
    this.#rtmp.write(encodeCommand(command, messageStreamId(stream)));
    this.#flush();
  }

  /** Sends bytes as they are. */
  write(bytes: Uint8Array): void {
    this.end.write([bytes]);
  }

  hangUp(): void {
    this.end.destroy();
  }

  #received(bytes: Uint8Array): void {
    this.#rtmp.receive(bytes, 0);
    for (let message = this.#rtmp.read(); message !== undefined; message = this.#rtmp.read()) {
      if (message.type !== MessageType.commandAmf0) continue;
      const command = decodeCommand(message);
      this.commands.push(command);
      this.hears(command);
    }
    this.#flush();
  }

  #flush(): void {
    const output = this.#rtmp.takeOutput();
    if (output.length > 0) this.end.write(output);
  }
}
