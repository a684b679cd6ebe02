/** The pages of the console, in the order of its menu. Each has the address of its name. */
export const pageNames = ['overview', 'devices', 'settings', 'hospital', 'readiness', 'logs', 'people'] as const;
export type PageName = (typeof pageNames)[number];
