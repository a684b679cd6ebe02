/** What stands on the page as a file of its own, to print elsewhere. It comes from the page itself: no address names anybody. */
export function savePrintable(shown: HTMLElement, title: string, fileName: string): void {
  const page = document.implementation.createHTMLDocument(title);
  page.documentElement.lang = document.documentElement.lang;
  const encoding = page.createElement('meta');
  encoding.setAttribute('charset', 'utf-8');
  const style = page.createElement('style');
  style.textContent = printStyle;
  page.head.append(encoding, style);
  page.body.append(shown.cloneNode(true));
  const url = URL.createObjectURL(
    new Blob([`<!doctype html>${page.documentElement.outerHTML}`], { type: 'text/html; charset=utf-8' }),
  );
  const opened = document.createElement('a');
  opened.href = url;
  opened.download = fileName;
  opened.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const printStyle = `body { font: 14px/1.45 sans-serif; margin: 12mm; }
article { border-top: 1px solid #999; padding: 8px 0; break-inside: avoid; }
h3, h4, p, ul, dl { margin: 0 0 6px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 4px 16px; }
dt { font-size: 11px; color: #444; }
dd { margin: 0; font-weight: 600; }`;
