import { Check, Ticket, UserRound, UsersRound } from 'lucide-preact';
import type { JSX } from 'preact';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { NumberedDocument, NumberOnScreen, PersonOnScreen, Remark, WhoseCard } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { ChipLine } from '../parts/chip-line.tsx';
import { fitOf } from '../parts/fit.ts';
import { Note, type NoteTone } from '../parts/note.tsx';
import { PortraitCard } from '../parts/portrait-card.tsx';
import { placeText } from '../parts/room.ts';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function ConfirmIdentity({
  screen: { person, remarks, numberToday, chip, whose: asked },
  say,
  act,
}: ScreenProps<'confirm-identity'>): JSX.Element {
  const whose: Whose = asked ?? 'own';
  return (
    <main class="screen confirm">
      <Title text={say(titles[whose])}>
        {(person.fullName || !person.isTold) && <p class="lead">{say(leads[whose])}</p>}
      </Title>
      <PersonCard person={person} say={say} />
      <div class="notes">
        {numberToday && <NumberOfToday of={numberToday} say={say} onPress={() => act({ command: 'show-number' })} />}
        {remarks.map((remark) => (
          <Note key={remark.kind} {...noteFromRemark(remark, say)} />
        ))}
      </div>
      <ChipLine chip={chip} say={say} />
      <Answers whose={whose} hasNumber={numberToday !== undefined} say={say} act={act} />
    </main>
  );
}

type Whose = WhoseCard | 'own';

const titles = {
  own: 'screens.confirm.title',
  anybodys: 'screens.confirm.title',
  childs: 'screens.confirm.titleChild',
  others: 'screens.confirm.titleOther',
} as const satisfies Readonly<Record<Whose, MessageKey>>;

const leads = {
  own: 'screens.confirm.lead',
  anybodys: 'screens.confirm.lead',
  childs: 'screens.confirm.leadChild',
  others: 'screens.confirm.leadOther',
} as const satisfies Readonly<Record<Whose, MessageKey>>;

const withThem = {
  anybodys: 'screens.confirm.withPerson',
  childs: 'screens.confirm.withChild',
  others: 'screens.confirm.withPersonYes',
} as const satisfies Readonly<Record<WhoseCard, MessageKey>>;

/** "Yes, that is me", "I have come with them", and "no". Of a child's card the ordinary answer is that somebody has come with them. */
function Answers({
  whose,
  hasNumber,
  say,
  act,
}: { readonly whose: Whose; readonly hasNumber: boolean } & Pick<ScreenProps, 'say' | 'act'>): JSX.Element {
  const isMeFirst = whose === 'own' || whose === 'anybodys';
  const itIsMe = (
    <Button
      key="me"
      look={isMeFirst ? 'primary' : 'secondary'}
      isPrimary={isMeFirst}
      choice={whose === 'own' ? undefined : 'me'}
      icon={isMeFirst ? Check : undefined}
      label={say(hasNumber ? 'screens.confirm.yesAnother' : 'screens.confirm.yes')}
      onPress={() => act({ command: 'confirm-identity', ...(whose === 'own' ? {} : { by: 'patient' }) })}
    />
  );
  const cameWithThem = whose !== 'own' && (
    <Button
      key="with-them"
      look={isMeFirst ? 'secondary' : 'primary'}
      isPrimary={!isMeFirst}
      choice="with-them"
      icon={UsersRound}
      label={say(withThem[whose])}
      onPress={() => act({ command: 'confirm-identity', by: 'companion' })}
    />
  );
  const no = <Button label={say('screens.confirm.no')} onPress={() => act({ command: 'start-over' })} />;
  if (whose === 'own') {
    return (
      <div class="actions">
        {itIsMe}
        {no}
      </div>
    );
  }
  return (
    <div class="actions three">
      {isMeFirst ? itIsMe : cameWithThem}
      <div class="actions side-by-side">
        {isMeFirst ? cameWithThem : itIsMe}
        {no}
      </div>
    </div>
  );
}

/** What the patient came for may be there already: shown before anything is asked again. */
function NumberOfToday({
  of: { number, serviceName, ...place },
  say,
  onPress,
}: {
  readonly of: NumberOnScreen;
  readonly say: Say;
  readonly onPress: () => void;
}): JSX.Element {
  return (
    <div class="number-today" data-fit={fitOf(number, [8, 10, 13])}>
      <p>
        <b>{say('screens.confirm.numberToday')}</b>
        <span>{`${serviceName} · ${placeText(place, say)}`}</span>
      </p>
      <Button
        icon={Ticket}
        choice="show-number"
        label={say('screens.confirm.showNumber', { number })}
        onPress={onPress}
      />
    </div>
  );
}

