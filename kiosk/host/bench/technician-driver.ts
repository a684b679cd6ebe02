import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';

/** The technician's page without a screen: what it is told, and what it may do. */
export interface TechnicianDriver {
  /** Resolves with the first state that fits. Throws when the kiosk has gone. */
  until(fits: (state: UpkeepState) => boolean): Promise<UpkeepState>;
  /** As a page that is opened now is told. */
  now(): Promise<UpkeepState>;
  /** The answer's status. */
  act(wish: object): Promise<number>;
  close(): void;
}

export async function openTechnicianPage(launchUrl: string): Promise<TechnicianDriver> {
  const { origin } = new URL(launchUrl);
  const launched = await fetch(launchUrl, { redirect: 'manual' });
  const cookie = launched.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const watched = await openStates();
  let latest: UpkeepState | undefined;
  return {
    async until(fits) {
      while (!latest || !fits(latest)) latest = await watched.next();
      return latest;
    },
    async now() {
      const asked = await openStates();
      const state = await asked.next();
      asked.close();
      return state;
    },
    async act(wish) {
      const { status } = await fetch(`${origin}/api/act`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: JSON.stringify(wish),
      });
      return status;
    },
    close: watched.close,
  };

  async function openStates() {
    const events = await fetch(`${origin}/events`, { headers: { cookie } });
    if (!events.body) throw new Error('the page was not opened');
    const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
    let unread = '';
    return {
      async next(): Promise<UpkeepState> {
        while (!unread.includes('\n\n')) {
          const { value, done } = await reader.read();
          if (done) throw new Error('the page was closed');
          unread += value;
        }
        const [event = '', ...rest] = unread.split('\n\n');
        unread = rest.join('\n\n');
        return JSON.parse(event.slice('data: '.length));
      },
      close: () => void reader.cancel(),
    };
  }
}
