import type { RestreamAuthor, RestreamKind, RestreamPlace } from '../application/restream-control.js';
import { printable } from '../application/safe-name.js';
import { matchesPattern } from '../application/text-pattern.js';
import type { RtmpAddress } from '../netconnection/client/rtmp-address.js';

/** A target or a source as somebody asked for it, with an address that was understood. */
export interface RestreamRule {
  readonly id: string;
  readonly kind: RestreamKind;
  readonly author: RestreamAuthor;
  readonly place: RestreamPlace;
  readonly enabled: boolean;
  /** The live stream here; `*` stands for any characters. */
  readonly stream: string;
  readonly address: RtmpAddress;
  /** The name there; empty: as it is here. */
  readonly name: string;
  readonly onDemand: boolean;
}

/** Whether a rule is about the live stream of that name. */
export function isAbout(rule: RestreamRule, stream: string): boolean {
  return matchesPattern(rule.stream, stream);
}

/** What the stream is called on the other server. */
export function nameThere(rule: RestreamRule, stream: string): string {
  return rule.name === '' ? stream : rule.name;
}

/** The address as it may be shown: without its query. */
export function shownUrl({ address }: RestreamRule): string {
  return printable(address.tcUrl.replace(/\?.*$/s, ''), 1000);
}

/** What the other server said, as it may be shown: without the name there, and the query of the address. */
export function withoutSecrets({ address, name }: RestreamRule, text: string): string {
  const [, query = ''] = /\?(.*)$/s.exec(address.tcUrl) ?? [];
  const secrets = [name, query].filter((secret) => secret !== '');
  return printable(
    secrets.reduce((shown, secret) => shown.replaceAll(secret, '…'), text),
    300,
  );
}
