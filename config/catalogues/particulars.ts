/** What Circular 38/2024/TT-BYT wants of every patient from 1 January 2027: asked once, then only confirmed. */
export const particularKinds = ['ethnicity', 'occupation', 'address', 'phone'] as const;

export type ParticularKind = (typeof particularKinds)[number];
