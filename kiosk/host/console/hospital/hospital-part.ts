import * as z from 'zod';
import { problem } from '#config/agreements/result.ts';
import { type HospitalCalls, testQuestions } from '#kiosk/bridge/console/hospital-words.ts';
import type { ConsolePart } from '../console-part.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

/** Questions of a technician to the hospital's systems; one at a time. */
export function hospitalPart(rooms: () => KioskRooms | undefined): ConsolePart<HospitalCalls, object> {
  let isAsking = false;
  return {
    topics: {},
    calls: {
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
