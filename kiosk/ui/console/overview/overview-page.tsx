import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { OverviewState } from '#kiosk/bridge/console/overview-words.ts';
import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { DamageStrips } from '../people/damage-strips.tsx';
import { partWords } from '../readiness/check-words.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { type ControlKind, controlName, controlPages } from '../upkeep/mending.ts';
import { Alerts, DeviceList, Endpoints, TimeAndWindow } from '../upkeep/sections.tsx';
import { type Tools, timeOf } from '../upkeep/tools.ts';
import { useUpkeep } from '../upkeep/use-upkeep.ts';
import { fitness, notOpen, type Trouble, troublesOf } from './troubles.ts';

/** Is this kiosk fit for patients, and if not, what is to be done first? */
export function OverviewPage({ tools: console }: { readonly tools: ConsoleTools }): JSX.Element {
  const { say, go } = console;
  const { state, tools } = useUpkeep(console);
  const overview = useTopic(console, 'overview').value;
  const staff = useTopic(console, 'staff').value;
  const doesNotOpen = useTopic(console, 'does-not-open').value;
  if (!state || !overview)
    return (
      <>
        <DamageStrips tools={console} />
        {doesNotOpen && <Answer troubles={[notOpen(doesNotOpen)]} say={say} go={go} />}
        <p class="empty">
          {say(
            doesNotOpen
              ? 'console.overview.triesAgain'
              : state === null || overview === null
                ? 'console.noKiosk'
                : 'console.opening',
          )}
        </p>
      </>
    );
  const parts = { state, tools };
  const troubles = troublesOf({ kiosk: state, overview, staff: staff ?? undefined });
  return (
    <>
      <Answer troubles={troubles} say={say} go={go} />
      <Figures state={state} overview={overview} tools={tools} go={go} />
      <Alerts {...parts} />
      <div class="two">
        <Endpoints {...parts} />
        <DeviceList {...parts} />
      </div>
      <TimeAndWindow {...parts} />
    </>
  );
}

interface Leading {
  readonly say: Say;
  readonly go: ConsoleTools['go'];
}

const tones = { fit: 'good', partly: 'careful', unfit: 'bad' } as const;

