import type { LivePlayer } from './live-player.js';

/** The players of a live stream. */
export class PlayerSet extends Set<LivePlayer> {
  /** @param changed told when the first has come, and when the last has gone */
  constructor(private readonly changed: (isPlayed: boolean) => void) {
    super();
  }

  override add(player: LivePlayer): this {
    super.add(player);
    if (this.size === 1) this.changed(true);
    return this;
  }

  override delete(player: LivePlayer): boolean {
    const wasThere = super.delete(player);
    if (wasThere && this.size === 0) this.changed(false);
    return wasThere;
  }
}
