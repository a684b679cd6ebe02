import { DoorOpen, Printer, Scissors, ScrollText, VolumeX } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Choices, Drawer, type OffAndOn, Switch } from '../controls.tsx';
import { useWords } from '../language.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import { CableSwitch, cableWords, useCableNews, useSay } from './cable.tsx';
import type { DrawerProps } from './drawer.ts';
import { useChanges } from './use-changes.tsx';

const papers = [
  { value: 'ok', shortcut: 'o', trouble: false },
  { value: 'low', shortcut: 'l', trouble: true },
  { value: 'out', shortcut: 'p', trouble: true },
] as const;

const words = {
  en: {
    title: 'Ticket printer',
    name: 'Printer',
    paper: 'Paper',
    papers: { ok: 'Full', low: 'Low', out: 'None' },
    paperNews: { ok: 'A full roll is in', low: 'The roll is nearly empty', out: 'The paper is gone' },
    cover: 'Cover',
    covers: ['closed', 'open'] satisfies OffAndOn,
    coverNews: { closed: 'The cover is closed', open: 'The cover is open' },
    cutter: 'Cutter',
    cutters: ['free', 'jammed'] satisfies OffAndOn,
    cutterNews: { ok: 'The cutter is free', jammed: 'The cutter is jammed' },
    silence: 'Silence',
    silent: ['it answers', 'swallows all, says nothing'] satisfies OffAndOn,
    wentSilent: 'It has gone silent',
    answersAgain: 'It answers again',
    cut: (ticket: number) => `Ticket ${ticket} was cut`,
    none: 'No ticket yet.',
    printed: (ticket: number) => `Ticket ${ticket} as printed`,
    earlier: 'Printed tickets, latest first',
    ticket: (ticket: number) => `Ticket ${ticket}`,
  },
  vi: {
    title: 'Máy in phiếu',
    name: 'Máy in',
    paper: 'Giấy',
    papers: { ok: 'Đầy', low: 'Sắp hết', out: 'Hết' },
    paperNews: { ok: 'Đã lắp cuộn đầy', low: 'Cuộn giấy sắp hết', out: 'Đã hết giấy' },
    cover: 'Nắp',
    covers: ['đóng', 'mở'] satisfies OffAndOn,
    coverNews: { closed: 'Nắp đã đóng', open: 'Nắp đang mở' },
    cutter: 'Dao cắt',
    cutters: ['bình thường', 'kẹt'] satisfies OffAndOn,
    cutterNews: { ok: 'Dao cắt đã thông', jammed: 'Dao cắt bị kẹt' },
    silence: 'Im lặng',
    silent: ['có trả lời', 'nhận hết, không nói gì'] satisfies OffAndOn,
    wentSilent: 'Không còn trả lời',
    answersAgain: 'Đã trả lời lại',
    cut: (ticket: number) => `Đã cắt phiếu ${ticket}`,
    none: 'Chưa có phiếu.',
    printed: (ticket: number) => `Phiếu ${ticket} như đã in`,
    earlier: 'Phiếu đã in, mới nhất trước',
    ticket: (ticket: number) => `Phiếu ${ticket}`,
  },
};

export function TicketPrinterDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  const { startedAnew } = useWords(cableWords);
  const { say, refused } = useSay(note, said.name);
  const { state, answers, act } = useSimulator('ticket-printer', (action) => refused(action.do));
  const {
    pluggedIn = false,
    paper = 'ok',
    cover = 'closed',
    cutter = 'ok',
    silent = false,
    ticketsCut = 0,
    connections = 0,
  } = state ?? {};
  useCableNews(state, say);
  useChanges(state?.paper, (now) => say(said.paperNews[now], now !== 'ok'));
  useChanges(state?.cover, (now) => say(said.coverNews[now], now === 'open'));
  useChanges(state?.cutter, (now) => say(said.cutterNews[now], now !== 'ok'));
  useChanges(state?.silent, (now) => say(now ? said.wentSilent : said.answersAgain, now));
  useChanges(state?.ticketsCut, (now) => say(now === 0 ? startedAnew : said.cut(now)));

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
    <Drawer title={said.title} icon={<Printer />} answers={answers} pluggedIn={pluggedIn} connections={connections}>
      <div class="printer">
        <div class="switches">
          <Choices
            label={said.paper}
            icon={<ScrollText />}
            value={paper}
            choices={papers.map((choice) => ({ ...choice, label: said.papers[choice.value] }))}
            disabled={off}
            onChoose={turn.paper}
          />
          <Switch
            label={said.cover}
            icon={<DoorOpen />}
            on={cover === 'open'}
            says={said.covers}
            trouble="on"
            shortcut="c"
            disabled={off}
            onTurn={turn.cover}
          />
          <Switch
            label={said.cutter}
            icon={<Scissors />}
            on={cutter === 'jammed'}
            says={said.cutters}
            trouble="on"
            shortcut="j"
            disabled={off}
            onTurn={turn.cutter}
          />
          <Switch
            label={said.silence}
            icon={<VolumeX />}
            on={silent}
            says={said.silent}
            trouble="on"
            shortcut="m"
            disabled={off}
            onTurn={turn.silent}
          />
          <CableSwitch pluggedIn={pluggedIn} shortcut="u" disabled={off} onTurn={turn.plug} />
        </div>
        <Tickets key={ticketsCut} cut={ticketsCut} open={cover === 'open'} />
      </div>
    </Drawer>
  );
}

const mostEarlier = 12;

/** The latest ticket in the slot, earlier ones beside it. Drawn anew with each cut, so the latest is on top again. */
function Tickets({ cut, open }: { readonly cut: number; readonly open: boolean }): JSX.Element {
  const said = useWords(words);
  const [shown, setShown] = useState(cut);
  const numbers = Array.from({ length: Math.min(cut, mostEarlier + 1) }, (_, back) => cut - back);
  return (
    <div class="output">
      <div class={open ? 'slot open' : 'slot'} aria-hidden="true" />
      {cut === 0 ? (
        <p class="nothing">{said.none}</p>
      ) : (
        <figure class="ticket">
          <img src={`/paper/${shown}.png`} alt={said.printed(shown)} data-ticket={shown} />
        </figure>
      )}
      {cut > 1 && (
        <ul class="earlier" aria-label={said.earlier}>
          {numbers.map((number) => (
            <li key={number}>
              <button
                type="button"
                aria-pressed={number === shown}
                title={said.ticket(number)}
                onClick={() => setShown(number)}
              >
                <img src={`/paper/${number}.png`} alt={said.ticket(number)} loading="lazy" />
                <span>{number}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
