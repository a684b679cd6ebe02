import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { isQuestion } from '../question-views.ts';
import { Attract } from './attract.tsx';
import { ChooseWayIn } from './choose-way-in.tsx';
import { ConfirmIdentity } from './confirm-identity.tsx';
import { Crisis } from './crisis.tsx';
import { GetReady } from './get-ready.tsx';
import { GiveUpSurely, NumberGivenUp, YourNumber } from './give-up.tsx';
import { GoToDesk } from './go-to-desk.tsx';
import { GoToEmergency } from './go-to-emergency.tsx';
import { GoToIsolation } from './go-to-isolation.tsx';
import { LobbyCrisis } from './lobby-crisis.tsx';
import { LobbyMenu } from './lobby-menu.tsx';
import { LobbyPad } from './lobby-pad.tsx';
import { Measuring } from './measuring.tsx';
import { NotMeasured } from './not-measured.tsx';
import { OutOfService } from './out-of-service.tsx';
import { PleaseWait } from './please-wait.tsx';
import { Question } from './question.tsx';
import { ShowReading } from './reading/show-reading.tsx';
import { Resting } from './resting.tsx';
import { ScanAgain } from './scan-again.tsx';
import { ScanCardToo } from './scan-card-too.tsx';
import type { ScreenProps } from './screen-props.ts';
import { SetUp } from './set-up.tsx';
import { ShowToScanner } from './show-to-scanner.tsx';
import { Survey } from './survey.tsx';
import { TakeTicket } from './take-ticket.tsx';
import { PhoneNumber } from './typing/phone-number.tsx';
import { SayNumberBack } from './typing/say-number-back.tsx';
import { TypeNumber } from './typing/type-number.tsx';
import { WhenBorn } from './typing/when-born.tsx';
import { WhoAreYou } from './typing/who-are-you.tsx';

interface ScreenViewProps extends ScreenProps {
  readonly clock: Clock;
}

/** One state, one screen. There is no order to get wrong: the host has already decided. */
export function ScreenView({ screen, say, act, clock }: ScreenViewProps): JSX.Element {
  if (isQuestion(screen)) return <Question screen={screen} say={say} act={act} clock={clock} />;
  switch (screen.show) {
    case 'attract':
      return <Attract screen={screen} say={say} act={act} clock={clock} />;
    case 'scan-again':
      return <ScanAgain screen={screen} say={say} act={act} />;
    case 'scan-card-too':
      return <ScanCardToo screen={screen} say={say} act={act} />;
    case 'choose-way-in':
      return <ChooseWayIn screen={screen} say={say} act={act} />;
    case 'show-to-scanner':
      return <ShowToScanner screen={screen} say={say} act={act} />;
    case 'type-number':
      return <TypeNumber screen={screen} say={say} act={act} clock={clock} />;
    case 'say-number-back':
      return <SayNumberBack screen={screen} say={say} act={act} />;
    case 'who-are-you':
      return <WhoAreYou screen={screen} say={say} act={act} clock={clock} />;
    case 'when-born':
      return <WhenBorn screen={screen} say={say} act={act} clock={clock} />;
    case 'phone-number':
      return <PhoneNumber screen={screen} say={say} act={act} clock={clock} />;
    case 'please-wait':
      return <PleaseWait say={say} />;
    case 'confirm-identity':
      return <ConfirmIdentity screen={screen} say={say} act={act} />;
    case 'take-ticket':
      return <TakeTicket screen={screen} say={say} act={act} />;
    case 'go-to-desk':
      return <GoToDesk screen={screen} say={say} act={act} />;
    case 'your-number':
      return <YourNumber screen={screen} say={say} act={act} />;
    case 'give-up-surely':
      return <GiveUpSurely screen={screen} say={say} act={act} />;
    case 'number-given-up':
      return <NumberGivenUp screen={screen} say={say} act={act} />;
    case 'survey':
      return <Survey screen={screen} say={say} act={act} />;
    case 'go-to-isolation':
      return <GoToIsolation screen={screen} say={say} act={act} />;
    case 'go-to-emergency':
      return <GoToEmergency screen={screen} say={say} act={act} />;
    case 'get-ready':
      return <GetReady screen={screen} say={say} act={act} />;
    case 'measuring':
      return <Measuring screen={screen} say={say} act={act} clock={clock} />;
    case 'resting':
      return <Resting screen={screen} say={say} act={act} clock={clock} />;
    case 'crisis':
      return <Crisis screen={screen} say={say} act={act} />;
    case 'show-reading':
      return <ShowReading screen={screen} say={say} act={act} />;
    case 'not-measured':
      return <NotMeasured screen={screen} say={say} act={act} />;
    case 'out-of-service':
      return <OutOfService screen={screen} say={say} />;
    case 'lobby-pad':
      return <LobbyPad screen={screen} say={say} act={act} clock={clock} />;
    case 'lobby-menu':
      return <LobbyMenu screen={screen} say={say} act={act} />;
    case 'lobby-crisis':
      return <LobbyCrisis screen={screen} say={say} act={act} />;
    case 'set-up':
      return <SetUp screen={screen} />;
    default:
      return unreachable(screen);
  }
}
