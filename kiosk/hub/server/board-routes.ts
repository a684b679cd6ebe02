import type { Call, Permit, Route } from '#kiosk/web/routes.ts';
import { readPicture } from './board-pictures.ts';
import type { HubParts, HubRole } from './hub-parts.ts';

type Needs = Pick<HubParts, 'settings' | 'pageDir' | 'boards'>;

const permits: readonly Permit[] = ['autoplay', 'fullscreen', 'screen-wake-lock'];
/** Named by what is in them. */
const forEver = 'public, max-age=31536000, immutable';

/**
 * Boards need no sign-in: what stands on them is called out in a hall. `/board/<place>` is the page, `/live/board/<place>` its line,
 * `/board/clip/<id>` and `/board/<place>/picture/<id>` what it plays and shows; an id leads to a list of ours, never to a path.
 */
export function boardRoutes({ settings, pageDir, boards }: Needs): readonly Route<HubRole>[] {
  return [
    ...settings.places.flatMap(({ id }): readonly Route<HubRole>[] => [
      { kind: 'file', access: 'anybody', path: `/board/${id}`, folder: pageDir, file: 'board/index.html', permits },
      {
        kind: 'socket',
        access: 'anybody',
        path: `/live/board/${id}`,
        connect: (link) => boards.connect(id, link),
      },
      {
        kind: 'answer',
        access: 'anybody',
        method: 'GET',
        path: `/board/${id}/picture/:id`,
        async handle({ params, reply }: Call<unknown, HubRole>) {
          const picture = boards.picture(id, params.id ?? '');
          const bytes = picture && (await readPicture(picture));
          if (!picture || !bytes) return reply.code(404).send();
          return reply.type(`image/${picture.kind}`).header('cache-control', forEver).send(Buffer.from(bytes));
        },
      },
    ]),
    {
      kind: 'answer',
      access: 'anybody',
      method: 'GET',
      path: '/board/clip/:id',
      async handle({ params, reply }: Call<unknown, HubRole>) {
        const bytes = await boards.clips.read(params.id ?? '');
        if (!bytes) return reply.code(404).send();
        return reply.type('audio/wav').header('cache-control', forEver).send(Buffer.from(bytes));
      },
    },
  ];
}
