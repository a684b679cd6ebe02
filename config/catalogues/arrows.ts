/** Ways to go as seen by whoever stands before the kiosk; `up` and `down` are stairs or a lift. */
export const arrows = ['left', 'right', 'straight', 'back', 'up', 'down'] as const;

export type Arrow = (typeof arrows)[number];
