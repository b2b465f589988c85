import { count, duration, section, size } from './key-types.js';

/** `http.remoting`: what may be asked of applications by Flash Remoting. */
export const remotingSection = section('Flash Remoting: POST /gateway/application calls the methods of its script.', {
  maxSize: size({ default: '256KiB', min: '1KiB', max: '4MiB' }, 'Bytes of one packet.'),
  maxCalls: count({ default: 100, min: 1 }, 'Calls in one packet.'),
  timeout: duration(
    { default: '30s', min: '1s', max: '10m' },
    'How long an application may take to let the caller in and to answer all calls of a packet.',
  ),
});
