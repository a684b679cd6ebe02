import { AudioWaveform } from 'lucide-preact';
import type { JSX } from 'preact';
import { ActionButton } from '../controls.tsx';
import { useWords } from '../language.tsx';
import type { Say } from './cable.tsx';

const noiseBytes = 200;
const carriageReturn = 0x0d;

const words = {
  en: {
    label: 'Noise',
    hint: `${noiseBytes} random bytes`,
    sent: `Sent: ${noiseBytes} random bytes`,
  },
  vi: {
    label: 'Nhiễu',
    hint: `${noiseBytes} byte ngẫu nhiên`,
    sent: `Đã gửi ${noiseBytes} byte ngẫu nhiên`,
  },
};

/** Sends random bytes from the device; `send` gets the words of the control protocol. */
export function useNoise(
  send: (action: { readonly do: 'send-bytes'; readonly base64: string }) => void,
  say: Say,
): () => void {
  const { sent } = useWords(words);
  return () => {
    send({ do: 'send-bytes', base64: base64(noise()) });
    say(sent);
  };
}

interface NoiseButtonProps {
  readonly shortcut: string;
  readonly disabled: boolean;
  readonly onPress: () => void;
}

export function NoiseButton(props: NoiseButtonProps): JSX.Element {
  const { label, hint } = useWords(words);
  return <ActionButton label={label} hint={hint} icon={<AudioWaveform />} {...props} />;
}

function noise(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(noiseBytes + 1));
  bytes[noiseBytes] = carriageReturn;
  return bytes;
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
