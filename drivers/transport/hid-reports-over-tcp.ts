import type { OpenTransport } from '../contract/transport.ts';

const reportBytes = 64;

/**
 * Input reports over a byte stream, which keeps no boundaries: every 64 bytes are one report. For simulators of
 * HID devices; whatever was half received when the line broke is gone with it.
 */
export function reportsOver(open: OpenTransport): OpenTransport {
  return async () => {
    const opened = await open();
    if (!opened.ok) return opened;
    const transport = opened.value;
    return {
      ok: true,
      value: {
        ...transport,
        onData(listener) {
          const report = new Uint8Array(reportBytes);
          let filled = 0;
          return transport.onData((bytes) => {
            for (const byte of bytes) {
              report[filled] = byte;
              filled += 1;
              if (filled < reportBytes) continue;
              filled = 0;
              listener(report);
              report.fill(0);
            }
          });
        },
      },
    };
  };
}
