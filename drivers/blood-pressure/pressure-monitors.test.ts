import { monitorNames } from '#config/settings/device-settings.ts';
import { bloodPressureMonitorExam } from './blood-pressure-monitor.exam.ts';
import { createTcpBench } from './pressure-monitor.bench.ts';

for (const driver of monitorNames) bloodPressureMonitorExam(driver, 'TCP', () => createTcpBench(driver));
