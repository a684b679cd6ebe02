import { Split, VolumeX } from 'lucide-preact';
import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { SimulatedQuantity, SimulatedVitals } from '#drivers/contract/vital-signs-simulator.ts';
import { ActionButton, Drawer, type OffAndOn, Switch } from '../controls.tsx';
import type { SimulatorState, VitalSignsKind } from '../dock-words.ts';
import { useWords } from '../language.tsx';
import { useShortcuts } from '../shortcuts.tsx';
import { useSimulator } from '../simulator.tsx';
import { CableSwitch, cableWords, useCableNews, useSay } from './cable.tsx';
import type { DrawerProps } from './drawer.ts';
import { NoiseButton, useNoise } from './noise.tsx';
import { useSeatedVitals } from './seated-patient.ts';
import { useChanges } from './use-changes.tsx';

type Spoiling = SimulatorState<VitalSignsKind>['spoils'];

const words = {
  en: {
    measured: (count: number) => `Person ${count} was measured`,
    spoil: 'Next record',
    spoils: {
      not: 'comes whole',
      'byte-by-byte': 'byte by byte',
      'garbage-before': 'behind garbage',
      'wrong-byte': 'with a wrong byte',
      'cut-short': 'breaks off',
    } satisfies Record<Spoiling, string>,
    silence: 'Silence',
    silent: ['it speaks', 'measures, says nothing'] satisfies OffAndOn,
    wentSilent: 'It has gone silent',
    speaksAgain: 'It speaks again',
  },
  vi: {
    measured: (count: number) => `Đã đo người thứ ${count}`,
    spoil: 'Bản ghi kế tiếp',
    spoils: {
      not: 'đến nguyên vẹn',
      'byte-by-byte': 'từng byte một',
      'garbage-before': 'sau rác',
      'wrong-byte': 'sai một byte',
      'cut-short': 'đứt giữa chừng',
    } satisfies Record<Spoiling, string>,
    silence: 'Im lặng',
    silent: ['có trả lời', 'đo nhưng không nói'] satisfies OffAndOn,
    wentSilent: 'Không còn trả lời',
    speaksAgain: 'Đã trả lời lại',
  },
};

const spoilings: readonly Spoiling[] = ['not', 'byte-by-byte', 'garbage-before', 'wrong-byte', 'cut-short'];

/** What one device measures: a field in its drawer for each. */
export interface VitalField {
  readonly of: string;
  readonly label: string;
  readonly unit: string;
  readonly usual: number;
  readonly step: number;
  readonly most: number;
}

interface VitalSignsDrawerProps extends DrawerProps {
  readonly kind: VitalSignsKind;
  readonly title: string;
  /** In the history, which has little room. */
  readonly name: string;
  readonly icon: ComponentChildren;
  /** Without them, what the device itself says that it takes. */
  readonly fields?: readonly VitalField[];
  /** On the button that measures. */
  readonly measure: { readonly label: string; readonly icon: ComponentChildren };
  /** Of a device that holds on to a finger: how it is let go. */
  readonly takeOff?: {
    readonly label: string;
    readonly icon: ComponentChildren;
    readonly says: OffAndOn;
  };
  /** Without them it has no shortcuts. */
  readonly keys?: {
    readonly measure: string;
    readonly takeOff?: string;
    readonly spoil: string;
    readonly silent: string;
    readonly noise: string;
    readonly cable: string;
  };
}

