import { once } from 'node:events';
import { connect } from 'node:net';

/** Of Debian's vsmartcard-vpcd. */
export const usualVpcdPort = 35_963;

const serviceSocket = '/run/pcscd/pcscd.comm';
/** A pcscd that systemd starts when somebody asks for it needs a moment. */
const attempts = 5;
const attemptMs = 200;
const answerWithinMs = 500;

/**
 * Whether a chip card can be held to a virtual reader: pcscd runs, and vpcd listens. pcscd is a service of the system that
 * only root may start, so a demo takes it when it is there and goes on without it when it is not.
 */
export async function isVpcdThere(port: number): Promise<boolean> {
  if (await isHeard({ host: '127.0.0.1', port })) return true;
  if (!(await isHeard({ path: serviceSocket }))) return false;
  for (let attempt = 0; attempt < attempts; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, attemptMs));
    if (await isHeard({ host: '127.0.0.1', port })) return true;
  }
  return false;
}

export const sayNoChipCard =
  'No chip card here, for no pcscd with vpcd runs. On Debian as root: apt-get install pcscd vsmartcard-vpcd, then pcscd.';

async function isHeard(
  at: { readonly host: string; readonly port: number } | { readonly path: string },
): Promise<boolean> {
  const socket = connect(at);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(answerWithinMs) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
