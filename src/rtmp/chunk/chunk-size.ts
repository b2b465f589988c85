/** The chunk size of both directions until Set Chunk Size says otherwise (RTMP 1.0, section 5.4.1). */
export const DEFAULT_CHUNK_SIZE = 128;

/** What the 24-bit length field of a chunk header can say (section 5.3.1.2). */
export const MAX_MESSAGE_SIZE = 0xffffff;

/** No message is longer than this, so a larger chunk size changes nothing. */
export const MAX_CHUNK_SIZE = MAX_MESSAGE_SIZE;
