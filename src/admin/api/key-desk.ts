import type { AccessKey } from '../../application/access-key.js';
import { isSecretValid } from '../../application/access-key.js';
import type { KeyAccess } from '../../application/key-hook.js';
import { addSigningKey, addStreamKey, revokeKey, rotateKey } from '../../storage/change-keys.js';
import type { KeyFile } from '../../storage/key-file.js';
import type { Clock } from '../../time/clock.js';
import type { Key, NewKey, ShownKey } from './schema/keys.js';

/** Changes the stream keys. What is changed holds at once, and is in the file. */
export class KeyDesk {
  constructor(
    private readonly file: KeyFile,
    private readonly access: KeyAccess,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<Key[]> {
    return (await this.file.read()).map((key) => this.#shown(key));
  }

  async add({
    kind,
    name,
    application = 'live',
    instance = '*',
    stream = '*',
    actions = ['publish'],
    expires,
  }: NewKey): Promise<ShownKey> {
    const terms = {
      application,
      instance,
      stream,
      actions,
      ...(name === undefined ? {} : { name }),
      ...(expires === undefined ? {} : { expires }),
    };
    const change = kind === 'signing' ? addSigningKey : addStreamKey;
    const { key, shown } = await this.file.change(change(terms, this.clock.date()));
    await this.#takeOver();
    return { key: this.#shown(key), shown };
  }

  /** @param grace milliseconds for which the old one stays valid */
  async rotate(name: string, grace: number): Promise<ShownKey> {
    const now = this.clock.date();
    const { key, shown } = await this.file.change(rotateKey(name, now + grace, now));
    await this.#takeOver();
    return { key: this.#shown(key), shown };
  }

  /** Who publishes or plays by it is disconnected. */
  async revoke(name: string): Promise<void> {
    await this.file.change(revokeKey(name, this.clock.date()));
    await this.#takeOver();
  }

  async #takeOver(): Promise<void> {
    this.access.ring.replace(await this.file.read());
    this.access.uses.endInvalid();
  }

  #shown(key: AccessKey): Key {
    const now = this.clock.date();
    const { name, kind, application, instance, stream, actions, created, expires, revoked, secrets } = key;
    const [, old] = secrets as readonly { validUntil?: number; created: number }[];
    const oldUntil = old !== undefined && isSecretValid(old, now) ? old.validUntil : undefined;
    return {
      ...{ name, kind, application, instance, stream, actions: [...actions], created },
      uses: this.access.uses.countOf(name),
      state: revoked !== undefined ? 'revoked' : expires !== undefined && now >= expires ? 'expired' : 'valid',
      ...(expires === undefined ? {} : { expires }),
      ...(revoked === undefined ? {} : { revoked }),
      ...(oldUntil === undefined ? {} : { oldUntil }),
    };
  }
}
