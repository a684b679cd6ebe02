import type { VitalSignsEvent, VitalSignsFailure } from '../contract/vital-signs.ts';
import type { VitalRecord } from './vital-record.ts';

export function failedEvent(reason: VitalSignsFailure, deviceError?: string): VitalSignsEvent {
  return { type: 'failed', reason, deviceError };
}

/** What a record of one measured person means; `undefined` when it says nothing about anybody. */
export function eventOf(record: VitalRecord): VitalSignsEvent | undefined {
  switch (record.kind) {
    case 'result':
      return { type: 'result', quantities: record.quantities, deviceTime: undefined, model: record.model };
    case 'failed':
      return failedEvent(record.reason, record.deviceError);
    case 'nobody':
    case 'damaged':
      return undefined;
  }
}
