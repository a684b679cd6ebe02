import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { problem } from '#config/agreements/result.ts';
import { type HospitalCalls, testQuestions } from '#kiosk/bridge/console/hospital-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { deskList } from './desk-list.ts';

/** Questions of a technician to the hospital's systems, and the list for the desk; one at a time each. */
export function hospitalPart(
  rooms: () => KioskRooms | undefined,
  clock: Pick<Clock, 'now'>,
): ConsolePart<HospitalCalls, object> {
  let isAsking = false;
  let isListing = false;
  return {
    topics: {},
    calls: {
      'desk/list': {
        access: 'supervisor',
        asks: z.strictObject({}),
        audit() {
          const room = rooms();
          if (!room) return { refused: 'no-kiosk' };
          if (isListing) return { refused: 'running' };
          const count = room.store.undelivered.count();
          return count === 0 ? { refused: 'nothing' } : { act: 'handed-to-desk', details: { count } };
        },
        async answer() {
          const room = rooms();
          if (!room) return problem({ kind: 'no-kiosk' });
          if (isListing) return problem({ kind: 'running' });
          isListing = true;
          try {
            return await deskList({ ...room, now: clock.now });
          } finally {
            isListing = false;
          }
        },
      },
      'hospital/ask': {
        access: 'technician',
        asks: z.strictObject({
          endpointId: z.string().min(1).max(64),
          question: z.enum(testQuestions),
          typed: z.string().max(64).optional(),
        }),
        audit({ endpointId, question, typed }) {
          const room = rooms();
          if (!room) return { refused: 'no-kiosk' };
          if (!room.site.hospital.some(({ id }) => id === endpointId)) return { refused: 'unknown-system' };
          if (question === 'registration' && typed !== endpointId) return { refused: 'not-confirmed' };
          if (isAsking) return { refused: 'running' };
          if (question === 'patient') return { act: 'test-look-up-made', details: { endpointId, outcome: 'asked' } };
          const outcome = question === 'registration' ? question : 'asked';
          return { act: 'test-message-sent', details: { endpointId, outcome } };
        },
        async answer(asked) {
          const room = rooms();
          if (!room) return problem({ kind: 'no-kiosk' });
          if (isAsking) return problem({ kind: 'running' });
          isAsking = true;
          try {
            return await room.askSystem(asked);
          } finally {
            isAsking = false;
          }
        },
      },
    },
  };
}
