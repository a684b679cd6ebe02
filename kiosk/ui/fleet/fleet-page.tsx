import type { JSX } from 'preact';
import type { Language } from '#config/agreements/language.ts';
import { type SayOfFleet, sayOfFleet } from '#config/strings/fleet-messages.ts';
import type { FleetSnapshot, KioskOnPage, VoiceOnPage } from '#kiosk/bridge/hub/fleet-words.ts';
import type { FleetLink } from './fleet-link.ts';

interface Props {
  readonly link: FleetLink;
  readonly language: Language;
  readonly onOtherLanguage: () => void;
}

/** Whoever needs somebody most stands first, as the hub has sorted them. */
export function FleetPage({ link, language, onOtherLanguage }: Props): JSX.Element {
  const say = sayOfFleet(language);
  const fleet = link.fleet.value;
  const lostSince = link.lostSince.value;
  return (
    <>
      <header>
        <h1>
          {say('title')} {fleet && <small>{fleet.siteName}</small>} {fleet?.test && <b class="test">{say('test')}</b>}
        </h1>
        <a href="/counter">{say('counters')}</a>
        <button type="button" onClick={onOtherLanguage}>
          {say('otherLanguage')}
        </button>
        <button type="button" data-sign-out onClick={() => void link.signOut()}>
          {say('signOut')}
        </button>
      </header>
      <main data-page="fleet">
        {lostSince !== undefined && (
          <p class="strip bad" role="status">
            {say('lineLost', { time: new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(lostSince) })}
          </p>
        )}
        {fleet ? (
          <Fleet fleet={fleet} now={link.now.value} say={say} language={language} />
        ) : (
          <p class="soft">{say('opening')}</p>
        )}
      </main>
    </>
  );
}

interface FleetProps {
  readonly fleet: FleetSnapshot;
  readonly now: number;
  readonly say: SayOfFleet;
  readonly language: Language;
}

const restful: readonly KioskOnPage['need'][] = ['well', 'not-heard', 'revoked'];

function Fleet({ fleet, now, say, language }: FleetProps): JSX.Element {
  const { hub, isRecovering, kiosks } = fleet;
  const inUse = kiosks.filter(({ need }) => need !== 'revoked');
  const need = inUse.filter((each) => !restful.includes(each.need)).length;
  return (
    <>
      {hub.is === 'second' && <p class="strip careful">{say('hub.second')}</p>}
      {hub.is === 'waiting' && (
        <p class="strip bad" role="status">
          {say('hub.waiting', { why: say(`hub.${hub.for}`) })}
        </p>
      )}
      {isRecovering && <p class="strip careful">{say('recovering')}</p>}
      {kiosks.length === 0 ? (
        <p class="soft">{say('none')}</p>
      ) : (
        <>
          <p class={need > 0 ? 'strip bad' : 'strip good'} role="status" data-need={need}>
            {say(need > 0 ? 'summary' : 'allWell', { count: inUse.length, need })}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen the table is scrolled by keys, too */}
          <section aria-label={say('title')} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  {(['kiosk', 'state', 'heard', 'place', 'details'] as const).map((key) => (
                    <th key={key} scope="col">
                      {say(key)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {kiosks.map((kiosk) => (
                  <Row key={kiosk.kioskId} kiosk={kiosk} now={now} say={say} language={language} />
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
      <Voices voices={fleet.voices} say={say} />
    </>
  );
}

const looks = {
  silent: 'bad',
  'out-of-service': 'bad',
  degraded: 'careful',
  'other-document-key': 'careful',
  'not-heard': 'careful',
  well: 'good',
  revoked: 'soft',
} as const satisfies Record<KioskOnPage['need'], string>;

const sounds = {
  speaks: 'good',
  quiet: 'soft',
  making: 'careful',
  'no-voice': 'bad',
  'no-board': 'careful',
  'no-sound': 'bad',
  failed: 'bad',
} as const satisfies Record<VoiceOnPage['voice'], string>;

function Voices({ voices, say }: { readonly voices: readonly VoiceOnPage[]; readonly say: SayOfFleet }): JSX.Element {
  return (
    <section>
      <table>
        <caption>
          {say('voice.title')} <a href="/board-voice">{say('voice.record')}</a>
        </caption>
        <thead>
          <tr>
            {(['voice.place', 'voice.state', 'voice.boards'] as const).map((key) => (
              <th key={key} scope="col">
                {say(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {voices.map(({ place, voice, boards }) => (
            <tr key={place} data-place={place} data-voice={voice}>
              <th scope="row">
                <a href={`/board/${place}?silent`}>{place}</a>
              </th>
              <td>
                <span class={`pill ${sounds[voice]}`}>{say(`voice.is.${voice}`)}</span>
              </td>
              <td>{boards}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ kiosk, now, say, language }: { readonly kiosk: KioskOnPage } & Omit<FleetProps, 'fleet'>): JSX.Element {
  const { kioskId, mark, need, heardAt, place, program, condition } = kiosk;
  // Words of the kiosk's own program, for technicians: the console of that kiosk has the sentences.
  const details = [
    ...(program === null ? [] : [program]),
    ...Object.entries(condition).flatMap(([name, value]) =>
      value === 0 || value === false || name === 'status' ? [] : `${name}: ${value}`,
    ),
  ].join(' · ');
  return (
    <tr data-kiosk={kioskId} data-need={need}>
      <th scope="row">
        {kioskId} <small>{say('mark', { mark })}</small>
      </th>
      <td>
        <span class={`pill ${looks[need]}`}>{say(`need.${need}`)}</span>{' '}
        {need !== 'well' && <span class="todo">{say(`todo.${need}`)}</span>}
      </td>
      <td>{heardAt === null ? say('never') : agoOf(now - heardAt, say)}</td>
      <td>{place ? (place[language] ?? place.vi) : say('everywhere')}</td>
      <td class="soft">{details}</td>
    </tr>
  );
}

function agoOf(ms: number, say: SayOfFleet): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return say('seconds', { count: seconds });
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? say('minutes', { count: minutes }) : say('hours', { count: Math.floor(minutes / 60) });
}
