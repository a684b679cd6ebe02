import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { LineOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { useDeviceCalls } from './device-calls.ts';
import { momentOf } from './moment.ts';

interface LineProps {
  /** A device's, or `bench`. */
  readonly id: string;
  readonly line: LineOnPage;
  readonly tools: ConsoleTools;
}

/** What goes over a device's line, masked, in figures, and recorded for support. */
export function LinePanel({ id, line, tools }: LineProps): JSX.Element {
  const { say, language } = tools;
  const { figures, pieces, isRecording } = line;
  const { ask, refusal, isBusy } = useDeviceCalls(tools);
  const isRecorded = useSignal(false);
  const shown = useRef<HTMLDivElement>(null);
  const newest = pieces.at(-1)?.order;
  useEffect(() => {
    if (shown.current) shown.current.scrollTop = shown.current.scrollHeight;
  }, [newest]);
  return (
    <section class="device-line">
      <h2>{say('console.devices.line.title')}</h2>
      <dl class="figures">
        <dt>{say('console.devices.line.received')}</dt>
        <dd>{say('console.devices.line.bytes', { bytes: figures.bytesFromDevice, reads: figures.readsFromDevice })}</dd>
        <dt>{say('console.devices.line.sent')}</dt>
        <dd>{figures.bytesToDevice} B</dd>
        <dt>{say('console.devices.line.lost')}</dt>
        <dd>{say('console.devices.line.times', { opened: figures.opened, lost: figures.lost })}</dd>
        <dt>{say('console.devices.line.lastHeard')}</dt>
        <dd>{figures.lastHeardAt === undefined ? '—' : momentOf(figures.lastHeardAt, language)}</dd>
      </dl>
      <div
        class="wire code"
        ref={shown}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={say('console.devices.line.title')}
      >
        {pieces.length === 0 && <p>{say('console.devices.line.quiet')}</p>}
        {pieces.map(({ order, at, from, hex, text, length }) => (
          <p key={order} class={from}>
            <span>{momentOf(at, language)}</span> {from === 'device' ? '<' : '>'} <b>{hex}</b>
            {hex.length < length * 3 - 1 && ' …'} <i>{text}</i>
          </p>
        ))}
      </div>
      <p class="line soft">{say('console.devices.line.masked')}</p>
      <p class="line bar">
        <button
          type="button"
          data-record
          disabled={isBusy.value}
          onClick={() =>
            void ask('devices/record', { id, on: !isRecording }, () => {
              isRecorded.value = isRecording;
            })
          }
        >
          {say(isRecording ? 'console.devices.line.stopRecording' : 'console.devices.line.record')}
        </button>
        {isRecorded.value && !isRecording && (
          <a class="button" href={`/device-recording/${id}`} download data-download>
            {say('console.devices.line.download')}
          </a>
        )}
        <span class="refusal-text">{refusal.value}</span>
      </p>
    </section>
  );
}
