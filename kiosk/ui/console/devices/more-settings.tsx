import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { DeviceDraft, FoundOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { Choice, Field } from './choose-fields.tsx';
import type { Bus, DriverWords } from './driver-words.ts';

type PrinterProfile = Extract<DeviceDraft, { readonly kind: 'ticket-printer' }>['profile'];

interface MoreProps {
  readonly words: DriverWords;
  readonly bus: Bus;
  readonly found: FoundOnPage | undefined;
  readonly before: DeviceDraft | undefined;
  readonly tools: ConsoleTools;
}

const parityWords = {
  '': 'console.devices.choose.asDelivered',
  none: 'console.devices.choose.parities.none',
  even: 'console.devices.choose.parities.even',
  odd: 'console.devices.choose.parities.odd',
} as const;

const profileWords = {
  epson: 'console.devices.choose.profiles.epson',
  'custom-kiosk': 'console.devices.choose.profiles.customKiosk',
  hwasung: 'console.devices.choose.profiles.hwasung',
} as const satisfies Readonly<Record<PrinterProfile, MessageKey>>;

/** What is right as delivered for most. */
export function MoreSettings({ words, bus, found, before, tools: { say } }: MoreProps): JSX.Element {
  const there = transportOf(before);
  const line = there?.kind === 'serial' ? there : undefined;
  const printer = before?.kind === 'ticket-printer' ? before : undefined;
  return (
    <details>
      <summary>{say('console.devices.choose.more')}</summary>
      {bus === 'serial' && (
        <div class="fields">
          <Field
            name="baudRate"
            label={say('console.devices.choose.baudRate')}
            inputMode="numeric"
            optional
            value={line?.baudRate?.toString()}
          />
          <Choice
            name="dataBits"
            label={say('console.devices.choose.dataBits')}
            options={['8', '7']}
            value={line?.dataBits}
          />
          <Choice
            name="parity"
            label={say('console.devices.choose.parity')}
            options={['', 'none', 'even', 'odd'] as const}
            named={(parity) => say(parityWords[parity])}
            value={line?.parity}
          />
          <Choice
            name="stopBits"
            label={say('console.devices.choose.stopBits')}
            options={['1', '2']}
            value={line?.stopBits}
          />
        </div>
      )}
      {words.kind === 'ticket-printer' && (
        <div class="fields">
          <Choice
            name="paperWidthMm"
            label={say('console.devices.choose.paper')}
            options={['80', '58']}
            value={printer?.paperWidthMm}
          />
          <Choice
            name="profile"
            label={say('console.devices.choose.profile')}
            options={['epson', 'custom-kiosk', 'hwasung'] as const}
            named={(profile) => say(profileWords[profile])}
            value={printer?.profile ?? found?.seems?.profile}
          />
        </div>
      )}
      {words.kind === 'card-reader' && (
        <Field
          name="cscaDir"
          label={say('console.devices.choose.cscaDir')}
          optional
          value={before?.kind === 'card-reader' ? before.cscaDir : undefined}
        />
      )}
      <label class="tick">
        <input type="checkbox" name="simulated" defaultChecked={before?.simulated} />
        {say('console.devices.choose.simulated')}
      </label>
    </details>
  );
}

export function transportOf(settings: DeviceDraft | undefined) {
  return settings && 'transport' in settings ? settings.transport : undefined;
}
