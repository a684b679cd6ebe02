import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { callReasonNames, type PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import { standsText } from '../lists-panel.tsx';
import { type Row, rowNow } from '../rows.ts';
import { type CounterTools, clockText, dayText, serviceName } from '../tools.ts';
import { Choice, Dialog } from './dialog.tsx';

/** One number, as it stands now, and what can be done with it. What cannot be taken back is pressed twice. */
export function NumberSheet({ tools, row: opened }: { readonly tools: CounterTools; readonly row: Row }): JSX.Element {
  const { say, snapshot, language, open } = tools;
  const row = rowNow(snapshot, opened);
  const { number, visitId, stands } = row;
  return (
    <Dialog tools={tools} title={say('number.title', { number })}>
      <dl>
        <dt>{say('number.service')}</dt>
        <dd>{serviceName(tools, row.serviceCode)}</dd>
        <dt>{say('number.lane')}</dt>
        <dd>{say(`lanes.${row.lane}`)}</dd>
        <dt>{say('number.state')}</dt>
        <dd>
          {standsText(tools, row)}
          {row.day !== undefined && ` · ${say('serving.ofDay', { day: dayText(row.day, language) })}`}
        </dd>
        <dt>{say('number.since')}</dt>
        <dd>{clockText(tools, row.since)}</dd>
      </dl>
      {stands === 'unknown' && (
        <div class="choices">
          {(['waits', 'was-served', 'is-gone'] as const).map((as) => (
            <Choice key={as} tools={tools} act={{ kind: 'sort-unknown', visitId, as }} name={as}>
              {say(`number.${sortWords[as]}`)}
            </Choice>
          ))}
        </div>
      )}
      {(stands === 'absent' || stands === 'parked') && (
        <div class="choices">
          {[0, snapshot.returnAfter]
            .filter((after, at) => at === 0 || after > 0)
            .map((after) => (
              <Choice key={after} tools={tools} act={{ kind: 'return', visitId, after }} name={`return-${after}`}>
                {after === 0 ? say('number.returnNext') : say('number.returnAfter', { count: after })}
              </Choice>
            ))}
        </div>
      )}
      {(stands === 'waiting' || stands === 'absent' || stands === 'parked' || stands === 'unknown') && (
        <fieldset>
          <legend>{say('number.callHint')}</legend>
          <div class="choices">
            {callReasonNames.map((reason) => (
              <Choice key={reason} tools={tools} act={{ kind: 'call-this', visitId, reason }} name={reason}>
                {say(`callReasons.${reason}`)}
              </Choice>
            ))}
          </div>
        </fieldset>
      )}
      {stands === 'waiting' && row.flags.includes('lane-to-be-confirmed') && (
        <div class="choices">
          <Choice tools={tools} act={{ kind: 'confirm-lane', visitId, isRight: true }} name="lane-right">
            {say('number.confirmLane')}
          </Choice>
          <Choice tools={tools} act={{ kind: 'confirm-lane', visitId, isRight: false }} name="lane-wrong">
            {say('number.refuseLane')}
          </Choice>
        </div>
      )}
      {!isOver(stands) && (
        <div class="choices careful">
          {stands !== 'called' && stands !== 'unknown' && (
            <button type="button" data-choice="transfer" onClick={() => open({ is: 'transfer', visitId, number })}>
              {say('number.transfer')}
            </button>
          )}
          {row.lane !== 'emergency' && stands === 'waiting' && (
            <Twice
              tools={tools}
              act={{ kind: 'open-emergency', visitId }}
              first={say('number.emergency')}
              then={say('number.emergencySure')}
            />
          )}
          {(['given-up', 'issued-by-mistake'] as const).map((reason) => (
            <Twice
              key={reason}
              tools={tools}
              act={{ kind: 'withdraw', visitId, reason }}
              first={say(reason === 'given-up' ? 'number.givenUp' : 'number.mistake')}
              then={say('number.sure', { number })}
            />
          ))}
        </div>
      )}
      {isOver(stands) && <p class="soft">{say('number.over')}</p>}
    </Dialog>
  );
}

const sortWords = { waits: 'waits', 'was-served': 'wasServed', 'is-gone': 'isGone' } as const;

function isOver(stands: Row['stands']): boolean {
  return stands === 'finished' || stands === 'withdrawn' || stands === 'closed';
}

function Twice({
  tools,
  act,
  first,
  then,
}: {
  readonly tools: CounterTools;
  readonly act: PageAct;
  readonly first: string;
  readonly then: string;
}): JSX.Element {
  const isAsked = useSignal(false);
  if (isAsked.value)
    return (
      <Choice tools={tools} act={act} look="danger">
        {then}
      </Choice>
    );
  return (
    <button
      type="button"
      data-choice={act.kind}
      onClick={() => {
        isAsked.value = true;
      }}
    >
      {first}
    </button>
  );
}
