import { DoorOpen, Plug, Printer, Scissors, ScrollText, Unplug, VolumeX } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Choices, Drawer, Switch } from '../controls.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import type { DrawerProps } from './drawers.tsx';
import { useChanges } from './use-changes.tsx';

const papers = [
  { value: 'ok', label: 'Full', shortcut: 'o', trouble: false, says: 'A full roll is in' },
  { value: 'low', label: 'Low', shortcut: 'l', trouble: true, says: 'The roll is nearly empty' },
  { value: 'out', label: 'None', shortcut: 'p', trouble: true, says: 'The paper is gone' },
] as const;

export function TicketPrinterDrawer({ note }: DrawerProps): JSX.Element {
  const say = (says: string, trouble = false) => note({ of: 'Printer', says, trouble });
  const { state, answers, act } = useSimulator('ticket-printer', (action) => say(`"${action.do}" was refused`, true));
  const {
    pluggedIn = false,
    paper = 'ok',
    cover = 'closed',
    cutter = 'ok',
    silent = false,
    ticketsCut = 0,
    connections = 0,
  } = state ?? {};
  useChanges(state?.pluggedIn, (now) => say(now ? 'Plugged in' : 'Unplugged', !now));
  useChanges(state?.paper, (now) => say(papers.find(({ value }) => value === now)?.says ?? now, now !== 'ok'));
  useChanges(state?.cover, (now) => say(`The cover is ${now}`, now === 'open'));
  useChanges(state?.cutter, (now) => say(now === 'ok' ? 'The cutter is free' : 'The cutter is jammed', now !== 'ok'));
  useChanges(state?.silent, (now) => say(now ? 'It has gone silent' : 'It answers again', now));
  useChanges(state && connections > 0, (now) => say(now ? 'The host connected' : 'The host is gone', !now));
  useChanges(state?.ticketsCut, (now) => say(now === 0 ? 'It was started anew' : `Ticket ${now} was cut`));

  const turn = {
    paper: (value: typeof paper) => act({ do: 'set-paper', paper: value }),
    cover: () => act({ do: 'set-cover', cover: cover === 'open' ? 'closed' : 'open' }),
    cutter: () => act({ do: 'set-cutter', cutter: cutter === 'ok' ? 'jammed' : 'ok' }),
    silent: () => act({ do: 'set-silent', silent: !silent }),
    plug: () => act({ do: pluggedIn ? 'unplug' : 'plug-in' }),
  };
  useShortcuts({
    ...Object.fromEntries(papers.map(({ value, shortcut }) => [shortcut, () => turn.paper(value)])),
    c: turn.cover,
    j: turn.cutter,
    m: turn.silent,
    u: turn.plug,
  });

  const off = !answers;
  return (
    <Drawer title="Ticket printer" icon={<Printer />} answers={answers} pluggedIn={pluggedIn} connections={connections}>
      <div class="printer">
        <div class="switches">
          <Choices
            label="Paper"
            icon={<ScrollText />}
            value={paper}
            choices={papers}
            disabled={off}
            onChoose={turn.paper}
          />
          <Switch
            label="Cover"
            icon={<DoorOpen />}
            on={cover === 'open'}
            says={['closed', 'open']}
            trouble="on"
            shortcut="c"
            disabled={off}
            onTurn={turn.cover}
          />
          <Switch
            label="Cutter"
            icon={<Scissors />}
            on={cutter === 'jammed'}
            says={['free', 'jammed']}
            trouble="on"
            shortcut="j"
            disabled={off}
            onTurn={turn.cutter}
          />
          <Switch
            label="Silence"
            icon={<VolumeX />}
            on={silent}
            says={['it answers', 'swallows all, says nothing']}
            trouble="on"
            shortcut="m"
            disabled={off}
            onTurn={turn.silent}
          />
          <Switch
            label="Cable"
            icon={pluggedIn ? <Plug /> : <Unplug />}
            on={pluggedIn}
            says={['unplugged', 'plugged in']}
            trouble="off"
            shortcut="u"
            disabled={off}
            onTurn={turn.plug}
          />
        </div>
        <Tickets key={ticketsCut} cut={ticketsCut} open={cover === 'open'} />
      </div>
    </Drawer>
  );
}

const mostEarlier = 12;

/** The latest ticket in the slot, earlier ones beside it. Drawn anew with each cut, so the latest is on top again. */
function Tickets({ cut, open }: { readonly cut: number; readonly open: boolean }): JSX.Element {
  const [shown, setShown] = useState(cut);
  const numbers = Array.from({ length: Math.min(cut, mostEarlier + 1) }, (_, back) => cut - back);
  return (
    <div class="output">
      <div class={open ? 'slot open' : 'slot'} aria-hidden="true" />
      {cut === 0 ? (
        <p class="nothing">No ticket yet.</p>
      ) : (
        <figure class="ticket">
          <img src={`/paper/${shown}.png`} alt={`Ticket ${shown} as printed`} data-ticket={shown} />
        </figure>
      )}
      {cut > 1 && (
        <ul class="earlier" aria-label="Printed tickets, latest first">
          {numbers.map((number) => (
            <li key={number}>
              <button
                type="button"
                aria-pressed={number === shown}
                title={`Ticket ${number}`}
                onClick={() => setShown(number)}
              >
                <img src={`/paper/${number}.png`} alt={`Ticket ${number}`} loading="lazy" />
                <span>{number}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
