/**
 * What may be infectious, as a person sees it in themselves: Decision 1226/QĐ-BYT of 2022 sends whoever has fever or symptoms of the
 * airways to a screening area; a rash and close contact are asked besides. No diagnosis: it routes, and staff look (Circular
 * 15/2026/TT-BYT, article 10).
 */
export const screeningSigns = ['fever', 'cough', 'rash', 'contact'] as const;

export type ScreeningSign = (typeof screeningSigns)[number];
