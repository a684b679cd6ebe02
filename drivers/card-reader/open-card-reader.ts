import type { CardReaderSettings } from '#config/settings/site-file.ts';
import type { CardReader } from '../contract/card-reader.ts';
import { createPcscEmrtdReader, type PcscEmrtdParts } from './pcsc-emrtd.ts';

export type CardReaderSurroundings = Omit<PcscEmrtdParts, 'id' | 'reader' | 'cscaDir'>;

/** From a site file's entry to the driver. */
export function openCardReader(
  { id, transport, cscaDir }: CardReaderSettings,
  surroundings: CardReaderSurroundings,
): CardReader {
  return createPcscEmrtdReader({ ...surroundings, id, reader: transport.reader, cscaDir });
}
