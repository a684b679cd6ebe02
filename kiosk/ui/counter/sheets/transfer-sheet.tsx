import type { JSX } from 'preact';
import type { TransferTo } from '#kiosk/bridge/hub/counter-words.ts';
import { type CounterTools, counterName, type Sheet, serviceName } from '../tools.ts';
import { Choice, Dialog } from './dialog.tsx';

/** To another service, to one counter, or to one person who sits at some counter now. */
export function TransferSheet({
  tools,
  sheet: { visitId, number },
}: {
  readonly tools: CounterTools;
  readonly sheet: Extract<Sheet, { is: 'transfer' }>;
}): JSX.Element {
  const { say, snapshot } = tools;
  const others = snapshot.counters.filter(({ id }) => id !== snapshot.counter.id);
  const people = snapshot.people.filter(({ counter }) => counter !== snapshot.counter.id);
  const choice = (to: TransferTo, name: string, text: string) => (
    <Choice key={name} tools={tools} act={{ kind: 'transfer', visitId, to }} name={name}>
      {text}
    </Choice>
  );
  return (
    <Dialog tools={tools} title={say('transfer.title', { number })}>
      <fieldset>
        <legend>{say('transfer.services')}</legend>
        <div class="choices">
          {snapshot.services.map(({ code }) =>
            choice({ to: 'service', serviceCode: code }, `service-${code}`, serviceName(tools, code)),
          )}
        </div>
      </fieldset>
      {others.length > 0 && (
        <fieldset>
          <legend>{say('transfer.counters')}</legend>
          <div class="choices">
            {others.map(({ id }) => choice({ to: 'counter', counter: id }, `counter-${id}`, counterName(tools, id)))}
          </div>
        </fieldset>
      )}
      <fieldset>
        <legend>{say('transfer.people')}</legend>
        {people.length === 0 && <p class="soft">{say('transfer.nobody')}</p>}
        <div class="choices">
          {people.map(({ id, name, counter }) =>
            choice(
              { to: 'person', person: id },
              `person-${id}`,
              say('transfer.at', { name, counter: counterName(tools, counter) }),
            ),
          )}
        </div>
      </fieldset>
    </Dialog>
  );
}
