import { EncodedEvent } from './encoded-event.js';

/** The user may use the object. */
export const useSuccess = new EncodedEvent({ event: 'useSuccess' });

/** All properties are gone. */
export const clear = new EncodedEvent({ event: 'clear' });

/** What the user wanted to change or send was not allowed, or out of bounds. */
export const noWriteAccess = new EncodedEvent({ event: 'status', code: 'SharedObject.NoWriteAccess', level: 'error' });
