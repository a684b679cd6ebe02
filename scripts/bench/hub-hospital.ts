import { type HubFile, hubFile } from '#config/settings/hub-file.ts';

/** A hospital with one service and so many rooms for it. */
export function benchHubFile(counters: number): HubFile {
  return hubFile.parse({
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone: 'Asia/Ho_Chi_Minh' },
    dataDir: './data/hub',
    services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' }],
    places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] }],
    counters: Array.from({ length: counters }, (_, which) => ({
      id: `p${which}`,
      name: { vi: `Phòng ${101 + which}` },
      place: 'hall',
      services: ['noi'],
    })),
  });
}
