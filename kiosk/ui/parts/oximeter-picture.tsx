import type { JSX } from 'preact';

/** A finger fully inside the clip, its nail up; the hand rests on the table. */
export function OximeterPicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="500" cy="694" rx="420" ry="30" />
        <rect class="table-top" x="80" y="612" width="800" height="44" rx="22" />
        <path class="monitor-body" d="M560 492h236a44 44 0 0 1 44 44v32a44 44 0 0 1-44 44H560z" />
        <path class="sleeve-arm" d="M60 520 230 500" />
        <path class="skin" d="M150 440c110-52 210-60 300-30l30 60-6 142H178c-24 0-34-30-28-62z" />
        <path class="oximeter-finger" d="M420 462 700 476" />
        <path class="skin-fold" d="M404 520c26 10 44 10 66 4M396 566c30 8 50 8 76 2" />
        <path class="skin" d="M236 486c70-14 124 4 160 52 10 14 2 34-18 34-60 0-110-6-142-30z" />
        <path class="skin-fold" d="M262 520c40-2 76 8 104 30" />
        <path class="nail-big" d="M668 452c22-8 50-4 60 12" />
        <path class="monitor-body" d="M560 460v-44a66 66 0 0 1 66-66h136a78 78 0 0 1 78 78v32z" />
        <rect class="monitor-screen" x="610" y="376" width="150" height="58" rx="16" />
        <path class="monitor-pulse" d="M626 406h30l10-16 18 30 12-20 8 6h40" />
        <path class="oximeter-hinge" d="M840 450v68" />
      </svg>
    </div>
  );
}
