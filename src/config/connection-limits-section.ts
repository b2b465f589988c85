import { count, section } from './key-types.js';

/** How many connections a listener takes. */
export const connectionLimitsSection = section('How many connections there may be. Who comes later is refused.', {
  maxConnections: count({ default: -1, min: 0, unlimited: true }, 'Connections at the same time.'),
  maxConnectionsPerAddress: count(
    { default: 1000, min: 1, unlimited: true },
    'Connections at the same time from one IP address. Loopback is not counted: a proxy on this machine would be.',
  ),
  maxConnectionRate: count({ default: -1, min: 1, unlimited: true }, 'Connections accepted per second.'),
});
