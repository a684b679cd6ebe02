import { type SiteFile, siteFile } from '#config/settings/site-file.ts';

/** A hospital that does not exist, for tests. Devices and hospital are added by those who need them. */
export const syntheticSite: SiteFile = siteFile.parse({
  profile: 'demo',
  site: { facilityCode: '27005', name: 'Trung tâm Y tế Thử Nghiệm' },
  kiosk: { id: 'kiosk-1', listen: { port: 0 }, dataDir: '/nowhere' },
  services: [
    {
      code: 'noi',
      hisCode: 'K01',
      name: { vi: 'Khám Nội', en: 'Internal medicine' },
      prefix: 'A',
      room: '101',
      floor: { vi: 'Tầng 1' },
    },
    { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: '205' },
    { code: 'tiep-don', hisCode: 'TD', name: { vi: 'Tiếp đón' }, prefix: 'T', room: 'Quầy 1', helpChoosing: true },
  ],
});
