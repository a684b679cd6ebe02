import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { CardTest, LineTry, MeasureTest, PrintTest, ProbeTest } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { conditions } from '../upkeep/device-row.tsx';

interface Props<Test> {
  readonly test: Test;
  readonly tools: ConsoleTools;
}

const printedWords = {
  printed: 'console.devices.tests.printed.printed',
  'sent-and-well': 'console.devices.tests.printed.sentAndWell',
  sent: 'console.devices.tests.printed.sent',
} as const satisfies Readonly<Record<NonNullable<PrintTest['printed']>, MessageKey>>;

export function PrintResult({ test: { ended, printed, refused }, tools: { say } }: Props<PrintTest>): JSX.Element {
  if (ended === undefined) return <p class="line">{say('console.devices.tests.printing')}</p>;
  const advice = refused && conditions[refused].advice;
  return (
    <>
      {printed && <p class="line">{say(printedWords[printed])}</p>}
      {printed && <p class="line">{say('console.devices.tests.lookAtLetters')}</p>}
      {refused && (
        <p class="line">
          {say(conditions[refused].words)}. {advice && say(advice.sentence)}
        </p>
      )}
    </>
  );
}

const cardWords = {
  'waiting-for-card': 'console.devices.tests.card.waiting',
  reading: 'console.devices.tests.card.reading',
  read: 'console.devices.tests.card.read',
  'not-read': 'console.devices.tests.card.notRead',
} as const satisfies Readonly<Record<CardTest['stands'], MessageKey>>;

const verdictWords = {
  genuine: 'console.devices.tests.card.genuine',
  'not-verified': 'console.devices.tests.card.notVerified',
  'does-not-match': 'console.devices.tests.card.doesNotMatch',
} as const satisfies Readonly<Record<NonNullable<CardTest['verdict']>, MessageKey>>;

export function CardResult({ test, tools: { say } }: Props<CardTest>): JSX.Element {
  const { stands, reason, verdict, verdictReason, access, tookMs } = test;
  return (
    <>
      <p class="line" data-card={stands}>
        {say(cardWords[stands])} {reason !== undefined && <span class="code soft">{reason}</span>}
      </p>
      {reason === 'wrong-access-key' && <p class="line">{say('console.devices.tests.card.wrongKey')}</p>}
      {verdict && (
        <p class="line">
          {say(verdictWords[verdict])} <span class="code soft">{verdictReason}</span>
        </p>
      )}
      {tookMs !== undefined && (
        <p class="line soft">
          {say('console.devices.tests.card.took', { seconds: (tookMs / 1000).toFixed(1), access: access ?? '' })}
        </p>
      )}
      {stands === 'read' && <p class="line soft">{say('console.devices.tests.card.nothingKept')}</p>}
    </>
  );
}

const measureWords = {
  'waiting-for-device': 'console.devices.tests.measuring.waitingForDevice',
  'waiting-for-button': 'console.devices.tests.measuring.waitingForButton',
  'waiting-for-empty-sensor': 'console.devices.tests.measuring.waitingForEmptySensor',
  measuring: 'console.devices.tests.measuring.measuring',
  over: 'console.devices.tests.measuring.over',
} as const satisfies Readonly<Record<MeasureTest['stands'], MessageKey>>;

export const quantityWords: Readonly<Record<string, MessageKey>> = {
  systolic: 'console.devices.tests.quantities.systolic',
  diastolic: 'console.devices.tests.quantities.diastolic',
  mean: 'console.devices.tests.quantities.mean',
  pulse: 'console.devices.tests.quantities.pulse',
  'pulse-rate': 'console.devices.tests.quantities.pulse',
  'body-weight': 'console.devices.tests.quantities.weight',
  'body-height': 'console.devices.tests.quantities.height',
  'oxygen-saturation': 'console.devices.tests.quantities.oxygen',
  glucose: 'console.devices.tests.quantities.glucose',
  'body-temperature': 'console.devices.tests.quantities.temperature',
  'body-mass-index': 'console.devices.tests.quantities.bodyMassIndex',
  'mean-systolic': 'console.devices.tests.quantities.meanSystolic',
  'mean-diastolic': 'console.devices.tests.quantities.meanDiastolic',
  'mean-pulse': 'console.devices.tests.quantities.meanPulse',
};

export function MeasureResult({ test, tools: { say } }: Props<MeasureTest>): JSX.Element {
  const { stands, cuffMmHg, result, reason, deviceError } = test;
  return (
    <>
      <p class="line" data-measuring={stands}>
        {say(measureWords[stands])} {cuffMmHg !== undefined && stands === 'measuring' && <b>{cuffMmHg} mmHg</b>}
      </p>
      {result && (
        <>
          <dl class="figures">
            {result.map(({ of, value, unit }) => {
              const words = quantityWords[of];
              return [
                <dt key={of}>{words ? say(words) : of}</dt>,
                <dd key={`${of} value`}>{`${value} ${unitOf(unit)}`}</dd>,
              ];
            })}
          </dl>
          <p class="line soft">{say('console.devices.tests.measuring.testOnly')}</p>
        </>
      )}
      {reason !== undefined && (
        <p class="line code soft">
          {reason} {deviceError}
        </p>
      )}
    </>
  );
}

/** UCUM as people write it. */
export function unitOf(unit: string): string {
  return unit === 'mm[Hg]' ? 'mmHg' : unit;
}

const tryWords = {
  'to-come': 'console.devices.tests.probing.toCome',
  now: 'console.devices.tests.probing.now',
  silent: 'console.devices.tests.probing.silent',
  'not-understood': 'console.devices.tests.probing.notUnderstood',
  understood: 'console.devices.tests.probing.understood',
  'not-opened': 'console.devices.tests.probing.notOpened',
} as const satisfies Readonly<Record<LineTry['stands'], MessageKey>>;

export function ProbeResult({ test: { tries }, tools: { say } }: Props<ProbeTest>): JSX.Element {
  return (
    <table>
      <tbody>
        {tries.map(({ line, stands }) => (
          <tr key={line} data-try={stands}>
            <th scope="row" class="code">
              {line}
            </th>
            <td>{say(tryWords[stands])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
