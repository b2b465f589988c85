// First: what follows needs it as it is loaded.
import './text-coding.js';
import type { CreateAscGuest } from '../guest/asc-host.js';
import { AscGuest } from './asc-guest.js';

// It is not of the time, and the library has taken what it needs.
Reflect.deleteProperty(globalThis, 'TextDecoder');
Reflect.deleteProperty(globalThis, 'TextEncoder');

/** The library of main.asc, which is evaluated in the realm of each instance: runs the script. */
export const createAscGuest: CreateAscGuest = (host, setup) => new AscGuest(host, setup);
