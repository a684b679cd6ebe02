import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { CheckInDayOnPage, CheckInReport } from '#kiosk/bridge/console/upkeep-words.ts';
import { checkInWords } from './check-in-words.ts';
import { type Tools, timeOf } from './tools.ts';

/** One day's check-in file: the button, and what is to be known about the file that was downloaded last. */
export function CheckInRow({
  day: { day, isOver, download },
  isDemo,
  tools,
}: {
  readonly day: CheckInDayOnPage;
  readonly isDemo: boolean;
  readonly tools: Tools;
}): JSX.Element {
  const { say, download: downloadOf, reportOf } = tools;
  const [report, setReport] = useState<CheckInReport>();
  const at = download?.at;
  useEffect(() => {
    if (at !== undefined) void reportOf(day).then(setReport);
  }, [at, day, reportOf]);
  const button = say(isOver ? 'technician.checkIn.download' : 'technician.checkIn.soFar');
  return (
    <tr>
      <th scope="row">{day}</th>
      <td>
        <span class={`pill ${isOver ? 'good' : 'careful'}`}>
          {say(isOver ? 'technician.checkIn.over' : 'technician.checkIn.notOver')}
        </span>
      </td>
      <td aria-live="polite">
        {download && say('technician.checkIn.last', { time: timeOf(download.at, tools) })}
        {download?.ended === 'store-failed' && <small>{say('technician.checkIn.storeFailed')}</small>}
        {report && <Report words={checkInWords(report, { day, isDemo, say })} />}
      </td>
      <td class="actions">
        <button
          type="button"
          onClick={() => void downloadOf(day)}
          aria-label={say('technician.checkIn.downloadOf', { download: button, day })}
        >
          {button}
        </button>
      </td>
    </tr>
  );
}

function Report({
  words: { inFile, notInFile, toComplete, careful },
}: {
  readonly words: ReturnType<typeof checkInWords>;
}): JSX.Element {
  return (
    <>
      {inFile !== undefined && ` · ${inFile}`}
      {[...notInFile, ...careful].map((sentence) => (
        <small key={sentence}>{sentence}</small>
      ))}
      {toComplete && (
        <details>
          <summary>{toComplete.title}</summary>
          {toComplete.rows.map((row) => (
            <small key={row}>{row}</small>
          ))}
        </details>
      )}
    </>
  );
}
