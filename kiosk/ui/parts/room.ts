import type { Say } from '#config/strings/messages.ts';

interface Place {
  readonly room: string;
  readonly floor: string | undefined;
}

/** `101` is a room number and needs the word; `P.101` and `Quầy 1` say themselves what they are. */
export function roomText({ room }: Pick<Place, 'room'>, say: Say): string {
  return /^\d/.test(room) ? say('ticket.room', { room }) : room;
}

/** `Phòng 101 · Tầng 1` */
export function placeText({ room, floor }: Place, say: Say): string {
  const named = roomText({ room }, say);
  return floor ? say('screens.frame.roomAndFloor', { room: named, floor }) : named;
}
