/**
 * What a line about the card's chip says, beside the screen's own question; `none` draws no line.
 *
 * - `lay-card`: the same card may be laid on the reader. Nothing waits for it.
 * - `reading`: it lies there; keep it still.
 * - `genuine`, `read`: done; whether it is genuine was proved, or could not be.
 * - `does-not-match`: the desk looks at the card.
 */
export type ChipOnScreen = 'none' | 'lay-card' | 'reading' | 'genuine' | 'read' | 'does-not-match';
