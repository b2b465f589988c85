import { addressList, section } from './key-types.js';

/** Who may publish and who may play. */
export const accessSections = {
  publish: section('Who may publish: who is in allow and not in deny.', {
    allow: addressList(['loopback'], 'From where publishing is allowed.'),
    deny: addressList([], 'From where it is not.'),
  }),
  play: section('Who may play: who is in allow and not in deny.', {
    allow: addressList(['all'], 'From where playing is allowed.'),
    deny: addressList([], 'From where it is not.'),
  }),
};
