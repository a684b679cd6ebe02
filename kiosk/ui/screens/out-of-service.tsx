import type { JSX } from 'preact';
import { DeskPicture } from '../parts/desk-picture.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** Where patients go instead; and for whoever looks after the kiosk, where their phone finds what to do. */
export function OutOfService({
  screen: { why, desk, repair, doesNotOpen },
  say,
}: Omit<ScreenProps<'out-of-service'>, 'act'>): JSX.Element {
  const isByStaff = why === 'staff';
  return (
    <main class="screen calm out-of-service">
      <DeskPicture />
      <Title text={say(isByStaff ? 'screens.outOfService.byStaff' : 'screens.outOfService.title')}>
        <p class="lead strong">{say('screens.outOfService.lead', { desk })}</p>
        <p class="lead">
          {isByStaff && `${say('screens.outOfService.byStaffLead')} `}
          {say('screens.outOfService.sorry')}
        </p>
      </Title>
      {doesNotOpen !== undefined && (
        <p class="technicians-word" data-does-not-open={doesNotOpen}>
          {say('screens.outOfService.repair')}: {say(`screens.outOfService.doesNotOpen.${doesNotOpen}`)}
        </p>
      )}
      {repair !== undefined && (
        <aside class="repair" data-repair={repair}>
          <QrCode text={repair} label={say('screens.outOfService.repairCode')} />
          <p>
            {say('screens.outOfService.repair')}
            <span>{repair.replace('https://', '')}</span>
          </p>
        </aside>
      )}
    </main>
  );
}
