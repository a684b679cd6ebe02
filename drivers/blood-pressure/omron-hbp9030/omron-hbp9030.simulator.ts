import type { MonitorBody, MonitorDialect, SimulatedResult } from '../monitor-body.simulator.ts';

/** An Omron HBP-9030 in output format 5: it sends one record after each measurement, and hears nothing. */
export function simulated(body: MonitorBody): MonitorDialect {
  // Its damaged record has a wrong first comma: there is no checksum to be wrong.
  const sendRecord = (result: SimulatedResult) => body.sendRecord(encodeHbp9030(result), 4);
  return {
    startedBy: 'button',
    hear: () => {},
    measured: sendRecord,
    keepStale: sendRecord,
    keepsResult: () => false,
  };
}

export function encodeHbp9030(result: SimulatedResult): Uint8Array {
  const { year, month, day, hour, minute } = result.at;
  const three = (value: number) => String(value).padStart(3, '0');
  const measured =
    result.kind === 'values'
      ? ['0', three(result.systolic), three(result.diastolic), three(result.pulse), result.moved ? '1' : '0']
      : [(result.code ?? '1').slice(0, 1), '   ', '   ', '   ', '0'];
  return new TextEncoder().encode(`${[year, month, day, hour, minute, ' '.repeat(20), ...measured].join(',')}\r\n`);
}
