/** Milliseconds between two looks at the end of media that still grows. */
export const GROWTH_INTERVAL = 500;
