import type { JSX } from 'preact';
import { parkReasonNames, quickIssueNames } from '#kiosk/bridge/hub/counter-words.ts';
import { LargeNumber } from '../large-number.tsx';
import { type CounterTools, dayText, type Sheet, serviceName } from '../tools.ts';
import { Choice, Dialog } from './dialog.tsx';
import { KeysSheet } from './keys-sheet.tsx';
import { NumberSheet } from './number-sheet.tsx';
import { TransferSheet } from './transfer-sheet.tsx';

/** What lies over the page: one question, and *Close* at the same place. Escape closes it, and the focus goes back to where it was. */
export function SheetView({
  tools,
  sheet,
}: {
  readonly tools: CounterTools;
  readonly sheet: Sheet | undefined;
}): JSX.Element | null {
  if (!sheet) return null;
  const { say, snapshot, language } = tools;
  switch (sheet.is) {
    case 'park':
      return <ParkSheet tools={tools} />;
    case 'transfer':
      return <TransferSheet tools={tools} sheet={sheet} />;
    case 'quick-issue':
      return <QuickIssueSheet tools={tools} />;
    case 'issued':
      return (
        <Dialog tools={tools} title={say('quick.issued')}>
          <LargeNumber number={sheet.number} class="issued" data-issued={sheet.number} />
          <p class="issued-about">{serviceName(tools, sheet.serviceCode)}</p>
          <p class="on-screen">{say('quick.tell')}</p>
          <div class="choices">
            <button type="button" onClick={() => print()}>
              {say('quick.print')}
            </button>
          </div>
        </Dialog>
      );
    case 'serve-without-ticket':
      return (
        <Dialog tools={tools} title={say('quick.withoutTitle')}>
          <p>{say('quick.withoutHint')}</p>
          <div class="choices">
            {snapshot.counter.services.map((serviceCode) => (
              <Choice key={serviceCode} tools={tools} act={{ kind: 'serve-without-ticket', serviceCode }}>
                {serviceName(tools, serviceCode)}
              </Choice>
            ))}
          </div>
        </Dialog>
      );
    case 'number':
      return <NumberSheet tools={tools} row={sheet.row} />;
    case 'keys':
      return <KeysSheet tools={tools} />;
    case 'close-day':
      return (
        <Dialog tools={tools} title={say('closeDay.title', { day: dayText(snapshot.day, language) })}>
          <p>
            {snapshot.openCount === 0 ? say('closeDay.nobody') : say('closeDay.hint', { count: snapshot.openCount })}
          </p>
          <div class="choices">
            <Choice tools={tools} act={{ kind: 'close-day', day: snapshot.day }} look="danger">
              {say('closeDay.sure')}
            </Choice>
          </div>
        </Dialog>
      );
    case 'end-recovery':
      return (
        <Dialog tools={tools} title={say('endRecovery.title')}>
          <p>{say('endRecovery.hint')}</p>
          <div class="choices">
            <Choice tools={tools} act={{ kind: 'end-recovery' }} look="danger">
              {say('endRecovery.sure')}
            </Choice>
          </div>
        </Dialog>
      );
  }
}

function ParkSheet({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot } = tools;
  return (
    <Dialog tools={tools} title={say('park.title', { number: snapshot.serving?.number ?? '' })}>
      <p>{say('park.hint')}</p>
      <div class="choices">
        {parkReasonNames.map((reason) => (
          <Choice key={reason} tools={tools} act={{ kind: 'park', reason }} name={reason}>
            {say(`parkReasons.${reason}`)}
          </Choice>
        ))}
      </div>
    </Dialog>
  );
}

function QuickIssueSheet({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, snapshot } = tools;
  const { services } = snapshot.counter;
  return (
    <Dialog tools={tools} title={say('quick.title')}>
      {services.map((serviceCode) => (
        <fieldset key={serviceCode}>
          <legend>{serviceName(tools, serviceCode)}</legend>
          <div class="choices four">
            {quickIssueNames.map((as) => (
              <Choice key={as} tools={tools} act={{ kind: 'quick-issue', serviceCode, as }} name={as}>
                {say(`quick.${as}`)} <small>{say(`quick.hint.${as}`)}</small>
              </Choice>
            ))}
          </div>
        </fieldset>
      ))}
    </Dialog>
  );
}