/** Drawn like the card that was just scanned, so that its owner knows it at a glance. */
function PersonCard({
  person: { fullName, birth, numbers, phone, isTold },
  say,
}: {
  readonly person: PersonOnScreen;
  readonly say: Say;
}): JSX.Element {
  return (
    <PortraitCard icon={UserRound}>
      {(fullName || !isTold) && (
        <div class="wide">
          <dt>{say('screens.confirm.fullName')}</dt>
          {fullName ? (
            <dd class="name" data-fit={fitOf(fullName, [20, 30, 44])}>
              {fullName}
            </dd>
          ) : (
            <dd class="missing">{say('screens.confirm.nameNotReadable')}</dd>
          )}
        </div>
      )}
      {(birth || !isTold) && (
        <div>
          <dt>{say('screens.confirm.birth')}</dt>
          {birth ? <dd>{birth}</dd> : <dd class="missing">{say('screens.confirm.birthNotReadable')}</dd>}
        </div>
      )}
      {numbers.map(({ of, masked }) => (
        <div key={of}>
          <dt>{say(numberWords[of])}</dt>
          <dd>{masked}</dd>
        </div>
      ))}
      {phone && (
        <div>
          <dt>{say('screens.confirm.phone')}</dt>
          <dd>{phone}</dd>
        </div>
      )}
    </PortraitCard>
  );
}

function noteFromRemark(remark: Remark, say: Say): { readonly tone: NoteTone; readonly text: string } {
  switch (remark.kind) {
    case 'insurance-valid': {
      const { until } = remark;
      const text = until
        ? say('screens.confirm.insuranceValidUntil', { until })
        : say('screens.confirm.insuranceValid');
      return { tone: 'good', text };
    }
    case 'insurance-expired':
      return {
        tone: 'careful',
        text: remark.on
          ? say('screens.confirm.insuranceExpired', { on: remark.on })
          : say('screens.confirm.insuranceOver'),
      };
    case 'insurance-not-yet-valid':
      return { tone: 'careful', text: say('screens.confirm.insuranceNotYetValid', { from: remark.from }) };
    case 'insurance-checked':
      return { tone: 'good', text: say('screens.confirm.insuranceChecked') };
    case 'insurance-validity-not-readable':
      return { tone: 'careful', text: say('screens.confirm.insuranceValidityNotReadable') };
    case 'insurance-to-check':
      return { tone: 'careful', text: say('screens.confirm.insuranceToCheck') };
    case 'name-does-not-match':
      return { tone: 'careful', text: say('screens.confirm.nameDoesNotMatch') };
    case 'birth-does-not-match':
      return { tone: 'careful', text: say('screens.confirm.birthDoesNotMatch') };
    case 'hospital-knows-another':
      return { tone: 'careful', text: say('screens.confirm.hospitalKnowsAnother') };
    case 'new-card-issued':
      return { tone: 'good', text: say('screens.confirm.newCardIssued') };
    case 'other-facility':
      return { tone: 'plain', text: say('screens.confirm.otherFacility') };
    case 'citizen-card-expired':
      return { tone: 'careful', text: say('screens.confirm.citizenCardExpired', { on: remark.on }) };
    case 'passport-expired':
      return { tone: 'careful', text: say('screens.confirm.passportExpired', { on: remark.on }) };
    case 'priority':
      return { tone: 'priority', text: say(priorityWords[remark.ground][remark.certain ? 'certain' : 'uncertain']) };
    case 'text-damaged':
      return { tone: 'careful', text: say('screens.confirm.textDamaged') };
    default:
      return unreachable(remark);
  }
}

const numberWords = {
  'citizen-card': 'screens.confirm.citizenCard',
  'insurance-card': 'screens.confirm.insuranceCard',
  'old-identity-card': 'screens.confirm.oldIdentityCard',
  passport: 'screens.confirm.passport',
  'patient-code': 'screens.confirm.patientCode',
} as const satisfies Record<NumberedDocument, MessageKey>;

const priorityWords = {
  'age-75': { certain: 'screens.confirm.priorityAge75', uncertain: 'screens.confirm.priorityAge75Uncertain' },
  'under-6': { certain: 'screens.confirm.priorityUnder6', uncertain: 'screens.confirm.priorityUnder6Uncertain' },
} as const;
