import { join } from 'node:path';
import { createAlerts } from '#backend-client/alerts/alerts.ts';
import type { MessageCounts } from '#backend-client/contract/store.ts';
import { memoryBehind } from '#backend-client/contract/system-memory.ts';
import { createHospitalLookUps } from '#backend-client/look-ups/hospital-look-ups.ts';
import { createOutbox } from '#backend-client/outbox/outbox.ts';
import { watchStanding } from '#backend-client/outbox/standing-watch.ts';
import type { FreeBytesOf } from '#backend-client/store/free-space.ts';
import { deriveKey, readMasterKey, readNextMasterKey } from '#backend-client/store/master-key.ts';
import { openStore, type Store, type StoreTime } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import { createCallerId, createSessionId, type RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { priorityPrefixOf } from '#config/settings/site-file.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';
import { createBridgeServer } from '#kiosk/bridge/server.ts';
import type { CommandProblem, Commands, PageMessage, Snapshot } from '#kiosk/bridge/words.ts';
import type { TimerName } from '#kiosk/flow/events.ts';
import { startingState } from '#kiosk/flow/moves.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { callOnScreen, openCallAt } from './call-on-screen.ts';
import { listenToDevices } from './device-events.ts';
import { openDevices } from './devices.ts';
import { createTicketDrawer, type TicketCodeOf } from './draw-ticket.ts';
import { createEffects } from './effects/create-effects.ts';
import { flowSettingsFrom } from './flow-settings.ts';
import { type Health, healthFrom } from './health.ts';
import { openHospital } from './hospital.ts';
import { createLaunchPass, launchTokenLifeMs, technicianCookieLifeMs } from './http/launch-pass.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { servePage } from './http/serve-page.ts';
import { openLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { eventFromCommand } from './patient-commands.ts';
import { keepRetention } from './retention.ts';
import type { ScreenSurroundings } from './screens.ts';
import { createSessionRunner } from './session-runner.ts';
import { snapshotFromState } from './snapshot.ts';
import { frameOf, keySentence, listenSentence, storeSentence, ticketKeySentence } from './start-sentences.ts';
import { watchStorage } from './storage-watch.ts';
import { systemsHealth } from './systems-health.ts';
import { openTechnician } from './technician/technician.ts';
import { canJudge, type TicketJudges, ticketCodeOf, ticketStandingOf } from './ticket/ticket-standing.ts';
import { ticketTagsOf } from './ticket/ticket-tag.ts';
import { keepTime } from './time/keep-time.ts';
import type { KernelClock } from './time/kernel-clock.ts';
import { createWindowNotes } from './window-notes.ts';
import { openWorkNotes } from './work-notes.ts';

/** The machine under the kiosk, passed in so that a test can crank it by hand. */
export interface World {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** In [0, 1). */
  readonly random: () => number;
  /** The built patient page. */
  readonly pageDir: string;
  readonly workingDirectory: string;
  /** systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credentialsDirectory: string | undefined;
  /** Secrets of endpoints may stand here instead of in a file. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** How the process starts that holds PC/SC. Default: by the Node that runs the kiosk. */
  readonly spawnPcsc?: SpawnPcsc;
  /** Default: nobody can tell. */
  readonly askKernel?: KernelClock;
  /** Of the store's disk. Default: as the file system says. */
  readonly freeBytesOf?: FreeBytesOf;
  /** Where log lines go beside the log file. */
  readonly stderr: { write(line: string): unknown };
}

export interface Kiosk {
  readonly port: number;
  /** An address that opens the page once. */
  newLaunchUrl(): string;
  /** An address that opens the technician's page once. */
  newTechnicianUrl(): string;
  /** Finishes what is being printed and sent, then lets go of everything. */
  close(signal: string): Promise<void>;
  /** A bug: one line of where it happened. An error's message may quote what it choked on, so it is not written. */
  noteCrash(error: unknown): void;
}

/** One sentence for the technician: what is wrong and what to do. */
export interface KioskProblem {
  readonly sentence: string;
}

/**
 * Puts one kiosk together, from the store outwards: what must survive first, what patients see last. Everything that
 * happens to a patient comes through `runner.receive`.
 */
export async function openKiosk(site: SiteFile, world: World): Promise<Result<Kiosk, KioskProblem>> {
  const { randomBytes, random } = world;
  const { dataDir, id: kioskId } = site.kiosk;
  let time: StoreTime | undefined;
  /** Timers are the machine's; what day and what time it is, the store knows, as far as a clock is to be believed (law 12). */
  const clock: Clock = { ...world.clock, now: () => time?.now() ?? world.clock.now() };

  const masterKey = readMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory, randomBytes });
  if (!masterKey.ok) return problem({ sentence: keySentence(masterKey.problem) });
  // Left by a rotation that was cut off: the store opens with one of the two.
  const nextKey = readNextMasterKey({ dataDir, credentialsDirectory: world.credentialsDirectory });
  if (nextKey && !nextKey.ok) return problem({ sentence: keySentence(nextKey.problem) });
  const tags = ticketTagsOf(site, masterKey.value);
  if (!tags.ok) return problem({ sentence: ticketKeySentence(tags.problem) });
  const metrics = createMetrics(() => health());
  const log = openLog({ dataDir, kioskId, stderr: world.stderr, onEvent: metrics.countEvent });

  const { environment } = world;
  let memoryOf: Store['memoryOf'] | undefined;
  const openedHospital = await openHospital(site, {
    clock,
    randomBytes,
    environment,
    log: log.write,
    memoryOf: (endpointId) => memoryBehind(() => memoryOf?.(endpointId)),
  });
  if (!openedHospital.ok) {
    log.close();
    return openedHospital;
  }
  const systems = openedHospital.value;
  const endpoints = systems.map(({ endpoint }) => endpoint);
  const opened = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey: masterKey.value,
    nextMasterKey: nextKey?.value,
    facility: { timeZone: site.site.timeZone, services: seriesOf(site) },
    renderers: systems.map(({ renderer }) => renderer),
    endpoints,
    clock: world.clock,
    randomBytes,
    ...(world.freeBytesOf ? { freeBytesOf: world.freeBytesOf } : {}),
    onFileRewrite: (progress) =>
      log.write('store-file-rewrite', {
        step: progress.step === 'left' ? progress.because : progress.step,
        sizeMb: Math.ceil(progress.bytes / 1e6),
      }),
    onTrust: ({ is, why }) => log.write(is === 'confirmed' ? 'time-confirmed' : 'time-unconfirmed', { reason: why }),
  });
  if (!opened.ok) {
    log.close();
    return problem({ sentence: storeSentence(opened.problem, dataDir) });
  }
  const store = opened.value;
  memoryOf = store.memoryOf;
  time = store.time;
  const { today } = store.time;
  const timeKeeper = keepTime({ time, clock, askKernel: world.askKernel, timeZone: site.site.timeZone, systems });
  const retention = keepRetention({ store, clock, log: log.write });
  const storage = watchStorage({ freeSpace: store.freeSpace, clock, log: log.write });
  const outbox = createOutbox({ store, endpoints, clock, random, log: log.write });

  const devices = openDevices(site.devices, {
    ...world,
    clock,
    log: log.write,
    timeZone: site.site.timeZone,
    work: openWorkNotes(dataDir, log.write),
  });
  /** Prints and cuffs that outlive their session. */
  const unfinished = new Set<Promise<unknown>>();
  const alerts = createAlerts({
    store: store.alerts,
    channels: systems.flatMap(({ alertChannel = [] }) => alertChannel),
    kiosk: { id: kioskId, place: site.site.kioskPlace ?? '' },
    clock,
    randomBytes,
    log: log.write,
    onChange: () => show(runner.state()),
  });
  const standing = watchStanding({
    waiting: store.waiting,
    outbox,
    endpoints,
    afterMinutes: site.standingAfterMinutes,
    clock,
    log: log.write,
    onChange: (anyStands) => (anyStands ? alerts.raiseStanding() : alerts.closeStanding()),
  });
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
  const settings = flowSettingsFrom(site);
  let snapshot = snapshotOf(startingState(settings), 0);
  const runner = createSessionRunner({
    settings,
    clock,
    effects: createEffects({
      store,
      printer: devices.printer,
      monitor: devices.monitor,
      cardReader: devices.cardReader,
      drawTicket: createTicketDrawer(site, devices.printer ?? { dotsAcross: 576, qr: 'raster' }, codeOf),
      clock,
      log: log.write,
      lookUps,
      deadlineMs: site.lookUps.deadlineMs,
      alerts,
      wakeOutbox: outbox.wake,
      keepBusy: (work) => {
        unfinished.add(work);
        void work.finally(() => unfinished.delete(work));
      },
    }),
    onState: show,
  });

  const bridge = createBridgeServer({
    clock,
    onCommand: takeCommand,
    onSilent: () => log.write('page-silent', {}),
  });
  const windowNotes = createWindowNotes({ clock, page: bridge.page, log: log.write });
  bridge.show(snapshot);
  runner.receive({ type: 'store-probed', writable: store.canStore() });
  listenToDevices({
    devices,
    receive: runner.receive,
    onCondition: () => show(runner.state()),
    newSessionId: () => createSessionId(randomBytes),
    standingOf: (ticket) => ticketStandingOf(ticket, judges),
    today,
    log: log.write,
  });

  const served = await servePage({
    listen: site.kiosk.listen,
    kioskId,
    pageDir: world.pageDir,
    pass: createLaunchPass({
      cookieKey: deriveKey(masterKey.value, 'patient-page-cookie'),
      randomBytes,
      clock,
      tokenLife: launchTokenLifeMs,
      cookieLife: 'as-long-as-its-key',
    }),
    connectPage: (link) => {
      log.write('page-connected', {});
      // Seconds that run out are counted from now, not from when somebody else's page was shown them.
      show(runner.state());
      const page = bridge.connect(link);
      return {
        receive: page.receive,
        disconnected: () => {
          page.disconnected();
          log.write('page-disconnected', {});
        },
      };
    },
    health: () => health(),
    metrics: metrics.text,
  });
  if (!served.ok) {
    await letGo();
    return problem({ sentence: listenSentence(served.problem, { ...site.kiosk.listen, field: 'kiosk.listen' }) });
  }
  const page = served.value;
  const launchSocket = await openLaunchSocket(shortSocketPath(join(dataDir, 'launch.sock'), world.workingDirectory), {
    newLaunchUrl: page.newLaunchUrl,
    onWindowOpening: windowNotes.opening,
  });
  if (!launchSocket) log.write('launch-socket-missing', {});
  const technicianOpened = await openTechnician({
    site,
    pageDir: world.pageDir,
    pass: createLaunchPass({
      cookieKey: deriveKey(masterKey.value, 'technician-page-cookie'),
      randomBytes,
      clock,
      tokenLife: 'until-used',
      cookieLife: technicianCookieLifeMs,
    }),
    clock,
    log: log.write,
    store,
    outbox,
    alerts,
    endpoints,
    namedAnother: lookUps.namedAnother,
    health,
  });
  if (!technicianOpened.ok) {
    await page.close();
    await launchSocket?.close();
    await letGo();
    const place = { ...site.kiosk.technician.listen, field: 'kiosk.technician.listen' };
    return problem({ sentence: listenSentence(technicianOpened.problem, place) });
  }
  const technician = technicianOpened.value;
  const technicianSocket = await openLaunchSocket(
    shortSocketPath(join(dataDir, 'technician.sock'), world.workingDirectory),
    { newLaunchUrl: () => technician.newLaunchUrl(launchTokenLifeMs) },
  );
  outbox.start();
  alerts.start();
  standing.start();
  log.write('kiosk-started', { kioskId, version: world.version, profile: site.profile, port: page.port });
  if (site.kiosk.stations.includes('vitals') && !devices.monitor) log.write('measuring-not-offered', { kioskId });
  if (!canJudge(judges)) log.write('tickets-not-verified', { kioskId });

  function show(state: FlowState): void {
    snapshot = snapshotOf(state, snapshot.revision + 1);
    bridge.show(snapshot);
  }

  function snapshotOf(state: FlowState, revision: number): Snapshot {
    const scannerReady = devices.scanners.some((scanner) => scanner.condition() === 'ready');
    const chipReaderReady = devices.cardReader?.condition() === 'ready';
    const { monitor } = devices;
    const listed = alerts.list();
    // A sheet that its caller has left behind is nobody's own.
    const { help } = state.frame;
    const surroundings: ScreenSurroundings = {
      site,
      settings,
      scannerReady,
      chipReaderReady,
      monitor,
      ticketCodeOf: codeOf,
      secondsLeft,
      call: callOnScreen(listed, help?.isCallers ? help.caller : undefined),
      openCall: openCallAt(listed),
    };
    return snapshotFromState(state, surroundings, revision);
  }

  function secondsLeft(timer: TimerName): number {
    return Math.ceil(runner.msLeft(timer) / 1000);
  }

  function takeCommand(message: PageMessage): Result<'heard', CommandProblem> {
    if (message.command === 'typed-code') return takeTypedCode(message.input);
    if (message.command === 'page-failed') {
      // The host's own word for the screen: what the page says is not written into a log.
      log.write('page-failed', { what: message.input.what, screen: snapshot.screen.show });
      return ok('heard');
    }
    const event = eventFromCommand(message, snapshot, {
      newSessionId: () => createSessionId(randomBytes),
      newCallerId: () => createCallerId(randomBytes),
      today,
    });
    if (!event.ok) {
      log.write('command-refused', { reason: event.problem.kind });
      return event;
    }
    const before = runner.state();
    runner.receive(event.value);
    return runner.state() === before ? problem({ kind: 'not-now' }) : ok('heard');
  }

  function takeTypedCode({ text, ended, pace }: Commands['typed-code']): Result<'heard', CommandProblem> {
    if (!devices.keyboardScanner) return problem({ kind: 'not-understood' });
    devices.keyboardScanner.type(text, { ended, pace });
    return ok('heard');
  }

  function health(): Health {
    const messages: MessageCounts = store.messageCounts();
    const outOfService = runner.state().at === 'out-of-service';
    return healthFrom({
      version: world.version,
      outOfService,
      devices: devices.all,
      messages,
      storage: store.freeSpace(),
      store: store.condition(),
      time: store.time.status(),
      tickets: canJudge(judges) ? 'verified' : 'not-verified',
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

  /** Paper first: a ticket that is being printed is still noted in the store. */
  async function letGo(): Promise<void> {
    runner.stop();
    alerts.stop();
    standing.stop();
    retention.stop();
    timeKeeper.stop();
    storage.stop();
    await Promise.all(unfinished);
    await devices.close();
    await outbox.stop();
    await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    store.close();
    log.close();
  }

  return ok({
    port: page.port,
    newLaunchUrl: () => page.newLaunchUrl(),
    newTechnicianUrl: () => technician.newLaunchUrl(),
    async close(signal) {
      log.write('kiosk-stopping', { signal });
      await page.close();
      await technician.close();
      await launchSocket?.close();
      await technicianSocket?.close();
      await letGo();
    },
    noteCrash(error) {
      const [reason, at] = error instanceof Error ? [error.name, frameOf(error)] : [typeof error, 'unknown'];
      log.write('kiosk-crashed', { reason, at });
    },
  });
}

function seriesOf({ services }: SiteFile) {
  return services.map((service) => ({ ...service, priorityPrefix: priorityPrefixOf(service) }));
}
