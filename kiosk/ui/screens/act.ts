import type { ReadonlySignal } from '@preact/signals';
import type { HostClient } from '#kiosk/bridge/client.ts';
import { type CommandName, type Commands, noSession } from '#kiosk/bridge/words.ts';
import type { View } from '../page-model.ts';
import type { Act } from '../parts/act.ts';

/** Sends wishes of the view that is on the screen. While one is on its way, the same one is not sent again. */
export function createActor(view: ReadonlySignal<View>, send: HostClient['send']): Act {
  const onTheirWay = new Set<CommandName>();

  return function act(wish) {
    const seen = view.peek();
    if (seen.shows !== 'snapshot' || onTheirWay.has(wish.command)) return;
    const { session, screen } = seen.snapshot;
    // Nobody is being served: there is nothing to keep alive.
    if (wish.command === 'touched' && session === noSession) return;
    const { command, ...more } = wish;
    onTheirWay.add(command);
    // `more` is what `Wish` demands for this command; TypeScript does not follow the correlation through the spread.
    const input = { session, screen: screen.show, ...more } as Commands[typeof command];
    void send(command, input).then(() => onTheirWay.delete(command));
  };
}
