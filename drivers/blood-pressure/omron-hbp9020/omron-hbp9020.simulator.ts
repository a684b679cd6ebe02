import type { MonitorBody, MonitorDialect, SimulatedResult } from '../monitor-body.simulator.ts';

/** An Omron HBP-9020 in mode 5 / F3: it sends one record after each measurement, and hears nothing. */
export function simulated(body: MonitorBody): MonitorDialect {
  // Its damaged record has a wrong first comma: there is no checksum to be wrong.
  const sendRecord = (result: SimulatedResult) => body.sendRecord(encodeHbp9020(result), 2);
  return {
    startedBy: 'button',
    hear: () => {},
    measured: sendRecord,
    keepStale: sendRecord,
    keepsResult: () => false,
  };
}

export function encodeHbp9020(result: SimulatedResult): Uint8Array {
  const { year, month, day, hour, minute } = result.at;
  const three = (value: number) => String(value).padStart(3, '0');
  // How a record without values looks is UNKNOWN; zeros are a guess, and the last digit is one source's error code.
  const measured =
    result.kind === 'values'
      ? [result.systolic, result.mean, result.diastolic, result.pulse].map(three).concat('0')
      : ['000', '000', '000', '000', (result.code ?? '1').slice(0, 1)];
  const when = [`${year}/${month}/${day}`, `${hour}:${minute}`];
  return new TextEncoder().encode(`${['bp', '9'.repeat(20), ...when, ...measured].join(',')}\r\n`);
}
