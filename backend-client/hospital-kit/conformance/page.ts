import { localTimeAt } from '#config/agreements/local-time.ts';
import { type Html, html } from './html.ts';
import { pageStyle } from './page-style.ts';
import { type Check, type ConformanceReport, type SystemReport, type Verdict, verdicts, type Words } from './report.ts';

/** The report as one file that needs nothing else: to read, to print on A4, to sign. It holds no script. */
export function reportPage(report: ConformanceReport): string {
  const { site, systems } = report;
  const page = html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${site.name}: kiểm tra kết nối kiosk Tiếp Đón</title>
<style>${{ html: pageStyle }}</style>
</head>
<body>
<header>
<p class="mark">Tiếp Đón</p>
<h1>Biên bản kiểm tra kết nối kiosk với hệ thống bệnh viện</h1>
<p lang="en">Conformance report: what the hospital's systems did with a marked test set of the kiosk</p>
${head(report)}
</header>
${outcome(report)}
${counts(report)}
${toDo(systems)}
${systems.map(systemSection)}
${signatures()}
<footer>
<p>Mọi người bệnh trong biên bản đều không có thật: tên bắt đầu bằng “THỬ NGHIỆM”, số định danh 0010990000xx, số thứ tự THUxxx. Có thể xóa mọi dữ liệu này khỏi hệ thống.</p>
<p lang="en">Nobody in this report exists: names begin with “THỬ NGHIỆM”, citizen numbers are 0010990000xx, tickets THUxxx. All of it may be deleted. The same report for programs: conformance.json.</p>
</footer>
</body>
</html>
`;
  return page.html;
}

function head({ site, systems, startedAt, kioskVersion, runId }: ConformanceReport): Html {
  return html`<dl>
<dt>Cơ sở · Facility</dt><dd>${site.name} (${site.facilityCode})</dd>
<dt>Kiosk</dt><dd>${site.kioskId}, Tiếp Đón ${kioskVersion}</dd>
<dt>Thời điểm · Date</dt><dd>${wallTime(startedAt, site.timeZone)} (${site.timeZone})</dd>
<dt>Hệ thống · Systems</dt><dd>${systems.map(
    ({ id, protocolName, address, secured }) =>
      html`<div>${id}: ${protocolName}, ${address}, ${securityNames[secured]}</div>`,
  )}</dd>
<dt>Lần chạy · Run</dt><dd>${runId}</dd>
</dl>`;
}

function outcome({ nothingWrong }: ConformanceReport): Html {
  return nothingWrong
    ? html`<section class="outcome right"><strong class="accepted">Không có gì sai</strong>
<p>Các hệ thống nhận, trả lời và lưu đúng mọi điều kiểm tra được.</p>
<p lang="en">Nothing wrong: whatever could be checked was taken, answered and kept as the guide asks.</p></section>`
    : html`<section class="outcome wrong"><strong class="wrong">Có điều cần sửa trước khi kiosk phục vụ người bệnh</strong>
<p lang="en">Something must be changed before the kiosk serves patients; the list follows.</p></section>`;
}

function counts({ summary }: ConformanceReport): Html {
  return html`<ul class="counts">${verdicts.map(
    (verdict) =>
      html`<li class="${summary[verdict] === 0 ? 'none' : verdict}"><b>${summary[verdict]}</b><span>${verdictNames[verdict].vi}</span><br><small lang="en">${verdictNames[verdict].en}</small></li>`,
  )}</ul>`;
}

/** Every mistake in one place, in the order of the report; those that one change mends stand together. */
function toDo(systems: readonly SystemReport[]): Html {
  const wrong = systems.flatMap((system) => system.checks.filter(isWrong).map((check) => ({ system, check })));
  if (wrong.length === 0) return html``;
  const sameChange = Map.groupBy(wrong, ({ system, check }) => JSON.stringify([system.id, check.advice]));
  return html`<section><h2>Việc cần làm <span lang="en">· What to change</span></h2>
<ol class="todo">${[...sameChange.values()].map(change)}</ol></section>`;
}

function change(seen: readonly { readonly system: SystemReport; readonly check: Check }[]): Html {
  const { advice } = seen[0]?.check ?? {};
  return html`<li>${seen.map(
    ({ system, check }) => html`<p><a href="#${anchorOf(system, check)}"><b>${system.id}: ${check.title.vi}</b></a></p>
<p class="${check.verdict}">${verdictNames[check.verdict].vi}: ${check.finding.vi}</p>
<p lang="en">${check.title.en}: ${check.finding.en}</p>`,
  )}
${advice ? html`<p class="advised">${advice.vi}</p><p lang="en">${advice.en}</p><p class="where">→ ${advice.where}</p>` : undefined}</li>`;
}

function systemSection(system: SystemReport): Html {
  const { id, protocolName, address, secured, capabilities, medianMs, slowestMs, checks } = system;
  return html`<section><h2>${id} <span lang="en">· ${protocolName}</span></h2>
<dl>
<dt>Địa chỉ · Address</dt><dd>${address}, ${securityNames[secured]}</dd>
<dt>Khả năng · Capabilities</dt><dd>${capabilities.join(', ')}</dd>
<dt>Thời gian · Times</dt><dd>${
    medianMs === null
      ? 'không có trả lời · no answer'
      : `trung vị · median ${medianMs} ms, chậm nhất · slowest ${slowestMs ?? medianMs} ms`
  }</dd>
</dl>
${checks.map((check) => checkArticle(check, anchorOf(system, check)))}</section>`;
}

function checkArticle(check: Check, anchor: string): Html {
  const { title, verdict, tookMs, finding, advice } = check;
  return html`<article class="check ${verdict}" id="${anchor}">
<div class="top"><div><h3>${title.vi}</h3><p lang="en">${title.en} <span class="id">${check.id}</span></p></div>
<p class="badge ${verdict}">${verdictNames[verdict].vi}<small>${verdictNames[verdict].en}${tookMs === null ? '' : ` · ${tookMs} ms`}</small></p></div>
${verdict === 'accepted' ? undefined : html`<div class="seen"><p>${finding.vi}</p><p lang="en">${finding.en}</p></div>`}
${advice ? html`<div class="advice"><p>${advice.vi}</p><p lang="en">${advice.en}</p><p class="where">→ ${advice.where}</p></div>` : undefined}
${exchanged(check)}</article>`;
}

/** Open where something is wrong, so that it is on the paper, too. */
function exchanged(check: Check): Html | undefined {
  const { sent, received } = check;
  if (sent === null && received === null) return undefined;
  const body = html`<summary>Đã gửi và nhận lại · Sent and received</summary>
<h4>Đã gửi (dữ liệu thử) · Sent (test data)</h4><pre>${sent ?? '–'}</pre>
<h4>Nhận lại · Received</h4><pre>${received ?? '–'}</pre>`;
  return isWrong(check) ? html`<details open>${body}</details>` : html`<details>${body}</details>`;
}

function signatures(): Html {
  const side = (who: Words) => html`<div><h3>${who.vi}</h3><p lang="en">${who.en}</p>
<p class="field">Họ tên · Name</p><p class="field">Chức vụ · Role</p><p class="field">Ngày · Date</p><p class="field tall">Ký tên · Signature</p></div>`;
  return html`<section class="signatures"><h2>Xác nhận <span lang="en">· Signed</span></h2>
<p>Chúng tôi đã đọc biên bản này.</p><p lang="en">We have read this report.</p>
<div class="sign">${[
    side({ vi: 'Công nghệ thông tin bệnh viện', en: 'IT of the hospital' }),
    side({ vi: 'Bên lắp đặt kiosk', en: 'Who installs the kiosk' }),
  ]}</div></section>`;
}

function isWrong({ verdict }: Check): boolean {
  return verdict === 'refused' || verdict === 'slow' || verdict === 'wrong';
}

function anchorOf({ id }: SystemReport, check: Check): string {
  return `${id}-${check.id}`;
}

function wallTime(at: string, timeZone: string): string {
  const { year, month, day, hour, minute } = localTimeAt(Date.parse(at), timeZone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(day)}/${two(month)}/${year} ${two(hour)}:${two(minute)}`;
}

const verdictNames: Readonly<Record<Verdict, Words>> = {
  accepted: { vi: 'Đạt', en: 'Passed' },
  refused: { vi: 'Bị từ chối', en: 'Refused' },
  slow: { vi: 'Chậm', en: 'Slow' },
  wrong: { vi: 'Sai', en: 'Wrong' },
  'not-checkable': { vi: 'Không kiểm tra được', en: 'Not checkable' },
};

const securityNames: Readonly<Record<SystemReport['secured'], string>> = {
  plain: 'không mã hóa · not encrypted',
  tls: 'TLS',
  'mutual-tls': 'TLS hai chiều · mutual TLS',
};
