import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';

/** The way of one kiosk, counter or board to whichever hub decides; each has an address of its own, so that it can be cut alone. */
export interface Line {
  readonly name: string;
  /** `http://127.0.0.21:41234`. */
  readonly url: string;
  /** Epoch ms, from and to, of each time without a way through: cut, or no hub decided. */
  readonly lost: readonly Span[];
  /** `torn`: both ends are, and nobody gets through for so long. `silent`: bytes vanish, nobody is told, then it is torn. */
  cut(how: 'torn' | 'silent', ms: number): Promise<void>;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Lines {
  open(name: string): Promise<Line>;
  /** The address of the hub that decides. */
  deciding(): string | undefined;
  /** Epoch ms of every moment in which another hub than before decided. */
  readonly changes: readonly { readonly at: number; readonly host: string }[];
  /** How often two hubs said at two looks one after the other that they decide. */
  twoDecided(): number;
  close(): Promise<void>;
}

/** The addresses of so many lines; a hub must know by which names it is called. */
export function lineHosts(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => `127.0.1.${at + 1}`);
}

const lookMs = 150;
/** A hub that has not answered by then is not sent anybody. */
const patienceMs = 700;

/**
 * A load balancer as hospitals have them: passes bytes on as they are, to the hub whose `/healthz` says 200, and tears what goes to another.
 * Hubs and lines share one port on loopback addresses of their own, since a hub answers to its names at its own port alone.
 */
export function openLines({ port, hubs }: { readonly port: number; readonly hubs: readonly string[] }): Lines {
  const lines: (Line & { tear(): void; close(): Promise<void> })[] = [];
  const changes: { readonly at: number; readonly host: string }[] = [];
  let count = 0;
  let deciding: string | undefined;
  let both = 0;
  let twoDecided = 0;
  let isOpen = true;
  const watching = watch();

  return {
    changes,
    deciding: () => deciding,
    twoDecided: () => twoDecided,
    async open(name) {
      count += 1;
      const line = await openLine(name, lineHosts(count)[count - 1] ?? '');
      lines.push(line);
      return line;
    },
    async close() {
      isOpen = false;
      await watching;
      await Promise.all(lines.map((line) => line.close()));
    },
  };

  async function watch(): Promise<void> {
    while (isOpen) {
      const standing = await Promise.all(hubs.map(async (host) => ({ host, decides: await decides(host) })));
      const those = standing.flatMap(({ host, decides }) => (decides ? [host] : []));
      both = those.length > 1 ? both + 1 : 0;
      if (both === 2) twoDecided += 1;
      const next = deciding !== undefined && those.includes(deciding) ? deciding : those[0];
      if (next !== deciding) {
        deciding = next;
        if (next !== undefined && changes.at(-1)?.host !== next) changes.push({ at: Date.now(), host: next });
        for (const line of lines) line.tear();
      }
      await pass(lookMs);
    }
  }

  async function decides(host: string): Promise<boolean> {
    const answer = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(patienceMs) }).catch(
      () => undefined,
    );
    await answer?.arrayBuffer().catch(() => undefined);
    return answer?.status === 200;
  }

  async function openLine(name: string, host: string) {
    const ends = new Set<Socket>();
    const lost: { from: number; to: number }[] = [];
    let cut: 'torn' | 'silent' | undefined;
    const server: Server = createServer({ noDelay: true }, (near) => {
      if (cut !== undefined || deciding === undefined) {
        near.on('error', () => undefined);
        near.resetAndDestroy();
        return;
      }
      const far = connect({ host: deciding, port, noDelay: true });
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        ends.add(from);
        from.on('error', () => undefined);
        from.on('data', (bytes) => void (cut === 'silent' || to.write(bytes)));
        from.on('end', () => void (cut === 'silent' || to.end()));
        from.on('close', () => {
          ends.delete(from);
          if (cut !== 'silent') to.destroy();
        });
      }
    });
    server.listen(port, host);
    await once(server, 'listening');
    const tear = () => {
      for (const end of ends) end.resetAndDestroy();
    };
    return {
      name,
      url: `http://${host}:${port}`,
      lost,
      tear,
      async cut(how: 'torn' | 'silent', ms: number) {
        const span = { from: Date.now(), to: Number.POSITIVE_INFINITY };
        lost.push(span);
        cut = how;
        if (how === 'torn') tear();
        await pass(ms);
        cut = undefined;
        tear();
        span.to = Date.now();
      },
      close() {
        tear();
        return new Promise<void>((resolve) => server.close(() => resolve()));
      },
    };
  }
}
