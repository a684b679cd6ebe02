import { Hand, IdCard, Snail, Unlink } from 'lucide-preact';
import type { JSX } from 'preact';
import { ActionButton, Choices, Drawer } from '../controls.tsx';
import type { SimulatorState } from '../dock-words.ts';
import { useWords } from '../language.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import { useSay } from './cable.tsx';
import { useChipWords } from './card-words.tsx';
import type { DrawerProps } from './drawer.ts';
import { useChanges } from './use-changes.tsx';

type Reader = SimulatorState<'card-reader'>;

const nobodys = '';
const cardKeys = [...'adfgjlzcvbnm]'];

/** After how many answers the card is torn out. A whole reading takes some forty. */
const tears = [
  { value: 'never', apdus: null, shortcut: '0', trouble: false },
  { value: 'at-once', apdus: 1, shortcut: '-', trouble: true },
  { value: 'in-the-middle', apdus: 15, shortcut: '=', trouble: true },
] as const;

/** How long the card takes for each answer. */
const speeds = [
  { value: 'quick', ms: 0, shortcut: 'o', trouble: false },
  { value: 'slow', ms: 150, shortcut: 'p', trouble: true },
  { value: 'stuck', ms: 10_000, shortcut: '[', trouble: true },
] as const;

const words = {
  en: {
    title: 'Chip-card reader',
    name: 'Reader',
    laid: (card: string) => `Laid on the reader: ${card}`,
    gone: 'The card is gone from the reader',
    reached: 'The reader has noticed the card',
    notReached: 'No reader notices the card',
    empty: 'Nothing lies on the reader',
    takeAway: 'Take the card away',
    nothing: 'nothing lies there',
    tear: 'Tear it away',
    never: 'Never',
    'at-once': 'At once',
    'in-the-middle': 'Mid-read',
    speed: 'Card',
    quick: 'Quick',
    slow: 'Slow',
    stuck: 'Stuck',
    answers: (count: number) => (count === 1 ? '1 answer' : `${count} answers`),
    triesLeft: (count: number) => (count === 1 ? '1 wrong key left' : `${count} wrong keys left`),
  },
  vi: {
    title: 'Đầu đọc chip',
    name: 'Đầu đọc',
    laid: (card: string) => `Đã đặt lên đầu đọc: ${card}`,
    gone: 'Thẻ đã rời đầu đọc',
    reached: 'Đầu đọc đã nhận thẻ',
    notReached: 'Không đầu đọc nào nhận thẻ',
    empty: 'Chưa có thẻ trên đầu đọc',
    takeAway: 'Lấy thẻ ra',
    nothing: 'chưa có thẻ',
    tear: 'Giật thẻ ra',
    never: 'Không',
    'at-once': 'Ngay',
    'in-the-middle': 'Giữa chừng',
    speed: 'Thẻ',
    quick: 'Nhanh',
    slow: 'Chậm',
    stuck: 'Treo',
    answers: (count: number) => `${count} lần trả lời`,
    triesLeft: (count: number) => `còn ${count} lần sai khoá`,
  },
};

/** The hand with the chip cards. Its reader is pcscd's own, so what is on that wire shows here as card and answers. */
export function CardReaderDrawer({ note }: DrawerProps): JSX.Element {
  const said = useWords(words);
  const inWords = useChipWords();
  const { say, refused } = useSay(note, said.name);
  const { state, answers, act } = useSimulator('card-reader', (action) => refused(action.do));
  const cards = (state?.cards ?? []).map(inWords);
  const held = cards.find(({ id }) => id === state?.cardId);

  useChanges(state && (state.cardId ?? nobodys), (now) => {
    const card = cards.find(({ id }) => id === now);
    say(card ? said.laid(card.title) : said.gone);
  });

  const takeAway = () => act({ do: 'remove' });
  const lay = (cardId: string) => (cardId === held?.id ? takeAway() : act({ do: 'insert', cardId }));
  const chooseTear = (value: (typeof tears)[number]['value']) =>
    act({ do: 'tear-after', apdus: tears.find((tear) => tear.value === value)?.apdus ?? null });
  const chooseSpeed = (value: (typeof speeds)[number]['value']) =>
    act({ do: 'set-delay', ms: speeds.find((speed) => speed.value === value)?.ms ?? 0 });

  useShortcuts({
    ...Object.fromEntries(cards.flatMap((card, at) => (cardKeys[at] ? [[cardKeys[at], () => lay(card.id)]] : []))),
    ...Object.fromEntries(tears.map(({ value, shortcut }) => [shortcut, () => chooseTear(value)])),
    ...Object.fromEntries(speeds.map(({ value, shortcut }) => [shortcut, () => chooseSpeed(value)])),
    u: takeAway,
  });

  return (
    <Drawer
      title={said.title}
      icon={<IdCard />}
      answers={answers}
      pluggedIn
      connections={0}
      lamp={held ? (state?.reached ? ['good', said.reached] : ['bad', said.notReached]) : ['waiting', said.empty]}
    >
      <ul class="cards chips">
        {cards.map((card, at) => (
          <li key={card.id}>
            <button
              type="button"
              class="person"
              data-chip={card.id}
              disabled={!answers}
              aria-pressed={card.id === held?.id}
              aria-keyshortcuts={cardKeys[at]}
              onClick={() => lay(card.id)}
            >
              {cardKeys[at] ? <kbd>{cardKeys[at]}</kbd> : <span />}
              <span class="who">
                <b>{card.title}</b>
                <small>{card.remark}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <Choices
          label={said.tear}
          icon={<Unlink />}
          value={chosenTear(state)}
          choices={tears.map((tear) => ({ ...tear, label: said[tear.value] }))}
          disabled={!answers}
          onChoose={chooseTear}
        />
        <Choices
          label={said.speed}
          icon={<Snail />}
          value={speeds.findLast(({ ms }) => ms <= (state?.delayMs ?? 0))?.value ?? 'quick'}
          choices={speeds.map((speed) => ({ ...speed, label: said[speed.value] }))}
          disabled={!answers}
          onChoose={chooseSpeed}
        />
      </div>
      <div class="switches">
        <ActionButton
          label={said.takeAway}
          hint={held ? `${held.title} · ${standing(state, said)}` : said.nothing}
          icon={<Hand />}
          shortcut="u"
          disabled={!answers || !held}
          onPress={takeAway}
        />
      </div>
    </Drawer>
  );
}

function chosenTear(state: Reader | undefined): (typeof tears)[number]['value'] {
  const left = state?.tearAfter ?? null;
  if (left === null) return 'never';
  return left <= 1 ? 'at-once' : 'in-the-middle';
}

function standing(state: Reader | undefined, said: (typeof words)['en']): string {
  const { apdus = 0, triesLeft = null } = state ?? {};
  return [said.answers(apdus), ...(triesLeft === null ? [] : [said.triesLeft(triesLeft)])].join(', ');
}
