import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const [vi, en] = [sayIn('vi'), sayIn('en')];

/**
 * For whoever unpacks the kiosk, in both languages at once: nobody has chosen one yet. Once somebody has begun patients may come by, and
 * read first that this one serves nobody.
 */
export function SetUp({
  screen: { code, isBegun, address, fingerprint },
}: Pick<ScreenProps<'set-up'>, 'screen'>): JSX.Element {
  const title = isBegun ? 'screens.outOfService.title' : 'screens.setUp.title';
  return (
    <main class="screen calm set-up">
      <Title text={vi(title)}>
        <p class="lead strong" lang="en">
          {en(title)}
        </p>
      </Title>
      {isBegun && <Both text="screens.setUp.askStaff" />}
      {code !== undefined && (
        <p class="set-up-code" data-set-up-code>
          {code}
        </p>
      )}
      {!isBegun && code === undefined && <Both text="screens.setUp.noCode" />}
      <Both text={isBegun ? 'screens.setUp.signIn' : 'screens.setUp.open'} />
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

function Both({ text }: { readonly text: MessageKey }): JSX.Element {
  return (
    <p class="lead">
      {vi(text)}
      <span lang="en">{en(text)}</span>
    </p>
  );
}
