import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { ScannerSetUp, ScanTest, SetUpMaker, TestLetters, TestScan } from '#kiosk/bridge/console/devices-words.ts';
import { QrCode } from '../../parts/qr-code.tsx';
import type { ConsoleTools } from '../tools.ts';

interface ScanProps {
  readonly test: ScanTest;
  readonly tools: ConsoleTools;
  /** It pretends to be a keyboard. */
  readonly types: boolean;
  readonly onTyped: (text: string) => void;
  readonly onSetUp: (maker: SetUpMaker) => void;
}

/** The code to scan, and what the scanner does to it. */
export function ScanResult({
  test: { code, scans, ended, setUp },
  tools,
  types,
  onTyped,
  onSetUp,
}: ScanProps): JSX.Element {
  const { say } = tools;
  const typed = useSignal('');
  return (
    <div class="scan">
      {ended === undefined && (
        <div class="test-code">
          <QrCode text={code} label={say('console.devices.tests.scanning.code')} />
          <p>{say('console.devices.tests.scanning.hold')}</p>
        </div>
      )}
      <ol class="scans">
        {scans.map((scan, at) => (
          <li key={scans.length - at} data-scan={scan.kind}>
            <Scan scan={scan} tools={tools} />
          </li>
        ))}
      </ol>
      {setUp && ended === undefined && <SetUp setUp={setUp} tools={tools} onSetUp={onSetUp} />}
      {types && ended === undefined && (
        <label class="line">
          {say('console.devices.tests.scanning.typed')}
          <input
            name="typed"
            value={typed.value}
            autocomplete="off"
            onInput={({ currentTarget: { value } }) => (typed.value = value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              onTyped(`${typed.value}\r`);
              typed.value = '';
            }}
          />
        </label>
      )}
    </div>
  );
}

const makerNames = { honeywell: 'Honeywell', newland: 'Newland' } as const satisfies Readonly<
  Record<SetUpMaker, string>
>;

const setUpWords = {
  'not-asked': 'console.devices.tests.setUp.offer',
  asked: 'console.devices.tests.setUp.asked',
  taken: 'console.devices.tests.setUp.taken',
  refused: 'console.devices.tests.setUp.refused',
  silent: 'console.devices.tests.setUp.silent',
} as const satisfies Readonly<Record<ScannerSetUp['stands'], MessageKey>>;

/** Two makers' scanners are told over their line what the codes in their manuals would tell them. */
function SetUp({
  setUp: { stands, maker },
  tools: { say },
  onSetUp,
}: {
  readonly setUp: ScannerSetUp;
  readonly tools: ConsoleTools;
  readonly onSetUp: (maker: SetUpMaker) => void;
}): JSX.Element {
  const makers = Object.keys(makerNames) as readonly SetUpMaker[];
  return (
    <div class="line bar" data-set-up={stands}>
      <span class={stands === 'refused' || stands === 'silent' ? 'bad-line' : 'soft'}>
        {say(setUpWords[stands], { maker: maker === undefined ? '' : makerNames[maker] })}
      </span>
      {makers.map((each) => (
        <button key={each} type="button" data-maker={each} disabled={stands === 'asked'} onClick={() => onSetUp(each)}>
          {makerNames[each]}
        </button>
      ))}
    </div>
  );
}

const letterWords = {
  whole: 'console.devices.tests.letters.whole',
  'wrong-code-page': 'console.devices.tests.letters.wrongCodePage',
  'typing-method': 'console.devices.tests.letters.typingMethod',
  'keyboard-layout': 'console.devices.tests.letters.keyboardLayout',
  'letters-lost': 'console.devices.tests.letters.lettersLost',
} as const satisfies Readonly<Record<TestLetters, MessageKey>>;

function Scan({ scan, tools: { say } }: { readonly scan: TestScan; readonly tools: ConsoleTools }): JSX.Element {
  if (scan.kind === 'other-code') return <p>{say('console.devices.tests.scanning.otherCode')}</p>;
  if (scan.kind === 'garbled') return <p>{say('console.devices.tests.scanning.garbled')}</p>;
  const { prefix, suffix, ending, letters } = scan;
  const adds = prefix !== '' || suffix !== '';
  return (
    <>
      <p class={letters === 'whole' ? 'good-line' : 'bad-line'} data-letters={letters}>
        {say(letterWords[letters])}
      </p>
      {prefix !== '' && (
        <p>
          {say('console.devices.tests.scanning.prefix')} <b class="code">{prefix}</b>
        </p>
      )}
      {suffix !== '' && (
        <p>
          {say('console.devices.tests.scanning.suffix')} <b class="code">{suffix}</b>
        </p>
      )}
      {adds && <p>{say('console.devices.tests.scanning.takeOff')}</p>}
      <p>
        {ending === 'none' ? (
          say('console.devices.tests.scanning.noEnding')
        ) : (
          <>
            {say('console.devices.tests.scanning.ending')} <b class="code">{ending}</b>
          </>
        )}
      </p>
    </>
  );
}
