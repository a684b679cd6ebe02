import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { create } from 'qrcode';

/** Light modules around a QR that readers rely on (ISO/IEC 18004 asks for four). */
const quietModules = 4;

/** A QR drawn in the page itself; its words never become a file or an address. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): JSX.Element {
  const { path, side } = useMemo(() => pathFromText(text), [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

function pathFromText(text: string): { readonly path: string; readonly side: number } {
  const { data, size } = create(text, { errorCorrectionLevel: 'M' }).modules;
  let path = '';
  for (const [at, isDark] of data.entries()) {
    if (isDark) path += `M${quietModules + (at % size)} ${quietModules + Math.floor(at / size)}h1v1h-1z`;
  }
  return { path, side: size + 2 * quietModules };
}
