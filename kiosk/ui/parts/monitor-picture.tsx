import type { JSX } from 'preact';

/** Some device, where nobody can know which. */
export function MonitorPicture({ label }: { readonly label: string }): JSX.Element {
  return (
    <div class="measuring-picture">
      <svg viewBox="0 0 960 780" role="img" aria-label={label}>
        <circle class="halo halo-wide" cx="480" cy="390" r="380" />
        <circle class="halo" cx="480" cy="390" r="284" />
        <ellipse class="floor" cx="480" cy="700" rx="380" ry="32" />
        <rect class="table-top" x="140" y="612" width="680" height="44" rx="22" />
        <path class="monitor-body" d="M264 250a44 44 0 0 1 44-44h344a44 44 0 0 1 44 44v362H264z" />
        <rect class="monitor-screen" x="312" y="254" width="336" height="184" rx="28" />
        <path class="monitor-pulse-big" d="M346 352h64l28-50 46 92 36-64 20 22h76" />
        <circle class="monitor-button-ring" cx="480" cy="524" r="56" />
        <circle class="monitor-button" cx="480" cy="524" r="42" />
      </svg>
    </div>
  );
}
