/** A live stream that was joined. */
export interface JoinedStream {
  readonly isPublished: boolean;
  leave(): void;
}