/** The answer, the one thing to do first, and what can wait. */
function Answer({ troubles, ...leading }: Leading & { readonly troubles: readonly Trouble[] }): JSX.Element {
  const { say } = leading;
  const fit = fitness(troubles);
  const [first, ...others] = troubles;
  return (
    <section class={`answer ${tones[fit]}`} data-fit={fit}>
      <div role="status">
        <h2>{say(`console.overview.${fit}`)}</h2>
      </div>
      {first ? (
        <p class="first" data-trouble={first.id}>
          <strong>{say('console.overview.first')}</strong> <Said trouble={first} {...leading} />
        </p>
      ) : (
        <p class="line">{say('console.overview.nothing')}</p>
      )}
      {others.length > 0 && (
        <>
          <h3>{say('console.overview.others')}</h3>
          <ol>
            {others.map((trouble) => (
              <li key={trouble.id} data-trouble={trouble.id}>
                <Said trouble={trouble} {...leading} />
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

/** The sentence, which hands it wants, and what it leads to. */
function Said({ trouble, say, go }: Leading & { readonly trouble: Trouble }): JSX.Element {
  return (
    <>
      <span data-hands={trouble.hands.join(' ')}>{trouble.sentence(say)}</span>
      {trouble.controls.map((control) => {
        const { kind, of } = control;
        const page = controlPages[kind];
        const about = page === 'devices' ? of : undefined;
        return (
          <>
            {' '}
            <a
              key={kind}
              class="mend"
              data-leads-to={controlName(control)}
              href={about === undefined ? `/${page}` : `/${page}/${encodeURIComponent(about)}`}
              onClick={(event) => {
                event.preventDefault();
                go(page, about, control);
              }}
            >
              {say(controlWords[kind])}
            </a>
          </>
        );
      })}
    </>
  );
}

const controlWords = {
  'take-call': 'console.overview.controls.takeCall',
  'look-at-time': 'console.overview.controls.time',
  'look-at-window': 'console.overview.controls.window',
  'test-device': 'console.overview.controls.testDevice',
  'replace-device': 'console.overview.controls.replaceDevice',
  settings: 'console.overview.controls.settings',
  'put-back': 'console.overview.controls.putBack',
  'try-now': 'console.overview.controls.tryNow',
  decide: 'console.overview.controls.decide',
  'ask-system': 'console.overview.controls.askSystem',
  'move-stranded': 'console.overview.controls.stranded',
  'take-expired': 'console.overview.controls.expired',
  'end-maintenance': 'console.overview.controls.endMaintenance',
  'run-self-test': 'console.overview.controls.selfTest',
  'look-at-people': 'console.overview.mend.people',
  'look-at-log': 'console.overview.mend.logs',
} as const satisfies Readonly<Record<ControlKind, MessageKey>>;

/** What today has brought, and what the machine has left. */
function Figures({
  state: { storage, version, siteName, kioskId, test },
  overview: { today, paper, selfTest },
  tools,
  go,
}: {
  readonly state: UpkeepState;
  readonly overview: OverviewState;
  readonly tools: Tools;
  readonly go: ConsoleTools['go'];
}): JSX.Element {
  const { say } = tools;
  const counts = [
    ['visits', today.visits],
    ['printed', today.printed],
    ...(today.unproven > 0 ? ([['unproven', today.unproven]] as const) : []),
    ['notPrinted', today.notPrinted],
    ...(today.onPhone ? ([['onPhone', today.onPhone]] as const) : []),
    ['readings', today.readings],
    ...(today.screened > 0
      ? ([
          ['screened', today.screened],
          ['isolated', today.isolated],
        ] as const)
      : []),
  ] as const;
  return (
    <div class="two">
      <section>
        <h2>{say('console.overview.today')}</h2>
        <dl class="counts">
          {counts.map(([name, count]) => (
            <div key={name} data-count={name}>
              <dt>{say(`console.overview.${name}`)}</dt>
              <dd>{count}</dd>
            </div>
          ))}
        </dl>
        <Opinions counts={today.opinions} say={say} />
      </section>
      <section>
        <h2>{say('console.overview.machine')}</h2>
        <dl class="facts">
          <div>
            <dt>{say('console.overview.paper')}</dt>
            <dd data-paper>{paperWords(paper, say)}</dd>
          </div>
          <div>
            <dt>{say('console.overview.selfTest')}</dt>
            <dd data-self-test>
              <SelfTest selfTest={selfTest} tools={tools} go={go} />
            </dd>
          </div>
          <div>
            <dt>{say('console.overview.disk')}</dt>
            <dd>{say('console.overview.diskFree', { free: roomOf(storage.freeBytes) })}</dd>
          </div>
          <div>
            <dt>{say('console.overview.version')}</dt>
            <dd>
              {version} {test && <span class="pill careful">{say('technician.test')}</span>}
            </dd>
          </div>
          <div>
            <dt>{say('console.overview.site')}</dt>
            <dd>
              {siteName} · {kioskId}
            </dd>
          </div>
        </dl>
      </section>
    </div>
  );
}

/** When it was, how much passed, and the first that did not as the way there. */
function SelfTest({
  selfTest,
  tools,
  go,
}: {
  readonly selfTest: OverviewState['selfTest'];
  readonly tools: Tools;
  readonly go: ConsoleTools['go'];
}): JSX.Element {
  const { say, language } = tools;
  if (!selfTest) return <>{say('console.overview.selfTestNone')}</>;
  const { at, passed, checks, worst } = selfTest;
  return (
    <>
      {say('console.overview.selfTestPassed', { at: timeOf(at, tools), passed, checks })}
      {worst && (
        <>
          {' '}
          <a
            class="mend"
            href="/readiness"
            onClick={(event) => {
              event.preventDefault();
              go('readiness');
            }}
          >
            {[partWords[worst.part][language], worst.about].filter(Boolean).join(' ')}
          </a>
        </>
      )}
    </>
  );
}

function paperWords(paper: OverviewState['paper'], say: Say): string {
  if (!paper) return say('console.overview.noPrinter');
  const { tickets, left } = paper;
  const estimate =
    left === undefined
      ? say('console.overview.paperUnknown')
      : `${say('console.overview.paperLeft', { left })} (${say('console.overview.paperBy')})`;
  const counted =
    tickets === undefined
      ? say('console.overview.paperTicketsUnknown')
      : say('console.overview.paperTickets', { tickets });
  return `${estimate} · ${counted}`;
}

/** As it is shown: finer would tell the page each time that something is written. */
function roomOf(bytes: number): string {
  return bytes >= 10e9 ? `${Math.floor(bytes / 1e9)} GB` : `${Math.floor(bytes / 1e6)} MB`;
}

/** How it went, by nobody: from very satisfied to very dissatisfied. */
function Opinions({
  counts = [],
  say,
}: {
  readonly counts: readonly number[] | undefined;
  readonly say: Tools['say'];
}): JSX.Element | null {
  if (counts.every((count) => count === 0)) return null;
  const said = counts.map((count, at) => `${at + 1}: ${count}`).toReversed();
  return <p data-opinions>{say('console.overview.opinions', { counts: said.join(' · ') })}</p>;
}
