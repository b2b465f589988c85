import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ApplicationCompanion } from '../application/instance-companion.js';
import type { RestreamPlace } from '../application/restream-control.js';
import type { ServerConfiguration } from '../config/configuration.js';
import { applicationSettings } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { Dialer } from '../net/dialer.js';
import { OutgoingAddresses } from '../net/outgoing-addresses.js';
import { defaultOutgoingOptions } from '../netconnection/client/outgoing-options.js';
import type { HandshakeCrypto } from '../rtmp/handshake/handshake-crypto.js';
import type { RestreamConnections } from '../restream/restream-settings.js';
import type { ConfiguredApplication } from '../restream/restreams.js';
import { Restreams } from '../restream/restreams.js';
import { RestreamFile } from '../storage/restream-file.js';
import type { Clock } from '../time/clock.js';
import type { StreamDialer } from '../transport/rtmp-connector.js';
import { RtmpConnector } from '../transport/rtmp-connector.js';
import type { RtmpTransportOptions } from '../transport/rtmp-transport-options.js';
import { isRemote } from './remote-applications.js';

export interface ConfiguredRestreamsMeans {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly createId: () => string;
  readonly connections: RestreamConnections;
  readonly dataDir: string;
  readonly serverId: string;
  /** From 0 to 1; default: as it comes. */
  readonly random?: () => number;
  /** Lets an instance run. */
  readonly load: (place: RestreamPlace) => Promise<void>;
}

/** The targets and sources that the configuration names, and those that are made while the server runs. */
export class ConfiguredRestreams {
  readonly restreams: Restreams;

  constructor(means: ConfiguredRestreamsMeans) {
    const { clock, logger, createId, connections, dataDir, serverId, load, random = Math.random } = means;
    this.restreams = new Restreams({
      ...{ clock, logger, createId, connections, random, serverId },
      store: new RestreamFile(dataDir),
      load,
    });
  }

  start(configuration: ServerConfiguration): Promise<void> {
    return this.restreams.start(applicationsOf(configuration));
  }

  reconfigure(configuration: ServerConfiguration): void {
    this.restreams.configure(applicationsOf(configuration));
  }

  companion(application: Omit<RestreamPlace, 'instance'>): ApplicationCompanion {
    return this.restreams.companion(application);
  }

  close(): Promise<void> {
    return this.restreams.close();
  }
}

/** Connections by TCP and TLS, to addresses as their author may name them. */
export function restreamConnections(
  clock: Clock,
  crypto: HandshakeCrypto,
  options: RtmpTransportOptions,
  logger: Logger,
): RestreamConnections {
  return (author, { allow, caFile }) => {
    const addresses = new OutgoingAddresses(allow, undefined, author, 'restream.allow');
    // The file is read each time, so that a new one counts at once.
    const dialer: StreamDialer = {
      dial: async (target, signal) => {
        const certificates = caFile === '' || !target.secure ? undefined : await readFile(resolve(caFile), 'utf8');
        return new Dialer(addresses, certificates).dial(target, signal);
      },
    };
    const connector = new RtmpConnector({ clock, crypto, options, logger, dialer });
    return { connector, clock, logger, options: defaultOutgoingOptions };
  };
}

function applicationsOf({ adaptors }: ServerConfiguration): ConfiguredApplication[] {
  return adaptors.flatMap(({ name: adaptor, virtualHosts }) =>
    virtualHosts.flatMap((host) =>
      [...host.applicationFolders.keys()].map((application) => {
        const settings = applicationSettings(host, application);
        const place = { adaptor, virtualHost: host.name, application };
        return { ...place, settings: settings.restream, isRemote: isRemote(application, settings) };
      }),
    ),
  );
}
