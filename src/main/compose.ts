import 'reflect-metadata';
import type { DependencyContainer } from 'tsyringe';
import { container, instanceCachingFactory } from 'tsyringe';
import type { ServerConfiguration } from '../config/configuration.js';
import type { Logger } from '../log/logger.js';
import { nodeCrypto, randomId } from '../net/node-crypto.js';
import { systemClock } from '../net/system-clock.js';
import { SlateFiles } from '../storage/slate-files.js';
import { FlushPace } from '../stream/flush-pace.js';
import { SegmentCache } from '../stream/segment-cache.js';
import { AfterglowServer } from './afterglow-server.js';
import { keyAccess } from './key-access.js';
import { noMedia } from './media-libraries.js';
import { tokens } from './tokens.js';

/**
 * The composition root: which implementation stands behind which token. Nothing is made before it is
 * asked for, so a test registers its own over any of these and then resolves `tokens.server`.
 */
export function compose(configuration: ServerConfiguration, logger: Logger): DependencyContainer {
  const house = container.createChildContainer();
  house.register(tokens.configuration, { useValue: configuration });
  house.register(tokens.logger, { useValue: logger });
  house.register(tokens.clock, { useValue: systemClock });
  house.register(tokens.crypto, { useValue: nodeCrypto });
  house.register(tokens.createId, { useValue: randomId });
  house.register(tokens.pace, { useFactory: instanceCachingFactory(() => new FlushPace()) });
  house.register(tokens.segments, { useFactory: instanceCachingFactory(() => new SegmentCache()) });
  house.register(tokens.hooks, { useValue: [] });
  house.register(tokens.keys, {
    useFactory: instanceCachingFactory((rooms) => keyAccess(rooms.resolve(tokens.clock), rooms.resolve(tokens.logger))),
  });
  house.register(tokens.slates, { useFactory: instanceCachingFactory(() => new SlateFiles()) });
  house.register(tokens.libraries, { useValue: noMedia });
  house.register(tokens.server, {
    useFactory: instanceCachingFactory(
      (rooms) =>
        new AfterglowServer(rooms.resolve(tokens.configuration), {
          logger: rooms.resolve(tokens.logger),
          clock: rooms.resolve(tokens.clock),
          crypto: rooms.resolve(tokens.crypto),
          createId: rooms.resolve(tokens.createId),
          pace: rooms.resolve(tokens.pace),
          segments: rooms.resolve(tokens.segments),
          hooks: rooms.resolve(tokens.hooks),
          keys: rooms.resolve(tokens.keys),
          slates: rooms.resolve(tokens.slates),
          libraries: rooms.resolve(tokens.libraries),
        }),
    ),
  });
  return house;
}
