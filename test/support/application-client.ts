import type { AmfValue } from '../../src/amf/value.js';
import type { CommandMessage } from '../../src/rtmp/message/command.js';
import { MessageType } from '../../src/rtmp/message.js';
import { decodeCommand } from '../../src/rtmp/message/command.js';
import { fromAmf } from '../../src/script/ts/from-amf.js';
import { RtmpTestClient } from './rtmp-test-client.js';
import type { ServerProcess } from './server-process.js';

/** What a client is told when it is not let in. */
export type Refused = Readonly<Record<string, unknown>>;

/** A client of an application on a real socket: it calls methods, and hears those that it is called. */
export class ApplicationClient {
  #transactions = 1;
  readonly #called: CommandMessage[] = [];

  private constructor(readonly rtmp: RtmpTestClient) {
    rtmp.hear(MessageType.commandAmf0, (message) => this.#called.push(decodeCommand(message)));
  }

  /** Rejects with what it is told if it is not let in. */
  static async enter(server: ServerProcess, application: string, ...args: AmfValue[]): Promise<ApplicationClient> {
    const rtmp = await RtmpTestClient.shakeHands(server.port);
    const client = new ApplicationClient(rtmp);
    rtmp.sendConnect(application, {}, args);
    await client.#answer(1);
    return client;
  }

  /** What it is told that is not let in. */
  static async refused(server: ServerProcess, application: string, ...args: AmfValue[]): Promise<Refused> {
    return ApplicationClient.enter(server, application, ...args).then(
      () => Promise.reject(new Error(`${application} lets in who should be refused`)),
      (refused: unknown) => refused as Refused,
    );
  }

  /** Resolves with the result, as plain values; rejects with the information object of an error. */
  async call(method: string, ...args: AmfValue[]): Promise<unknown> {
    const transaction = ++this.#transactions;
    this.rtmp.command(method, transaction, args);
    return this.#answer(transaction);
  }

  /** Resolves with the arguments of the next call of that method which nobody has asked for. */
  async heard(method: string): Promise<unknown[]> {
    const call = await this.rtmp.until(() => this.#called.find(({ name }) => name === method));
    this.#called.splice(this.#called.indexOf(call), 1);
    return call.args.map(fromAmf);
  }

  async #answer(transaction: number): Promise<unknown> {
    const answer = await this.rtmp.until(() =>
      this.#called.find(({ name, transactionId }) => /^_(result|error)$/.test(name) && transactionId === transaction),
    );
    const value = fromAmf(answer.args[0]);
    if (answer.name === '_result') return value;
    throw Object.assign(new Error('the server answered with an error'), value);
  }
}
