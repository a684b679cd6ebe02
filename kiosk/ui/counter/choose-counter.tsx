import type { JSX } from 'preact';
import { type Language, textIn } from '#config/agreements/language.ts';
import { sayAtCounter } from '#config/strings/counter-messages.ts';
import type { CounterList } from '#kiosk/bridge/hub/counter-words.ts';

/** Where the address names no counter that there is. */
export function ChooseCounter({
  list,
  asked,
  language,
  onOtherLanguage,
}: {
  readonly list: CounterList;
  readonly asked: string;
  readonly language: Language;
  readonly onOtherLanguage: () => void;
}): JSX.Element {
  const say = sayAtCounter(language);
  return (
    <main class="choose">
      <header>
        <h1>{say('choose.title')}</h1>
        <button type="button" onClick={onOtherLanguage}>
          {say('otherLanguage')}
        </button>
      </header>
      <p>{asked === '' ? say('choose.hint') : say('choose.unknown', { id: asked })}</p>
      {list.counters.length === 0 && <p>{say('choose.none')}</p>}
      <ul>
        {list.counters.map(({ id, name, place, sitting }) => (
          <li key={id}>
            <a href={`/counter/${id}${location.search}`}>
              <strong>{textIn(language, name)}</strong>
              <span>{textIn(language, place)}</span>
              <span class={sitting === undefined ? 'soft' : ''}>{sitting ?? say('choose.free')}</span>
            </a>
          </li>
        ))}
      </ul>
    </main>
  );
}
