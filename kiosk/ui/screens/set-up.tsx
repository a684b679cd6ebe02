import type { JSX } from 'preact';
import { sayIn } from '#config/strings/messages.ts';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** For whoever unpacks the kiosk, in both languages at once: nobody has chosen one yet. */
export function SetUp({ screen: { code, address, fingerprint } }: Pick<ScreenProps<'set-up'>, 'screen'>): JSX.Element {
  const [vi, en] = [sayIn('vi'), sayIn('en')];
  return (
    <main class="screen calm set-up">
      <Title text={vi('screens.setUp.title')}>
        <p class="lead strong" lang="en">
          {en('screens.setUp.title')}
        </p>
      </Title>
      {code === undefined ? (
        <p class="lead">
          {vi('screens.setUp.noCode')}
          <span lang="en">{en('screens.setUp.noCode')}</span>
        </p>
      ) : (
        <p class="set-up-code" data-set-up-code>
          {code}
        </p>
      )}
      <p class="lead">
        {vi('screens.setUp.open')}
        <span lang="en">{en('screens.setUp.open')}</span>
      </p>
      <p class="set-up-address">{address}/sign-in</p>
      {fingerprint !== undefined && (
        <p class="set-up-fingerprint">
          {vi('screens.setUp.fingerprint')} · <span lang="en">{en('screens.setUp.fingerprint')}</span>
          <code>{fingerprint}</code>
        </p>
      )}
    </main>
  );
}
