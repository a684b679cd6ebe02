import { Alerts } from '#backend-client/alerts/alerts.ts';
import type { HubContact } from '#backend-client/hub-link/hub-contact.ts';
import { createHospitalLookUps } from '#backend-client/look-ups/hospital-look-ups.ts';
import { createOutbox } from '#backend-client/outbox/outbox.ts';
import { watchStanding } from '#backend-client/outbox/standing-watch.ts';
import { readMasterKey } from '#backend-client/store/master-key.ts';
import { createSessionId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { takenAtOnce } from '#config/settings/taken-at-once.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { createBridgeServer, type PageConnection, type PageLink } from '#kiosk/bridge/server.ts';
import { startingState } from '#kiosk/flow/moves.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { createAtRest } from './at-rest.ts';
import { askSystem } from './console/hospital/ask-system.ts';
import { openUpkeep } from './console/kiosk/upkeep.ts';
import type { KioskRooms } from './console/kiosk-rooms.ts';
import { overviewState } from './console/overview/overview-state.ts';
import { listenToDevices } from './device-events.ts';
import { openDevices } from './devices.ts';
import { createTicketDrawer, type TicketCodeOf } from './draw-ticket.ts';
import { asksPressures } from './effects/ask-hospital.ts';
import { createEffects } from './effects/create-effects.ts';
import { flowSettingsFrom, measuresByProtocol, takesCalls } from './flow-settings.ts';
import { followCrisis } from './follow-crisis.ts';
import { type Health, healthFrom } from './health.ts';
import { createInVain } from './in-vain.ts';
import { hubStanding, keepInTouch, numbersElsewhere } from './keep-in-touch.ts';
import { keepConsentWords } from './kept-consent-words.ts';
import { createLobby, type LobbyDoor } from './lobby/lobby.ts';
import { openLog } from './log.ts';
import { createMeasuringDevices } from './measuring-devices.ts';
import { createMetrics } from './metrics.ts';
import { withNumbersToday } from './numbers-today.ts';
import { offerChair } from './offer-chair.ts';
import { openPages } from './open-pages.ts';
import { withOpening } from './opening-now.ts';
import { openOutOfServiceByStaff } from './out-of-service-by-staff.ts';
import { createPageSnapshots } from './page-snapshots.ts';
import { watchPaper } from './paper-roll.ts';
import { keepRetention } from './retention.ts';
import { createSessionRunner } from './session-runner.ts';
import { frameOf, keyProblem, ticketKeyProblem } from './start-problem.ts';
import { watchStorage } from './storage-watch.ts';
import { openStoreAndHospital } from './store-and-hospital.ts';
import { systemsHealth } from './systems-health.ts';
import { createSystemsHistory } from './systems-history.ts';
import { createCommandTaker } from './take-command.ts';
import { canJudge, type TicketJudges, ticketCodeOf, ticketStandingOf } from './ticket/ticket-standing.ts';
import { ticketTagsOf } from './ticket/ticket-tag.ts';
import { openWayMaps } from './ticket/way-maps.ts';
import { keepTime } from './time/keep-time.ts';
import { createWindowNotes } from './window-notes.ts';
import { openWorkNotes } from './work-notes.ts';
import type { World } from './world.ts';

export interface Kiosk {
  readonly port: number;
  /** An address that opens the page once. */
  newLaunchUrl(): string;
  /** What the console looks at and acts on. */
  readonly rooms: KioskRooms;
  /** As it counts now, with what was taken over since it was opened. */
  siteNow(): SiteFile;
  /** Loads what the first patient needs and nobody needs before: to be called once the kiosk is ready. */
  warmUp(): void;
  /** Takes over what counts without a restart of a site file that has been saved. */
  takeOver(saved: SiteFile): void;
  /** Calls `go` once, as soon as nobody is being served; the answer calls it off. */
  onceAtRest(go: () => void): () => void;
  /** Finishes what is being printed and sent, then lets go of everything. */
  close(signal: string): Promise<void>;
  /** A bug: one line of where it happened. An error's message may quote what it choked on, so it is not written. */
  noteCrash(error: unknown): void;
}

/** Where nobody is being served. */
const restingPlaces: ReadonlySet<FlowState['at']> = new Set([
  'waiting-for-card',
  'asking-to-scan-again',
  'out-of-service',
]);

/**
 * Puts one kiosk together, from the store outwards: what must survive first, what patients see last. Everything that
 * happens to a patient comes through `runner.receive`.
 */
export async function openKiosk(
  site: SiteFile,
  world: World,
  lobbyDoor?: LobbyDoor,
): Promise<Result<Kiosk, KioskProblem>> {
  const held: Held = [];
  try {
    return await putTogether(site, world, held, lobbyDoor);
  } catch (error) {
    // A bug must not leave the store's lock and somebody's timers behind: the next try would meet them.
    await letGoOf(held);
    throw error;
  }
}

/** How each thing that is open is let go of, in the order in which they were opened. */
type Held = (() => unknown)[];

async function letGoOf(held: Held): Promise<void> {
  for (const letGo of held.toReversed()) await letGo();
}

async function putTogether(
  site: SiteFile,
  world: World,
  held: Held,
  lobbyDoor: LobbyDoor | undefined,
): Promise<Result<Kiosk, KioskProblem>> {
  /** `site` with what was changed since and counts at once. */
  let siteNow = site;
  let takesServices = false;
  const { randomBytes, random } = world;
  const { dataDir, id: kioskId } = site.kiosk;
  const siteStanding = world.siteStanding ?? { runs: 'as-written' };
  const metrics = createMetrics(
    () => health(),
    () => store.countsToday(),
  );
  const history = createSystemsHistory({ now: () => clock.now() });
  const inVain = createInVain();
  const paper = watchPaper(dataDir);
  const log = openLog({
    dataDir,
    kioskId,
    stderr: world.stderr,
    onEvent(id, fields) {
      metrics.countEvent(id);
      history.note(id, fields);
      inVain.note(id, fields);
      if (id === 'ticket-printed' || id === 'ticket-sent' || id === 'result-printed') paper.ticket();
      world.deviceLines?.note(id, fields);
    },
  });
  held.push(log.close);
  const masterKey = readMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory, randomBytes });
  if (!masterKey.ok) return doesNotOpen(keyProblem(masterKey.problem));
  const tags = ticketTagsOf(site, masterKey.value);
  if (!tags.ok) return doesNotOpen(ticketKeyProblem(tags.problem));
  const kept = await openStoreAndHospital(site, world, { masterKey: masterKey.value, log: log.write });
  if (!kept.ok) return doesNotOpen(kept.problem);
  const { store, systems, hub, clock, services, quotaOf, closedDays } = kept.value;
  /** The site as patients meet it. */
  const served = { ...site, services };
  const endpoints = systems.map(({ endpoint }) => endpoint);
  held.push(store.close, () => Promise.all(endpoints.map((endpoint) => endpoint.close())));
  const { today } = store.time;
  const timeKeeper = keepTime({
    time: store.time,
    clock,
    askKernel: world.askKernel,
    timeZone: site.site.timeZone,
    systems,
  });
  held.push(timeKeeper.stop);
  const retention = keepRetention({ store, clock, log: log.write });
  held.push(retention.stop);
  const storage = watchStorage({ freeSpace: store.freeSpace, clock, log: log.write });
  held.push(storage.stop);
  const outbox = createOutbox({ store, endpoints, clock, random, log: log.write });
  let hubContact: HubContact | undefined;
  held.push(outbox.stop, () => hubContact?.stop(), paper.close);

  const devices = openDevices(site.devices, {
    ...world,
    clock,
    log: log.write,
    timeZone: site.site.timeZone,
    work: openWorkNotes(dataDir, log.write),
    tap: world.deviceLines?.tap,
    patientCode: site.checkIn.waysIn.patientCode,
  });
  held.push(devices.close);
  devices.printer?.onCondition(paper.condition);
  const rest = createAtRest(() => !restingPlaces.has(runner.state().at));
  // Paper first: a ticket that is being printed is still noted in the store.
  held.push(rest.finished);
  const alerts = new Alerts({
    store: store.alerts,
    channels: systems.flatMap(({ alertChannel = [] }) => alertChannel),
    kiosk: {
      id: kioskId,
      get place() {
        return siteNow.site.kioskPlace ?? '';
      },
    },
    clock,
    randomBytes,
    log: log.write,
    onChange() {
      showAnew();
      crisis.callsChanged();
    },
  });
  const standing = watchStanding({
    waiting: store.waiting,
    outbox,
    endpoints,
    afterMinutes: () => siteNow.standingAfterMinutes,
    clock,
    log: log.write,
    onChange: (anyStands) => (anyStands ? alerts.raiseOwn('hospital-standing') : alerts.closeOwn('hospital-standing')),
  });
  held.push(standing.stop, () => alerts.stop());
  const lookUps = createHospitalLookUps({
    systems,
    deadlineMs: site.lookUps.deadlineMs,
    clock,
    log: log.write,
  });
  const judges: TicketJudges = {
    ...tags.value,
    store,
    facilityCode: site.site.facilityCode,
    isCheckIn: site.kiosk.stations.includes('check-in'),
  };
  const codeOf: TicketCodeOf = (visit) => ticketCodeOf(visit, judges);
  const settings = withOpening(flowSettingsFrom(served), { site: served, store, quotaOf, closedDays });
  keepConsentWords(
    dataDir,
    [...settings.consentWords.values()].flatMap(({ vi, en }) => [vi, en]),
    log.write,
  );
  const measuringDevices = createMeasuringDevices(devices.measuring, site.devices, settings.measuringSteps);
  const paperOfTickets = devices.printer ?? ({ dotsAcross: 576, qr: 'raster' } as const);
  const wayMaps = openWayMaps(served, {
    dotsAcross: paperOfTickets.dotsAcross,
    log: log.write,
    onChange: showAnew,
  });
  held.push(wayMaps.stop);
  const drawer = createTicketDrawer(servedNow, paperOfTickets, codeOf, wayMaps.onPaper);
  const byStaff = openOutOfServiceByStaff({
    dataDir,
    clock,
    log: log.write,
    onChange() {
      probeService();
      showAnew();
    },
  });
  const chair =
    hub &&
    offerChair(hub, { settings, measuringDevices, runner: () => runner, clock, randomBytes, onChange: showAnew });
  held.push(() => chair?.stop());
  const snapshots = createPageSnapshots(
    {
      site: servedNow,
      settings,
      ticketCodeOf: codeOf,
      mapAddressOf: wayMaps.onScreen,
      msLeft: (timer) => runner.msLeft(timer),
      devices,
      measuringDevices,
      alerts,
      lobby: () => lobby.screen(),
      outOfService,
      invited: () => chair?.invitation()?.number,
    },
    startingState(settings),
  );
  const runner = createSessionRunner({
    settings,
    clock,
    effects: createEffects({
      store,
      printer: devices.printer,
      measuringDevices,
      thermometers: devices.thermometers,
      cardReader: devices.cardReader,
      drawTicket: drawer.draw,
      drawReading: drawer.drawReading,
      clock,
      log: log.write,
      lookUps,
      deadlineMs: site.lookUps.deadlineMs,
      asksPressures: asksPressures(settings),
      numbersElsewhere: hub && numbersElsewhere(hub, site, { services, clock, log: log.write }),
      alerts,
      isClosedByStaff: () => byStaff.standing() !== undefined,
      wakeOutbox() {
        outbox.wake();
        hubContact?.numberGiven();
      },
      keepBusy: rest.keepBusy,
    }),
    complete: (event) => withNumbersToday(event, store),
    onState(state) {
      show(state);
      chair?.look();
      // Whoever was served to the end is followed by nobody.
      if (state.at === 'waiting-for-card' && byStaff.standing()) probeService();
    },
  });
  const crisis = followCrisis({ alerts, runner, newSessionId: () => createSessionId(randomBytes), today });
  const { printer } = devices;
  const lobby = createLobby({
    door: lobbyDoor,
    byStaff,
    crisis,
    clock,
    receive(event) {
      runner.receive(event);
      const state = runner.state();
      return state.at === 'with-staff' || (state.at === 'in-crisis' && state.isStaffThere) ? 'with-staff' : 'elsewhere';
    },
    onChange: showAnew,
    testPrint:
      printer &&
      (async () => {
        const picture = drawer.drawTest(store.time.now());
        const printing = printer.print(picture).finally(() => picture.rows.fill(0));
        rest.keepBusy(printing);
        return printing;
      }),
    hasScanner: devices.scanners.length > 0,
    log: log.write,
  });

  held.push(runner.stop, lobby.stop);
  const bridge = createBridgeServer({
    clock,
    onCommand: createCommandTaker({
      runner,
      lobby,
      shown: snapshots.latest,
      keyboardScanner: devices.keyboardScanner,
      typing: devices.typing,
      today,
      invited: () => chair?.invitation(),
      randomBytes,
      patientCode: site.checkIn.waysIn.patientCode,
      log: log.write,
    }),
    onSilent: () => log.write('page-silent', {}),
  });
  const windowNotes = createWindowNotes({ clock, page: bridge.page, log: log.write });
  bridge.show(snapshots.latest());
  probeService();
  listenToDevices({
    devices,
    receive: (event) => {
      if (!lobby.takesScan(event)) runner.receive(event);
    },
    onCondition() {
      showAnew();
      chair?.look();
    },
    newSessionId: () => createSessionId(randomBytes),
    standingOf: (ticket) => ticketStandingOf(ticket, judges),
    today,
    patientCode: site.checkIn.waysIn.patientCode,
    log: log.write,
  });

  const upkeep = openUpkeep({
    site: () => siteNow,
    clock,
    log: log.write,
    store,
    outbox,
    alerts,
    endpoints,
    namedAnother: lookUps.namedAnother,
    health,
    hub: () => hub && hubContact && hubStanding(hub, hubContact, siteNow),
  });
  await world.freePage?.();
  const opened = await openPages(site.kiosk, world, {
    masterKey: masterKey.value,
    connectPage,
    health,
    metrics: metrics.text,
    wayMap: wayMaps.png,
    onWindowOpening: windowNotes.opening,
    clock,
    log: log.write,
  });
  if (!opened.ok) {
    noteDoesNotOpen(opened.problem);
    await letGoOf(held);
    return opened;
  }
  const pages = opened.value;
  outbox.start();
  hubContact =
    hub &&
    keepInTouch(hub, {
      site: () => siteNow,
      services,
      onServices: takeServices,
      store,
      outbox,
      health,
      clock,
      randomBytes,
      version: world.version,
      log: log.write,
    });
  chair?.look();
  alerts.start();
  crisis.start();
  standing.start();
  log.write('kiosk-started', { kioskId, version: world.version, profile: site.profile, port: pages.port });
  if (measuresByProtocol(site) && !takesCalls(site)) log.write('crisis-rings-here-only', { kioskId });
  if (site.kiosk.stations.includes('vitals') && !settings.offersMeasuring)
    log.write('measuring-not-offered', { kioskId });
  if (!canJudge(judges)) log.write('tickets-not-verified', { kioskId });
  if (siteStanding.runs === 'last-good')
    log.write('site-file-broken', { mistakes: siteStanding.mistakes.length, since: siteStanding.since });

  return ok({
    port: pages.port,
    newLaunchUrl: pages.newLaunchUrl,
    rooms: {
      get site() {
        return siteNow;
      },
      upkeep,
      devices,
      health,
      byStaff,
      store,
      endpoints,
      metrics,
      shown: snapshots.latest,
      log: log.write,
      askSystem: (asked) => askSystem(asked, { site: siteNow, clock, randomBytes, environment: world.environment }),
      overview: () =>
        overviewState({
          byStaff: byStaff.standing() !== undefined,
          today: store.countsToday(),
          paper: devices.printer && paper.left(),
          siteFile: health().siteFile,
          systems: endpoints.map(({ id }) => id),
          history: history.of,
          inVain: inVain.now(),
        }),
      isServing: rest.isServing,
      noteSelfTest: (hasFailed) =>
        hasFailed ? alerts.raiseOwn('self-test-failed') : alerts.closeOwn('self-test-failed'),
    },
    siteNow: () => siteNow,
    warmUp: drawer.warmUp,
    takeOver(saved) {
      siteNow = takenAtOnce(siteNow, saved);
      showAnew();
    },
    onceAtRest: rest.once,
    async close(signal) {
      log.write('kiosk-stopping', { signal });
      await pages.close();
      await letGoOf(held);
    },
    noteCrash(error) {
      log.write('kiosk-crashed', { reason: error instanceof Error ? error.name : typeof error, at: frameOf(error) });
    },
  });

  function doesNotOpen(why: KioskProblem): Result<never, KioskProblem> {
    noteDoesNotOpen(why);
    log.close();
    return problem(why);
  }

  function noteDoesNotOpen(found: KioskProblem): void {
    log.write('kiosk-does-not-open', { what: found.kind, why: 'why' in found ? found.why : found.kind });
  }

  function show(state: FlowState): void {
    bridge.show(snapshots.next(state));
    rest.look();
  }

  /** Whether anybody may begin. */
  function probeService(): void {
    runner.receive({ type: 'store-probed', writable: store.canStore() && !byStaff.standing() });
  }

  function servedNow(): SiteFile {
    return { ...siteNow, services };
  }

  /** The hub's word counts from the next patient on: series, words and opening hours are fixed when a kiosk is opened. */
  function takeServices(): void {
    if (takesServices || !world.openAnew) return;
    takesServices = true;
    log.write('services-of-hub', {});
    held.push(rest.once(world.openAnew));
  }

  function outOfService() {
    return { byStaff: byStaff.standing() !== undefined, repairAddress: world.repairAddress?.() };
  }

  function showAnew(): void {
    show(runner.state());
  }

  function connectPage(link: PageLink): PageConnection {
    log.write('page-connected', {});
    // Seconds that run out are counted from now, not from when somebody else's page was shown them.
    showAnew();
    const page = bridge.connect(link);
    return {
      receive: page.receive,
      disconnected: () => {
        page.disconnected();
        log.write('page-disconnected', {});
      },
    };
  }

  function health(): Health {
    return healthFrom({
      version: world.version,
      closedByStaff: byStaff.standing() !== undefined,
      outOfService: runner.state().at === 'out-of-service',
      devices: devices.all,
      messages: store.messageCounts(),
      storage: store.freeSpace(),
      store: store.condition(),
      time: store.time.status(),
      tickets: canJudge(judges) ? 'verified' : 'not-verified',
      siteStanding,
      window: windowNotes.health(),
      expired: store.expiredCount(),
      systems: systemsHealth({
        endpoints,
        waiting: store.waiting(),
        stranded: store.stranded(),
        standing: standing.standing(),
        now: store.time.now(),
      }),
    });
  }
}