/** What every device has that measures by itself: values to be measured, and the troubles of its line. */
export function VitalSignsDrawer(props: VitalSignsDrawerProps): JSX.Element {
  const { note, kind, title, name, icon, measure, takeOff, keys = noKeys } = props;
  const said = useWords(words);
  const { startedAnew } = useWords(cableWords);
  const { say, refused } = useSay(note, name);
  const { state, answers, act } = useSimulator(kind, (action) => refused(action.do));
  const { pluggedIn = false, connections = 0, silent = false, spoils = 'not', holdsFinger = false } = state ?? {};
  const seated = useSeatedVitals();
  const fields = (props.fields ?? (state?.takes ?? []).map(fieldFor)).map((field) => ({
    ...field,
    usual: seated[field.of] ?? field.usual,
  }));
  const [chosen, setChosen] = useState<SimulatedVitals>({});
  const vitals: SimulatedVitals = Object.fromEntries(fields.map(({ of, usual }) => [of, chosen[of] ?? usual]));
  useCableNews(state, say);
  useChanges(state?.silent, (now) => say(now ? said.wentSilent : said.speaksAgain, now));
  useChanges(state?.measured, (now) => say(now === 0 ? startedAnew : said.measured(now)));
  useChanges(state?.spoils, (now) => now !== 'not' && say(`${said.spoil}: ${said.spoils[now]}`, true));

  const turn = {
    measure: () => act({ do: 'measure', vitals }),
    takeOff: () => act({ do: 'take-off' }),
    spoil: () => act({ do: 'spoil-next', how: spoilings[(spoilings.indexOf(spoils) + 1) % spoilings.length] ?? 'not' }),
    silent: () => act({ do: 'set-silent', silent: !silent }),
    noise: useNoise(act, say),
    cable: () => act({ do: pluggedIn ? 'unplug' : 'plug-in' }),
  };
  useShortcuts({
    [keys.measure]: turn.measure,
    ...(keys.takeOff ? { [keys.takeOff]: turn.takeOff } : {}),
    [keys.spoil]: turn.spoil,
    [keys.silent]: turn.silent,
    [keys.noise]: turn.noise,
    [keys.cable]: turn.cable,
  });

  const off = !answers;
  return (
    <Drawer title={title} icon={icon} answers={answers} pluggedIn={pluggedIn} connections={connections}>
      <div class="vital-fields" data-device={kind}>
        {fields.map((field) => (
          <Field
            key={field.of}
            {...field}
            value={vitals[field.of] ?? field.usual}
            onSet={(value) => setChosen((before) => ({ ...before, [field.of]: value }))}
          />
        ))}
        <ActionButton
          label={measure.label}
          hint={fields.map(({ of, unit }) => `${vitals[of]} ${unit}`).join(', ')}
          icon={measure.icon}
          shortcut={keys.measure}
          disabled={off || !pluggedIn}
          onPress={turn.measure}
        />
        {takeOff && (
          <ActionButton
            label={takeOff.label}
            hint={takeOff.says[holdsFinger ? 1 : 0]}
            icon={takeOff.icon}
            shortcut={keys.takeOff ?? ''}
            disabled={off || !holdsFinger}
            onPress={turn.takeOff}
          />
        )}
        <ActionButton
          label={said.spoil}
          hint={said.spoils[spoils]}
          icon={<Split />}
          shortcut={keys.spoil}
          disabled={off}
          onPress={turn.spoil}
        />
        <Switch
          label={said.silence}
          icon={<VolumeX />}
          on={silent}
          says={said.silent}
          trouble="on"
          shortcut={keys.silent}
          disabled={off}
          onTurn={turn.silent}
        />
        <NoiseButton shortcut={keys.noise} disabled={off || !pluggedIn} onPress={turn.noise} />
        <CableSwitch pluggedIn={pluggedIn} shortcut={keys.cable} disabled={off} onTurn={turn.cable} />
      </div>
    </Drawer>
  );
}

const noKeys: NonNullable<VitalSignsDrawerProps['keys']> = { measure: '', spoil: '', silent: '', noise: '', cable: '' };

function fieldFor({ of, unit, usual }: SimulatedQuantity): VitalField {
  return { of, label: of, unit, usual, step: 0.1, most: 999 };
}

interface FieldProps extends VitalField {
  readonly value: number;
  readonly onSet: (value: number) => void;
}

function Field({ label, unit, value, step, most, onSet }: FieldProps): JSX.Element {
  const id = useId();
  return (
    <div class="vital">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={0}
        max={most}
        step={step}
        value={value}
        onInput={({ currentTarget: { valueAsNumber, validity } }) => validity.valid && onSet(valueAsNumber)}
        // The shortcuts are the dock's again.
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
      />
      <small>{unit}</small>
    </div>
  );
}
