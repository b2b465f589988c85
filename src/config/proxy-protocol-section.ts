import { addressList, duration, section } from './key-types.js';

/** `proxyProtocol`, of every listener that may stand behind a proxy. */
export const proxyProtocolSection = section(
  'Proxies that say with the PROXY protocol, version 1 or 2, who connects to them. What they say is believed.',
  {
    trusted: addressList(
      [],
      'Addresses of these proxies. Every connection from there must begin with the header; from elsewhere one that does is closed.',
    ),
    timeout: duration({ default: '5s', min: '100ms', max: '1m' }, 'Time for the whole header.'),
  },
);
